"""Visits and what was signed at them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import PatientRowAdmin, ReviewAdmin
from hlh_app.records.admin.filters import InCentre, InError, Queried, Signed
from hlh_app.records.models import AdverseEvent, Finding, Observation, Signature, Visit


@admin.register(Visit)
class VisitAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "visited_written",
        "label",
        "signed",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["visited_written"]
    list_filter = [Signed, InError, Queried, InCentre]
    visited_written = words.moment_column("visited", _("visit"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visit]:
        signatures = Signature.objects.filter(visit=OuterRef("pk")).order_by("-signed_at")
        last = Subquery(signatures.values("signed_at")[:1])
        return super().get_queryset(request).annotate(signed_at=last)

    @admin.display(description=_("signed"), ordering="signed_at")
    def signed(self, row: Visit) -> str:
        if row.signed_at is None:
            return _("not signed")
        when = words.instant(row.signed_at)
        changed = row.content_changed_at and row.content_changed_at > row.signed_at
        return _("%(when)s, changed since") % {"when": when} if changed else when

    def name_of(self, row: Visit) -> str:
        return ", ".join(part for part in (words.moment(row.visited), row.label) if part)

    def related(self, row: Visit) -> list[tuple[str, str]]:
        lists = (Observation, Finding, AdverseEvent, Signature)
        return [(words.plural(m), words.record_list(m, f"visit__exact={row.pk}")) for m in lists]


@admin.register(Signature)
class SignatureAdmin(ReviewAdmin):
    to_patient = "visit__patient"
    list_select_related = ["visit__patient", "signed_by"]
    list_display = ["visit_time", "code", "signed_by_name", "signed_at", "as_of_text"]
    list_filter = ["signed_at"]
    search_fields = ["visit__patient__code"]
    search_help_text = _("Study code of the patient")

    @admin.display(description=_("visit"), ordering="visit__visited_at")
    def visit_time(self, row: Signature) -> str:
        return words.moment(row.visit.visited)

    @admin.display(description=_("patient"), ordering="visit__patient__code")
    def code(self, row: Signature) -> str:
        return words.patient_link(row.visit.patient)

    @admin.display(description=_("signed by"), ordering="signed_by__username")
    def signed_by_name(self, row: Signature) -> str:
        return row.signed_by.username

    def name_of(self, row: Signature) -> str:
        return f"{row.signed_by.username}, {words.instant(row.signed_at)}"

    def related(self, row: Signature) -> list[tuple[str, str]]:
        return [(_("Visit"), words.record_page("visit", row.visit_id))]
