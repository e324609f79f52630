"""What the pages of every table share: a reviewer's own centres, to read and never to write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.admin_list import Listed
from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.admin import words
from hlh_app.records.admin.changes import changes
from hlh_app.records.admin.fields import Shown, in_words
from hlh_app.records.models import Patient
from hlh_app.records.selectors import trail

TRAIL_SHOWN = 200


def reviewed_centres(request: HttpRequest) -> list[int]:
    return centre_ids_where(request.user, Role.REVIEWER)


class ReviewAdmin(Listed):
    """``to_patient``: the way from a row to its patient, as in a lookup; empty on the patient."""

    to_patient = "patient"
    actions = None
    list_per_page = 50
    show_full_result_count = False
    empty_value_display = "–"
    change_form_template = "admin/records/record.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        centre = f"{self.to_patient}__centre__in" if self.to_patient else "centre__in"
        return super().get_queryset(request).filter(**{centre: reviewed_centres(request)})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(reviewed_centres(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return self.patient_of(obj).centre_id in reviewed_centres(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def patient_of(self, row: Any) -> Patient:
        for step in self.to_patient.split("__") if self.to_patient else ():
            row = getattr(row, step)
        return row

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return []  # the page shows the row in words of its own

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None:
            context |= {
                "shown": self.in_words(row),
                "original": self.name_of(row),
                "subtitle": self.name_of(row),
                "trail": self.trail_of(row),
                "patient_page": self.page_of_patient(row),
                "related": self.related(row),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def in_words(self, row: Any) -> list[Shown]:
        return in_words(row)

    def name_of(self, row: Any) -> str:
        """What the page is headed."""
        return str(row)

    def page_of_patient(self, row: Any) -> str:
        return words.patient_page(self.patient_of(row).pk)

    def trail_of(self, row: Any) -> list[dict[str, Any]]:
        """The newest changes of the row, in words."""
        entries = trail.of_row(row._meta.model_name, row.pk)[:TRAIL_SHOWN]
        return [{"entry": entry, "changes": changes(entry)} for entry in entries]

    def related(self, row: Any) -> list[tuple[str, str]]:
        """Labels and addresses of lists that belong to the row."""
        return []


class PatientRowAdmin(ReviewAdmin):
    """Rows of a patient: whose, in which state, recorded by whom."""

    list_select_related = ["patient", "recorded_by"]
    search_fields = ["patient__code"]
    search_help_text = _("Study code of the patient")
    RECORDED = ("state", "recorded")

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: Any) -> str:
        return words.patient_link(row.patient)

    @admin.display(description=_("recorded"), ordering="recorded_at")
    def recorded(self, row: Any) -> str:
        who = row.recorded_by.username if row.recorded_by else ""
        version = _("version %(version)s") % {"version": row.version}
        return format_html("{}<br>{}, {}", words.instant(row.recorded_at), who or "–", version)

    @admin.display(description=_("remark"), ordering="entered_in_error")
    def state(self, row: Any) -> str:
        return _("entered in error") if row.entered_in_error else ""
