"""Results, as reported."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import PatientRowAdmin
from hlh_app.records.admin.filters import (
    Confirmed,
    InCentre,
    InError,
    Missing,
    OfAnalyte,
    Queried,
)
from hlh_app.records.models import Observation
from hlh_app.records.models.choices import ResultStatus


@admin.register(Observation)
class ObservationAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "test",
        "measured_written",
        "reported_value",
        "interval",
        "outcome",
        "laboratory_and_assay",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["test"]
    list_filter = [Missing, Confirmed, InError, Queried, InCentre, OfAnalyte]
    search_fields = ["patient__code", "laboratory", "assay"]
    search_help_text = _("Study code of the patient, laboratory or assay")
    measured_written = words.moment_column("measured", _("measured"))

    @admin.display(description=_("test"), ordering="analyte")
    def test(self, row: Observation) -> str:
        return words.analyte(row.analyte)

    @admin.display(description=_("value as reported"), ordering="canonical_value")
    def reported_value(self, row: Observation) -> str:
        return words.amount(row.value, row.unit, row.comparator)

    @admin.display(description=_("interval"))
    def interval(self, row: Observation) -> str:
        return words.interval(row.low, row.high)

    @admin.display(description=_("laboratory, assay"), ordering="laboratory")
    def laboratory_and_assay(self, row: Observation) -> str:
        return ", ".join(part for part in (row.laboratory, row.assay) if part)

    @admin.display(description=_("status"), ordering="status")
    def outcome(self, row: Observation) -> str:
        if row.status != ResultStatus.PENDING or row.expected_on is None:
            return row.get_status_display()
        late = row.expected_on < timezone.localdate()
        told = _("Pending, overdue since %(day)s") if late else _("Pending, expected %(day)s")
        return told % {"day": words.day(row.expected_on)}

    @admin.display(description=_("remark"), ordering="implausible_confirmed")
    def state(self, row: Observation) -> str:
        unusual = _("unusual, confirmed") if row.implausible_confirmed else ""
        return ", ".join(str(part) for part in (super().state(row), unusual) if part)

    def name_of(self, row: Observation) -> str:
        return f"{words.analyte(row.analyte)}, {words.moment(row.measured)}"
