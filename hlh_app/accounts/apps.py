from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "hlh_app.accounts"
    label = "accounts"
    verbose_name = _("Accounts and centres")

    def ready(self) -> None:
        from . import session_clock  # noqa: F401 (connects the signal)
