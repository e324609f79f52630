from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "hlh_app.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from hlh_app.records.audit import checks  # noqa: F401 (registers the check)

        pre_migrate.connect(make_way, sender=self)
        post_migrate.connect(install_audit, sender=self)


def make_way(*, using: str, plan: list[Any], **kwargs: Any) -> None:
    """SQLite alters a table by replacing it, which triggers that name the table forbid."""
    from django.db import connections

    from hlh_app.records.audit import uninstall

    if plan and connections[using].vendor == "sqlite":
        uninstall(using)


def install_audit(*, using: str, **kwargs: Any) -> None:
    """After every migrate, because it may have made, altered or replaced audited tables."""
    from hlh_app.records.audit import install

    install(using)
