"""The audit trail itself: reviewers read that of their patients, managers that of their centre."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre, Membership, Role, User
from hlh_app.accounts.selectors import centre_ids_where, managed_memberships, managed_users
from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin, reviewed_centres
from hlh_app.records.admin.changes import NOTHING, Change, changes, model_of
from hlh_app.records.admin.filters import ByActor, OfTable
from hlh_app.records.models import (
    AuditEntry,
    CentreWord,
    ImportBatch,
    ImportedChange,
    LeftOver,
    Patient,
    ReferenceInterval,
)

LINES = 4  # of one entry in the list
ACCOUNT_TABLES = ["centre", "user", "membership"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReviewAdmin):
    list_display = ["at", "actor", "what", "record", "code", "told", "reason"]
    list_display_links = ["at"]
    list_filter = [OfTable, "action", ByActor, "at"]
    search_fields = ["actor"]
    search_help_text = _("Study code of the patient")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        code = Patient.objects.filter(pk=OuterRef("patient_id")).values("code")[:1]
        entries = AuditEntry.objects.annotate(patient_code=Subquery(code))
        return entries.filter(readable(request)).order_by("-id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        patients = Patient.objects.filter(code__icontains=term).values("pk")
        return queryset.filter(patient_id__in=patients), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and bool(
            request.user.is_superuser or centre_ids_where(request.user, Role.REVIEWER, Role.MANAGER)
        )

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return AuditEntry.objects.filter(readable(request), pk=obj.pk).exists()

    def page_of_patient(self, row: AuditEntry) -> str:
        return words.patient_page(row.patient_id) if row.patient_code else ""

    def name_of(self, row: AuditEntry) -> str:
        return f"{row.actor}, {words.instant(row.at)}"

    def trail_of(self, row: AuditEntry) -> list[dict[str, Any]]:
        return [{"entry": row, "changes": changes(row)}]

    def related(self, row: AuditEntry) -> list[tuple[str, str]]:
        address = words.record_page(row.table, row.row_id)
        readable_here = address and row.table not in ACCOUNT_TABLES
        return [(_("The record"), address)] if readable_here else []

    @admin.display(description=_("what"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        return entry.get_action_display()

    @admin.display(description=_("record"), ordering="table")
    def record(self, entry: AuditEntry) -> str:
        model = model_of(entry.table)
        label = f"{model._meta.verbose_name if model else entry.table} {entry.row_id}"
        address = words.record_page(entry.table, entry.row_id)
        return format_html('<a href="{}">{}</a>', address, label) if address else label

    @admin.display(description=_("patient"))
    def code(self, entry: AuditEntry) -> str:
        if not entry.patient_code:
            return ""
        return words.patient_link(Patient(pk=entry.patient_id, code=entry.patient_code))

    @admin.display(description=_("changes"))
    def told(self, entry: AuditEntry) -> str:
        lines = [one(change) for change in changes(entry)]
        if len(lines) > LINES + 1:
            more = _("and %(count)s more fields") % {"count": len(lines) - LINES}
            lines = [*lines[:LINES], more]
        items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        return format_html('<ul class="trail-changes">{}</ul>', items)


def one(change: Change) -> str:
    if change.old == NOTHING:
        return f"{change.label}: {change.new}"
    return f"{change.label}: {change.old} → {change.new}"


def readable(request: HttpRequest) -> Q:
    """Which entries somebody may read: patients' for reviewers, accounts' for their managers."""
    user = request.user
    reviewed = reviewed_centres(request)
    patients = Patient.objects.filter(centre__in=reviewed).values("pk")
    may = Q(patient_id__in=patients) | _of_files(reviewed)
    if user.is_superuser:
        about_a_rule = Q(table="problemreport", patient_id__isnull=True)
        return may | about_a_rule | Q(table__in=ACCOUNT_TABLES)
    managed = centre_ids_where(user, Role.MANAGER)
    if not managed:
        return may
    intervals = ReferenceInterval.objects.filter(centre__in=managed).values("pk")
    centre_words = CentreWord.objects.filter(centre__in=managed).values("pk")
    gone = Q(action="delete", old__centre_id__in=managed)
    return (
        may
        | _of(Centre, managed)
        | _of(User, managed_users(user).values("pk"))
        | (_of(Membership, managed_memberships(user).values("pk")))
        | _of(ReferenceInterval, intervals)
        | _of(CentreWord, centre_words)
        | (gone & Q(table__in=["membership", "referenceinterval", "centreword"]))
    )


def _of_files(centres: list[int]) -> Q:
    """Imports of several patients belong to no patient; their centre reads of them."""
    if not centres:
        return Q(pk__in=[])
    batches = ImportBatch.objects.filter(centre__in=centres).values("pk")
    of_batch = [
        model.objects.filter(batch__centre__in=centres).values("pk")
        for model in (LeftOver, ImportedChange)
    ]
    return _of(ImportBatch, batches) | _of(LeftOver, of_batch[0]) | _of(ImportedChange, of_batch[1])


def _of(model: Any, pks: Any) -> Q:
    return Q(table=model._meta.model_name, row_id__in=pks)
