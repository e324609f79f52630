"""Correcting one stored result."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models.choices import Fasting, TemperatureSite
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.days import ClockField, DayField
from hlh_app.web.forms.numbers import NumberField, ResultField
from hlh_app.web.forms.results import (
    STATUSES,
    YES_NO,
    result_group,
    result_in_words,
    shown_result,
    unit_choices,
    yes_no,
)
from hlh_app.web.forms.rows import RowForm
from hlh_app.web.presenters.visit_form import Judged

ONE_TEST_ONLY = {
    "site": "temperature",
    "antipyretic": "temperature",
    "fasting": "triglycerides",
    "lipid_infusion": "triglycerides",
}
TICK = "result-confirmed"


class ObservationForm(RowForm):
    """A pending result is answered here too, under the moment at which it was taken."""

    moments: ClassVar = {
        "measured": ("measured_day", "measured_clock"),
        "reported": ("reported_day", "reported_clock"),
    }
    rows: ClassVar = (
        ("value", "unit"),
        ("low", "high"),
        ("status", "expected_on", "missing_reason"),
        ("laboratory", "assay"),
        "assay_not_stated",
        ("site", "antipyretic"),
        ("fasting", "lipid_infusion"),
        ("measured_day", "measured_clock"),
        ("reported_day", "reported_clock"),
    )

    value = ResultField(label=_("Value"), help_text=_("Such as 17090, <0.1 or >16500."))
    unit = forms.ChoiceField(label=_("Unit"))
    low = NumberField(label=_("Lower limit"), required=False)
    high = NumberField(label=_("Upper limit"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    expected_on = DayField(label=_("If pending: expected on"), required=False)
    missing_reason = forms.CharField(label=_("If not done: why"), max_length=200, required=False)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=80, required=False)
    assay = forms.CharField(label=_("Assay"), max_length=80, required=False)
    assay_not_stated = forms.BooleanField(label=_("Laboratory or assay not stated"), required=False)
    site = forms.ChoiceField(label=_("Site"), choices=TemperatureSite.choices, required=False)
    antipyretic = forms.ChoiceField(label=_("After an antipyretic"), choices=YES_NO, required=False)
    fasting = forms.ChoiceField(label=_("Fasting"), choices=Fasting.choices, required=False)
    lipid_infusion = forms.ChoiceField(
        label=_("On lipid infusion or propofol"), choices=YES_NO, required=False
    )
    measured_day = DayField(label=_("Measured on"))
    measured_clock = ClockField(label=_("At, 24 hours"), required=False)
    reported_day = DayField(label=_("Reported on"), required=False)
    reported_clock = ClockField(label=_("At, 24 hours"), required=False)

    def __init__(self, *args: Any, row: Any, **options: Any) -> None:
        self.analyte = ANALYTES[row.analyte]
        self.question = ""
        super().__init__(*args, row=row, **options)
        self.fields["unit"].choices = unit_choices(row.analyte)
        for name, test in ONE_TEST_ONLY.items():
            if row.analyte != test:
                del self.fields[name]
        if not self.analyte.assay_bound:
            del self.fields["assay_not_stated"]

    def boxes(self) -> list[str]:
        kept = getattr(self, "fields", self.base_fields)
        return [name for name in super().boxes() if name in kept]

    def together(self) -> list[tuple[str, ...]]:
        return [*super().together(), result_group(self)]

    def in_words(self, names: tuple[str, ...], texts: tuple[str, ...]) -> str:
        return result_in_words(super().in_words, names, texts)

    def values_of(self, row: Any) -> dict[str, Any]:
        return super().values_of(row) | {
            "value": shown_result(row),
            "status": "" if row.status == "final" else row.status,
            "assay_not_stated": not (row.laboratory and row.assay),
            "antipyretic": yes_no(row.antipyretic),
            "lipid_infusion": yes_no(row.lipid_infusion),
        }

    def column(self, box: str) -> dict[str, Any]:
        given = self.cleaned_data
        result = given.get("value")
        if box in ("value", "status"):
            return {
                "value": result.value if result else None,
                "comparator": result.comparator if result else "",
                "status": self._status(),
            }
        if box in ("antipyretic", "lipid_infusion"):
            return {box: {"yes": True, "no": False}.get(given[box])}
        return {box: given[box]}

    def _status(self) -> str:
        """A value typed into a pending result is the result; the status box need not be touched."""
        result = self.cleaned_data.get("value")
        status = str(self.cleaned_data.get("status") or "final")
        if result and result.pending:
            return "pending"
        untouched = self.typed("status") == self.was_before()["status"]
        return "final" if result and status != "final" and untouched else status

    def corrections(self) -> dict[str, Any]:
        meant = {"confirmed": self.data.get(TICK) == self._token}
        if "assay_not_stated" in self.fields:
            meant["assay_not_stated"] = self.cleaned_data["assay_not_stated"]
        return super().corrections() | meant

    @property
    def _token(self) -> str:
        return f"{self.typed('value')} {self.typed('unit')}"

    def refuse(self, refused: Refused, names: Any = None) -> None:
        """An unusual value is asked about with a tick; the rest goes to its box."""
        asked = refused.errors.get("confirmed", [])
        if asked:
            self.question = " ".join(asked)
            self.add_error("value", gettext("Confirm the value below, or correct it."))
        others = {name: m for name, m in refused.errors.items() if name != "confirmed"}
        super().refuse(Refused(others), names)

    @property
    def judged(self) -> Judged:
        return Judged("result", self.question, self._token if self.question else "")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        first, *others = helper.layout.fields
        asked = HTML('{% include "visits/_judged.html" with judged=form.judged %}')
        helper.layout = Layout(first, asked, *others)
        return helper
