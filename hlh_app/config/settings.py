"""All settings. Each variable is read strictly from the environment; docs/operating.md lists them.

The default mode, `trial`, answers on this computer only (ALLOWED_HOSTS is the loopback), so that a
forgotten variable exposes nothing. A ward sets HLH_MODE=ward, which requires a key and a host name
and takes HTTPS for granted.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hlh_app.config.environment import Environment

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = Environment()
MODE = env.choice("HLH_MODE", ("trial", "ward"), "trial")
TRIAL = MODE == "trial"
LOOPBACK = "localhost,127.0.0.1,[::1]"

DEBUG = env.flag("HLH_DEBUG", False)
SECRET_KEY = env.secret_key("HLH_SECRET_KEY", kept_in=VAR_DIR / "secret_key" if TRIAL else None)
ALLOWED_HOSTS = env.hosts("HLH_ALLOWED_HOSTS", LOOPBACK if TRIAL else None)
CSRF_TRUSTED_ORIGINS = env.origins("HLH_TRUSTED_ORIGINS")

# Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hlh_app.accounts",
    "hlh_app.records",
    "hlh_app.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first: also on redirects to HTTPS and on static files
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hlh_app.config.middleware.ResponseHeaders",
    "hlh_app.config.middleware.RefuseNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hlh_app.accounts.middleware.SessionLimits",
    "hlh_app.accounts.middleware.CentreTimeZone",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hlh_app.web.middleware.KeepTyping",
    "hlh_app.records.audit.middleware.RecordActor",
    "hlh_app.web.merged_records.LeadToTheKept",
]

ROOT_URLCONF = "hlh_app.config.urls"
WSGI_APPLICATION = "hlh_app.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Database -----------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hlh.sqlite3'}")}
SQLITE_SYNCHRONOUS = env.choice("HLH_SQLITE_SYNCHRONOUS", ("NORMAL", "FULL"), "NORMAL")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The audit triggers must also see rows that other triggers write.
        "init_command": (
            "PRAGMA journal_mode = WAL;"
            f"PRAGMA synchronous = {SQLITE_SYNCHRONOUS};"
            "PRAGMA foreign_keys = ON;"
            "PRAGMA recursive_triggers = ON;"
        ),
    }
    # Tests use a file, as a ward does: an in-memory database locks differently.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Sign-in attempts are counted in the cache, so every worker must see the same one: a table does,
# without another server to run.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django's 300 would let a stranger push the counts of attempts out with made-up names.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sign-in ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "hlh_app.accounts.adapter.ClosedSignUpAdapter"
ACCOUNT_FORMS = {
    "login": "hlh_app.accounts.forms.SignInForm",
    "change_password": "hlh_app.accounts.forms.NewPasswordForm",
    "reauthenticate": "hlh_app.accounts.forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "HLH"

# Ward computers are shared: a session ends after a pause, and at the end of a shift in any case.
SESSION_IDLE_MINUTES = env.number("HLH_SESSION_IDLE_MINUTES", 30, low=1, high=720)
SESSION_HOURS = env.number("HLH_SESSION_HOURS", 8, low=1, high=24)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "hlh_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "hlh_csrf"
CSRF_FAILURE_VIEW = "hlh_app.web.views.unsaved.too_old"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Transport and browser policy ---------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not TRIAL
SECURE_SSL_REDIRECT = not TRIAL
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = env.number("HLH_HSTS_SECONDS", 0 if TRIAL else 31536000, low=0, high=63072000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# A hospital's other subdomains, and the browsers' preload list, are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies stand in front. Their headers are believed only when they are known to be there.
PROXIES = env.number("HLH_PROXIES", 0, low=0, high=5)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# One page takes a file and keeps it in memory; what is sent as one anywhere else is read past.
FILE_UPLOAD_HANDLERS = ["hlh_app.config.uploads.OneFileInMemory"]
UPLOAD_MEGABYTES = env.number("HLH_UPLOAD_MB", 25, low=1, high=200)
# A visit in intensive care holds hundreds of temperature readings, seven fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "static/"
# A trial serves the files from where they are.
STATIC_ROOT = None if TRIAL else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TRIAL
    else "hlh_app.config.static_files.HashedStaticFiles"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}
WHITENOISE_USE_FINDERS = TRIAL
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["hlh_app.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("HLH_TIME_ZONE", "UTC")

# Mail and log -------------------------------------------------------------------------------------

vars().update(env.email("HLH_EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.text("HLH_EMAIL_FROM", "hlh@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_query": {"()": "hlh_app.config.logs.WithoutQuery"}},
    "formatters": {"quiet": {"()": "hlh_app.config.logs.WithoutValues"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "quiet",
            "filters": ["without_query"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("HLH_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Statements carry patients' values.
        "django.db.backends": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

env.refuse_unknown()
