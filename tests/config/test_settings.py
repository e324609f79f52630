"""Each variable: an odd value stops the process and says what to enter; none is needed to try."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEY = "k" * 50
WARD = {"HLH_MODE": "ward", "HLH_SECRET_KEY": KEY, "HLH_ALLOWED_HOSTS": "hlh.example.org"}


def settings_with(expression: str = "'read'", **variables: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of its own, with these variables and no other of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HLH_") and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, "-c", f"from hlh_app.config import settings as s; print({expression})"],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def read(expression: str, **variables: str) -> str:
    result = settings_with(expression, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"HLH_MODE": "production"}, "HLH_MODE is 'production': use one of: trial, ward."),
        ({"HLH_MODE": ""}, "HLH_MODE is set but empty"),
        ({"HLH_DEBUG": "maybe"}, "HLH_DEBUG is 'maybe': use true or false."),
        ({"HLH_SECRET_KEY": "short"}, "HLH_SECRET_KEY is too short: use at least 50"),
        ({"HLH_ALLOWED_HOSTS": "*"}, "HLH_ALLOWED_HOSTS is '*': name each host"),
        ({"HLH_ALLOWED_HOSTS": "a.org,,b.org"}, "HLH_ALLOWED_HOSTS is 'a.org,,b.org': separate"),
        ({"HLH_ALLOWED_HOSTS": "https://a.org"}, "name each host, such as hlh.example.org"),
        ({"HLH_TRUSTED_ORIGINS": "a.org"}, "HLH_TRUSTED_ORIGINS is 'a.org': write https://"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL is not understood: use sqlite:///PATH"),
        ({"DATABASE_URL": "postgres://u@h/"}, "DATABASE_URL names no database"),
        ({"HLH_SQLITE_SYNCHRONOUS": "OFF"}, "HLH_SQLITE_SYNCHRONOUS is 'OFF': use one of: NORMAL"),
        ({"HLH_SESSION_IDLE_MINUTES": "0"}, "HLH_SESSION_IDLE_MINUTES is '0': use a whole number"),
        ({"HLH_SESSION_HOURS": "1,5"}, "HLH_SESSION_HOURS is '1,5': use a whole number from 1 to"),
        ({"HLH_SESSION_HOURS": "٨"}, "HLH_SESSION_HOURS is '٨': use a whole number"),
        ({"HLH_HSTS_SECONDS": "-1"}, "HLH_HSTS_SECONDS is '-1': use a whole number from 0"),
        ({"HLH_PROXIES": "one"}, "HLH_PROXIES is 'one': use a whole number from 0 to 5."),
        ({"HLH_TIME_ZONE": "Vienna"}, "HLH_TIME_ZONE is 'Vienna': use a zone such as"),
        ({"HLH_EMAIL_URL": "gopher://x"}, "HLH_EMAIL_URL is not understood: begin it with"),
        ({"HLH_EMAIL_FROM": " "}, "HLH_EMAIL_FROM is set but empty"),
        ({"HLH_LOG_LEVEL": "LOUD"}, "HLH_LOG_LEVEL is 'LOUD': use one of: DEBUG, INFO"),
        ({"HLH_SECRETKEY": KEY}, "HLH_SECRETKEY is not a setting of this application: known: HLH_"),
    ],
)
def test_an_odd_variable_stops_the_process_with_an_instruction(variables, said):
    result = settings_with(**variables)
    assert result.returncode != 0
    assert said in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("missing", ["HLH_SECRET_KEY", "HLH_ALLOWED_HOSTS"])
def test_a_ward_must_name_its_key_and_its_host(missing):
    result = settings_with(**{name: value for name, value in WARD.items() if name != missing})
    assert f"{missing} is not set: it is required when HLH_MODE=ward." in result.stderr


def test_a_refused_database_address_is_not_repeated_because_it_may_hold_a_password():
    result = settings_with(DATABASE_URL="mysql://user:hunter2@host/db")
    assert result.returncode != 0
    assert "hunter2" not in result.stderr.splitlines()[-1]


def test_without_any_variable_nobody_outside_this_computer_is_answered():
    assert read("(s.MODE, s.DEBUG, s.ALLOWED_HOSTS)") == (
        "('trial', False, ['localhost', '127.0.0.1', '[::1]'])"
    )


def test_a_ward_has_secure_cookies_and_https():
    assert read(
        "(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS > 0, s.DEBUG)",
        **WARD,
    ) == str((True, True, True, True, False))


def test_a_ward_serves_hashed_files_only():
    assert read("(s.STATICFILES_BACKEND, s.WHITENOISE_KEEP_ONLY_HASHED_FILES)", **WARD) == str(
        ("hlh_app.config.static_files.HashedStaticFiles", True)
    )


def test_the_proxys_word_on_https_is_believed_only_where_a_proxy_is_named():
    assert read("hasattr(s, 'SECURE_PROXY_SSL_HEADER')", **WARD) == "False"
    assert read("s.SECURE_PROXY_SSL_HEADER[0]", **WARD, HLH_PROXIES="1") == (
        "HTTP_X_FORWARDED_PROTO"
    )


def test_a_database_address_switches_to_postgresql():
    expression = "(s.DATABASES['default']['ENGINE'], s.DATABASES['default']['NAME'])"
    found = read(expression, DATABASE_URL="postgres://hlh:secret@db:5432/ward")
    assert found == "('django.db.backends.postgresql', 'ward')"


def test_the_deployment_check_has_nothing_to_say_about_a_ward():
    key = "0a1b2c3d4e5f6g7h8i9j-klmnopqrstuvwxyz.ABCDEFGHIJKLMNOP"
    environment = os.environ | WARD | {"HLH_SECRET_KEY": key}
    # The browser tests set it for their own process; a ward has none of it.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
