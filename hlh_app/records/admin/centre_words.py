"""What a centre's laboratories call a test: remembered from imports, put right by its manager."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.admin import words
from hlh_app.records.admin.centre_settings import CentreSettingAdmin, check_unit
from hlh_app.records.admin.filters import OfAnalyte
from hlh_app.records.models import CentreWord


class WordForm(ModelForm):
    """Which test a remembered word means. The word itself is as the documents write it."""

    analyte = forms.ChoiceField(label=_("test"), required=False)

    class Meta:
        model = CentreWord
        fields = ["analyte", "unit", "laboratory", "assay"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, words.analyte(code)) for code in ANALYTES]
        self.fields["analyte"].choices = [("", _("None: left out on purpose")), *known]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        check_unit(self, given)
        return given


@admin.register(CentreWord)
class CentreWordAdmin(CentreSettingAdmin):
    form = WordForm
    list_display = ["word", "centre_code", "test", "unit", "laboratory", "assay", "updated_at"]
    list_filter = [OfAnalyte]
    search_fields = ["word", "laboratory", "assay"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["centre", "word", *WordForm.Meta.fields, "updated_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["centre", "word", "updated_at"]

    @admin.display(description=_("test"), ordering="analyte")
    def test(self, row: CentreWord) -> str:
        return words.analyte(row.analyte) if row.analyte else _("none: left out on purpose")
