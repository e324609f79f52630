"""Patients, their earlier treatment, consents and summaries."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import PatientRowAdmin, ReviewAdmin
from hlh_app.records.admin.filters import InCentre, InCentreOfPatient, InError, Merged, Queried
from hlh_app.records.models import (
    AdverseEvent,
    AuditEntry,
    Consent,
    DataQuery,
    Event,
    Exposure,
    Finding,
    ImportBatch,
    LeftOver,
    Observation,
    Patient,
    PatientMerge,
    PatientSummary,
    ProblemReport,
    TherapyLine,
    Visit,
)

ROWS = (
    *(Visit, Observation, Finding, Exposure, Event, AdverseEvent, TherapyLine, Consent),
    *(DataQuery, ProblemReport, ImportBatch, LeftOver),
)


@admin.register(Patient)
class PatientAdmin(PatientRowAdmin):
    to_patient = ""
    list_select_related = ["centre", "recorded_by", "merged_into"]
    list_display = [
        "study_code",
        "centre_code",
        "clinical_page",
        "birth_date",
        "sex",
        "trigger",
        "course",
        "donor",
        "source",
        "merged",
        *PatientRowAdmin.RECORDED,
    ]
    list_filter = [InError, Queried, Merged, "trigger", "course", "source", InCentreOfPatient]
    search_fields = ["code"]

    @admin.display(description=_("study code"), ordering="code")
    def study_code(self, row: Patient) -> str:
        return row.code

    @admin.display(description=_("centre"), ordering="centre__code")
    def centre_code(self, row: Patient) -> str:
        return row.centre.code

    @admin.display(description=_("patient page"))
    def clinical_page(self, row: Patient) -> str:
        return words.patient_link(row)

    @admin.display(description=_("merged into"), ordering="merged_into__code")
    def merged(self, row: Patient) -> str:
        return words.patient_link(row.merged_into) if row.merged_into else ""

    def related(self, row: Patient) -> list[tuple[str, str]]:
        lists = [(model, f"patient__exact={row.pk}") for model in ROWS]
        lists.append((PatientMerge, f"kept__exact={row.pk}"))
        lists.append((AuditEntry, f"patient_id={row.pk}"))
        return [(words.plural(model), words.record_list(model, query)) for model, query in lists]


@admin.register(TherapyLine)
class TherapyLineAdmin(PatientRowAdmin):
    list_display = [
        "code",
        "line",
        "regimen",
        "started_on",
        "stopped_on",
        "result",
        *PatientRowAdmin.RECORDED,
    ]
    list_display_links = ["regimen"]
    list_filter = [InError, Queried, "result", InCentre]


@admin.register(Consent)
class ConsentAdmin(PatientRowAdmin):
    list_display = ["code", "scope", "status", "on", "given_by", *PatientRowAdmin.RECORDED]
    list_display_links = ["scope"]
    list_filter = [InError, Queried, "scope", "status", InCentre]


@admin.register(PatientSummary)
class PatientSummaryAdmin(ReviewAdmin):
    """What the lists show; renewed by itself."""

    list_select_related = ["patient"]
    search_fields = ["patient__code"]
    list_display = [
        "code",
        "stale",
        "renewed_at",
        "hlh2004_outcome",
        "next_due_on",
        "pending_count",
    ]
    list_filter = ["stale", InCentre]

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: PatientSummary) -> str:
        return row.patient.code

    def trail_of(self, row: Any) -> list[dict[str, Any]]:
        return []  # derived: its reasons are in the trail of the patient's rows

    def related(self, row: PatientSummary) -> list[tuple[str, str]]:
        return [(_("Patient"), reverse("admin:records_patient_change", args=[row.pk]))]
