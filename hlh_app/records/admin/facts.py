"""Findings, treatments, events and adverse events."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import PatientRowAdmin
from hlh_app.records.admin.filters import InCentre, InError, PendingFinding, Queried
from hlh_app.records.models import AdverseEvent, Event, Exposure, Finding


@admin.register(Finding)
class FindingAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "what",
        "status",
        "on",
        "site",
        "method",
        "detail",
        "expected_on",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["what"]
    list_filter = [PendingFinding, InError, Queried, InCentre, "finding"]

    @admin.display(description=_("finding"), ordering="finding")
    def what(self, row: Finding) -> str:
        return words.finding(row.finding)

    def name_of(self, row: Finding) -> str:
        return f"{self.what(row)}, {words.day(row.on)}: {row.status}"


@admin.register(Exposure)
class ExposureAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "drug",
        "given",
        "route",
        "started_written",
        "stopped_on",
        "purpose",
        "stop_reason",
        "reason",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["drug"]
    list_filter = [InError, Queried, InCentre, "purpose", "stop_reason"]
    search_fields = ["patient__code", "drug"]
    search_help_text = _("Study code of the patient, or drug")
    started_written = words.moment_column("started", _("first given"))

    def name_of(self, row: Exposure) -> str:
        return f"{row.drug}, {words.moment(row.started)}"

    @admin.display(description=_("dose"), ordering="dose")
    def given(self, row: Exposure) -> str:
        dose = words.amount(row.dose, row.unit)
        if row.times_per_day is None:
            return dose
        return _("%(dose)s × %(times)s a day") % {
            "dose": dose,
            "times": words.figure(row.times_per_day),
        }


@admin.register(Event)
class EventAdmin(PatientRowAdmin):
    list_display = ["code", "what", "on", "detail", *PatientRowAdmin.RECORDED]
    list_display_links = ["what"]
    list_filter = [InError, Queried, InCentre, "event"]

    @admin.display(description=_("event"), ordering="event")
    def what(self, row: Event) -> str:
        return words.code_words(row.event)

    def name_of(self, row: Event) -> str:
        return f"{self.what(row)}, {words.day(row.on)}"


@admin.register(AdverseEvent)
class AdverseEventAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "what",
        "status",
        "on",
        "resolved_on",
        "graded",
        "relation",
        "action",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["what"]
    list_filter = [InError, Queried, InCentre, "category", "status", "grade", "ctcae"]
    search_fields = ["patient__code", "term"]
    search_help_text = _("Study code of the patient, or term")

    @admin.display(description=_("adverse event"), ordering="category")
    def what(self, row: AdverseEvent) -> str:
        category = row.get_category_display()
        return f"{category}: {row.term}" if row.term else category

    @admin.display(description=_("grade"), ordering="grade")
    def graded(self, row: AdverseEvent) -> str:
        return f"{row.grade} ({row.get_ctcae_display()})" if row.grade else ""

    def name_of(self, row: AdverseEvent) -> str:
        return f"{self.what(row)}, {words.day(row.on)}"
