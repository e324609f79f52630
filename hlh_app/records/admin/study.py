"""What analyses read and keep: rows of facts, saved and loaded cohorts, what was taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin
from hlh_app.records.admin.filters import InCentre, InCentreOfPatient, OneOf
from hlh_app.records.models import LoadedCohort, SavedCohort, StudyExport, StudyRow


class Withdrawn(OneOf):
    title = _("withdrawn")
    parameter_name = "withdrawn"

    def options(self) -> dict[str, tuple[Any, Q]]:
        standing = Q(withdrawn_at__isnull=True)
        return {"no": (_("Stands"), standing), "yes": (_("Withdrawn"), ~standing)}


@admin.register(StudyRow)
class StudyRowAdmin(ReviewAdmin):
    """One patient's facts as analyses read them; renewed by itself."""

    list_select_related = ["patient"]
    list_display = ["code", "treated", "made_of"]
    list_filter = ["treated", InCentre]
    search_fields = ["patient__code"]
    search_help_text = _("Study code of the patient")

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: StudyRow) -> str:
        return row.patient.code

    def trail_of(self, row: Any) -> list[dict[str, Any]]:
        return []  # derived: its reasons are in the trail of the patient's rows

    def related(self, row: StudyRow) -> list[tuple[str, str]]:
        return [(_("Patient"), reverse("admin:records_patient_change", args=[row.pk]))]


class OfCentreAdmin(ReviewAdmin):
    """Rows of a centre and of no single patient."""

    to_patient = ""

    @admin.display(description=_("centre"), ordering="centre__code")
    def centre_code(self, row: Any) -> str:
        return row.centre.code

    def page_of_patient(self, row: Any) -> str:
        return ""


@admin.register(SavedCohort)
class SavedCohortAdmin(OfCentreAdmin):
    list_select_related = ["centre", "made_by"]
    list_display = ["name", "centre_code", "made_by_name", "made_at", "withdrawn_at"]
    list_filter = [Withdrawn, InCentreOfPatient, "made_at"]
    search_fields = ["name"]
    search_help_text = _("Name of the cohort")

    @admin.display(description=_("by"), ordering="made_by__username")
    def made_by_name(self, row: SavedCohort) -> str:
        return row.made_by.username


@admin.register(LoadedCohort)
class LoadedCohortAdmin(OfCentreAdmin):
    list_select_related = ["centre", "loaded_by"]
    list_display = ["name", "code", "centre_code", "loaded_by_name", "loaded_at", "withdrawn_at"]
    list_filter = [Withdrawn, InCentreOfPatient, "loaded_at"]
    search_fields = ["name", "code"]
    search_help_text = _("Name or code of the cohort")

    @admin.display(description=_("by"), ordering="loaded_by__username")
    def loaded_by_name(self, row: LoadedCohort) -> str:
        return row.loaded_by.username


@admin.register(StudyExport)
class StudyExportAdmin(OfCentreAdmin):
    list_select_related = ["centre", "user"]
    list_display = ["made_at", "kind", "patient_count", "centre_code", "user_name"]
    list_filter = ["kind", InCentreOfPatient, "made_at"]
    search_fields = ["user__username", "sha256"]
    search_help_text = _("Name of the account, or SHA-256 of the file")

    @admin.display(description=_("patients"), ordering="patients")
    def patient_count(self, row: StudyExport) -> str:
        return words.figure(row.patients)

    @admin.display(description=_("by"), ordering="user__username")
    def user_name(self, row: StudyExport) -> str:
        return row.user.username
