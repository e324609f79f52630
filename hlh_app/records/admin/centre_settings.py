"""What belongs to a centre and not to a patient: set by its managers, read by its reviewers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.records.admin.base import ReviewAdmin


class CentreSettingAdmin(ReviewAdmin):
    """Rows with a ``centre``. A manager gets a form, a reviewer the row in words."""

    list_select_related = ["centre"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.filter(centre__in=read_centres(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(read_centres(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        centres = read_centres(request)
        return bool(centres) and (obj is None or obj.centre_id in centres)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        centres = centre_ids_where(request.user, Role.MANAGER)
        return bool(centres) and (obj is None or obj.centre_id in centres)

    has_delete_permission = has_change_permission

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        """A manager gets a form, a reviewer the row in words; both the trail below."""
        row = kwargs.get("obj")
        if row is None or not self.has_change_permission(request, row):
            return super().render_change_form(request, context, *args, **kwargs)
        context["trail"] = self.trail_of(row)
        return admin.ModelAdmin.render_change_form(self, request, context, *args, **kwargs)

    def page_of_patient(self, row: Any) -> str:
        return ""

    @admin.display(description=_("centre"), ordering="centre__code")
    def centre_code(self, row: Any) -> str:
        return row.centre.code


def read_centres(request: HttpRequest) -> list[int]:
    return centre_ids_where(request.user, Role.REVIEWER, Role.MANAGER)


def check_unit(form: ModelForm[Any], given: dict[str, Any]) -> None:
    """Any spelling of a unit in which the test may be reported, as its code."""
    analyte, unit = given.get("analyte"), given.get("unit")
    if analyte and unit:
        try:
            given["unit"] = read_unit(unit, analyte)
        except UnitError as error:
            form.add_error("unit", str(error))
