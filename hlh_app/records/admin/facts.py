"""Findings, treatments and events."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import PatientRowAdmin
from hlh_app.records.admin.filters import InCentre, InError, PendingFinding, Queried
from hlh_app.records.models import Event, Exposure, Finding


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
        return words.code_words(row.finding)

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
        "reason",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["drug"]
    list_filter = [InError, Queried, InCentre]
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
