"""Reference intervals: set by a centre's manager, read by its reviewers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centre_ids_where, centres_where
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.admin import words
from hlh_app.records.admin.centre_settings import CentreSettingAdmin, check_unit
from hlh_app.records.admin.filters import OfAnalyte
from hlh_app.records.models import ReferenceInterval


class IntervalForm(ModelForm):
    """A manager's interval, in a unit in which the test may be reported."""

    analyte = forms.ChoiceField(label=_("test"))

    class Meta:
        model = ReferenceInterval
        fields = [
            "centre",
            "analyte",
            "laboratory",
            "assay",
            "unit",
            "low",
            "high",
            "sex",
            "from_age_days",
            "to_age_days",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["analyte"].choices = [(code, words.analyte(code)) for code in ANALYTES]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        check_unit(self, given)
        low, high = given.get("low"), given.get("high")
        if low is None and high is None and not {"low", "high"} & set(self.errors):
            self.add_error("high", _("Enter a lower limit, an upper limit, or both."))
        if low is not None and high is not None and low > high:
            self.add_error("high", _("The upper limit is below the lower limit."))
        return given


@admin.register(ReferenceInterval)
class ReferenceIntervalAdmin(CentreSettingAdmin):
    form = IntervalForm
    list_display = [
        "test",
        "centre_code",
        "laboratory",
        "assay",
        "interval",
        "unit",
        "sex",
        "ages",
        "configured",
        "updated_at",
    ]
    list_filter = ["configured", OfAnalyte]
    search_fields = ["laboratory", "assay"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(centre_ids_where(request.user, Role.MANAGER))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*IntervalForm.Meta.fields, "configured", "updated_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["configured", "updated_at"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "centre":
            kwargs["queryset"] = centres_where(request.user, Role.MANAGER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.configured = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("test"), ordering="analyte")
    def test(self, row: ReferenceInterval) -> str:
        return words.analyte(row.analyte)

    @admin.display(description=_("interval"))
    def interval(self, row: ReferenceInterval) -> str:
        return words.interval(row.low, row.high)

    @admin.display(description=_("age (days)"), ordering="from_age_days")
    def ages(self, row: ReferenceInterval) -> str:
        return f"{words.figure(row.from_age_days)} – {words.figure(row.to_age_days)}"
