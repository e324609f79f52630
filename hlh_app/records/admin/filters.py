"""What a data manager looks for: what is missing, late, unusual, or changed after signing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.accounts.selectors import centre_ids_where, centres_where
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.admin import words
from hlh_app.records.admin.changes import model_of
from hlh_app.records.audit.tables import audited_tables
from hlh_app.records.models import DataQuery

LONGEST_NUMBER = 18  # digits of a primary key


class OneOf(admin.SimpleListFilter):
    """Choices and conditions side by side: ``options()`` gives value → (label, condition)."""

    def options(self) -> dict[str, tuple[Any, Q]]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _condition) in self.options().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.options().get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class InCentre(admin.SimpleListFilter):
    """One of the reviewer's centres; not shown to a reviewer of one."""

    title = _("centre")
    parameter_name = "centre"
    path = "patient__centre"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        centres = list(centres_where(request.user, Role.REVIEWER, Role.MANAGER))
        return [(str(c.pk), c.code) for c in centres] if len(centres) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen or not chosen.isdecimal() or len(chosen) > LONGEST_NUMBER:
            return queryset
        return queryset.filter(**{self.path: Centre.objects.filter(pk=int(chosen)).first()})


class InCentreOfPatient(InCentre):
    path = "centre"


class Missing(OneOf):
    """Results that a laboratory owes, or that will never come."""

    title = _("missing")
    parameter_name = "missing"

    def options(self) -> dict[str, tuple[Any, Q]]:
        pending = Q(status="pending", entered_in_error=False)
        none = Q(status__in=["pending", "not_done"], entered_in_error=False)
        return {
            "any": (_("Any: pending or not done"), none),
            "pending": (_("Pending"), pending),
            "overdue": (_("Pending and overdue"), pending & overdue()),
            "no-date": (_("Pending without a date"), pending & Q(expected_on=None)),
            "not-done": (_("Not done"), none & Q(status="not_done")),
        }


class PendingFinding(OneOf):
    title = _("pending")
    parameter_name = "missing"

    def options(self) -> dict[str, tuple[Any, Q]]:
        pending = Q(status="pending", entered_in_error=False)
        return {
            "pending": (_("Pending"), pending),
            "overdue": (_("Pending and overdue"), pending & overdue()),
        }


def overdue() -> Q:
    """Expected before today, by the clock of the reader's centre."""
    return Q(expected_on__lt=timezone.localdate())


class Confirmed(OneOf):
    title = _("unusual value")
    parameter_name = "unusual"

    def options(self) -> dict[str, tuple[Any, Q]]:
        unusual = Q(implausible_confirmed=True, entered_in_error=False)
        return {"confirmed": (_("Implausible but confirmed"), unusual)}


class InError(OneOf):
    title = _("entered in error")
    parameter_name = "error"

    def options(self) -> dict[str, tuple[Any, Q]]:
        return {
            "yes": (_("Entered in error"), Q(entered_in_error=True)),
            "no": (_("Valid"), Q(entered_in_error=False)),
        }


class Merged(OneOf):
    title = _("merged")
    parameter_name = "merged"

    def options(self) -> dict[str, tuple[Any, Q]]:
        standing = Q(merged_into__isnull=True)
        return {
            "no": (_("Records that stand"), standing),
            "yes": (_("Merged into another"), ~standing),
        }


class Signed(OneOf):
    """Needs ``signed_at`` on the visits."""

    title = _("signature")
    parameter_name = "signature"

    def options(self) -> dict[str, tuple[Any, Q]]:
        changed = Q(content_changed_at__gt=F("signed_at"))
        return {
            "changed": (_("Changed since signed"), changed),
            "signed": (_("Signed"), Q(signed_at__isnull=False)),
            "unsigned": (_("Not signed"), Q(signed_at__isnull=True, entered_in_error=False)),
        }


class OfAnalyte(OneOf):
    title = _("test")
    parameter_name = "analyte"

    def options(self) -> dict[str, tuple[Any, Q]]:
        return {code: (words.analyte(code), Q(analyte=code)) for code in ANALYTES}


class Queried(OneOf):
    """Rows with a query that nobody has closed. ``table`` is the model's lower-case name."""

    title = _("queries")
    parameter_name = "queried"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.table = model._meta.model_name
        super().__init__(request, params, model, model_admin)

    def options(self) -> dict[str, tuple[Any, Q]]:
        unclosed = DataQuery.objects.filter(table=self.table, row_id=OuterRef("pk"))
        return {"open": (_("With an open query"), Q(Exists(unclosed.exclude(status="closed"))))}


class ByActor(admin.SimpleListFilter):
    """Members of the reader's centres, and whoever wrote without being named."""

    title = _("who")
    parameter_name = "who"
    OUTSIDE = "database"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        centres = centres_where(request.user, Role.REVIEWER, Role.MANAGER)
        members = User.objects.filter(memberships__centre__in=centres).distinct()
        named = [(name, name) for name in members.values_list("username", flat=True)]
        return [*named, (self.OUTSIDE, _("Past the application"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        if self.value() == self.OUTSIDE:
            return queryset.filter(actor__startswith="database:")
        return queryset.filter(actor=self.value())


class OfTable(OneOf):
    """Tables of patients; for a manager or superuser those of accounts and settings as well."""

    title = _("table")
    parameter_name = "table"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        user = request.user
        self.accounts = user.is_superuser or bool(centre_ids_where(user, Role.MANAGER))
        super().__init__(request, params, model, model_admin)

    def options(self) -> dict[str, tuple[Any, Q]]:
        return {
            table.name: (words.plural(model), Q(table=table.name))
            for table in audited_tables()
            if (model := model_of(table.name)) is not None and (self.accounts or table.of_patients)
        }
