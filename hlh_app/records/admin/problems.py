"""Doubts about calculations: those of their patients for reviewers, of rules for superusers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin, reviewed_centres
from hlh_app.records.admin.filters import InCentre
from hlh_app.records.models import ProblemReport


@admin.register(ProblemReport)
class ProblemReportAdmin(ReviewAdmin):
    list_select_related = ["patient", "reported_by", "closed_by"]
    list_display = [
        "text",
        "code",
        "rule",
        "rule_version",
        "as_of_text",
        "status",
        "reported_by_name",
        "reported_at",
        "closed_at",
    ]
    list_filter = ["status", "rule", InCentre, "reported_at"]
    search_fields = ["patient__code", "rule", "text"]
    search_help_text = _("Study code of the patient, rule, or words of the report")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return ProblemReport.objects.filter(_readable(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and (
            bool(reviewed_centres(request)) or (user.is_active and user.is_superuser)
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return ProblemReport.objects.filter(_readable(request), pk=obj.pk).exists()

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: ProblemReport) -> str:
        return words.patient_link(row.patient) if row.patient else ""

    @admin.display(description=_("reported by"), ordering="reported_by__username")
    def reported_by_name(self, row: ProblemReport) -> str:
        return row.reported_by.username

    def page_of_patient(self, row: ProblemReport) -> str:
        return words.patient_page(row.patient.pk) if row.patient else ""


def _readable(request: HttpRequest) -> Q:
    may = Q(patient__centre__in=reviewed_centres(request))
    return may | Q(patient=None) if request.user.is_superuser else may
