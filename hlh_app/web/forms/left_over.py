"""A row that an import left over, typed anew."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.exchange.tables.names import read_name
from hlh_app.records.imports import opening
from hlh_app.records.models import LeftOver, Patient
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.days import ClockField, DayField, moment_of
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.forms.numbers import ResultField
from hlh_app.web.presenters import formats, readings
from hlh_app.web.presenters.visit_form import Judged

TICK = "result-confirmed"
LINES = (("code", "test"), ("value", "unit"), ("day", "clock"), ("laboratory", "assay"))
BOXES = {"patient": "code", "analyte": "test", "measured": "day"}


class LeftOverForm(EntryForm):
    """Filled with what stood in the file, as far as a box can hold it."""

    code = forms.CharField(label=_("Patient"), max_length=40)
    test = forms.ChoiceField(label=_("Test"))
    value = ResultField(label=_("Value"), help_text=_("Such as 17090, <0.1, >16500 or p."))
    unit = forms.CharField(label=_("Unit"), max_length=40)
    day = DayField(label=_("Measured on"))
    clock = ClockField(label=_("At, 24 hours"), required=False)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=80, required=False)
    assay = forms.CharField(label=_("Assay"), max_length=80, required=False)
    assay_not_stated = forms.BooleanField(label=_("Laboratory or assay not stated"), required=False)

    def __init__(self, *args: Any, left: LeftOver, user: Any, zone: Any, **options: Any) -> None:
        super().__init__(*args, initial=_initial(left), **options)
        self.left, self.user, self.zone = left, user, zone
        self.question = ""
        self.patient: Patient | None = None
        tests = [(code, readings.analyte(code)) for code in ANALYTES]
        self.fields["test"].choices = [("", _("Choose")), *sorted(tests, key=lambda t: t[1])]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        centre = self.left.batch.centre_id
        self.patient = visible_to(self.user).filter(centre=centre, code=code).first()
        if self.patient is None:
            raise forms.ValidationError(gettext("This centre has no patient with this code."))
        return code

    def clean_value(self) -> Any:
        if self.cleaned_data["value"] is None:
            raise forms.ValidationError(gettext("Enter the result, or p while it is pending."))
        return self.cleaned_data["value"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("day"):
            try:
                given["measured"] = moment_of(given["day"], given.get("clock"), self.zone)
            except forms.ValidationError as error:
                self.add_error("clock", error)
        if given.get("unit") and given.get("test"):
            try:
                given["unit"] = read_unit(given["unit"], given["test"])
            except UnitError:
                units = ", ".join(formats.unit(u) for u in ANALYTES[given["test"]].units)
                self.add_error("unit", gettext("Enter one of: %(units)s.") % {"units": units})
        return given

    def facts(self) -> dict[str, Any]:
        """The columns for the service."""
        given, result = self.cleaned_data, self.cleaned_data["value"]
        return {
            "analyte": given["test"],
            "value": result.value,
            "comparator": result.comparator,
            "status": "pending" if result.pending else "final",
            "unit": given["unit"],
            "measured": given["measured"],
            "laboratory": given["laboratory"],
            "assay": given["assay"],
            "assay_not_stated": given["assay_not_stated"],
            "confirmed": self.data.get(TICK) == self._token,
        }

    @property
    def _token(self) -> str:
        return " ".join(str(self.data.get(name, "")) for name in ("test", "value", "unit"))

    def refuse(self, refused: Refused, names: Any = None) -> None:
        """An unusual value is asked about with a tick; the rest goes to its box."""
        asked = refused.errors.get("confirmed", [])
        if asked:
            self.question = " ".join(asked)
            self.add_error("value", gettext("Confirm the value below, or correct it."))
        others = {name: m for name, m in refused.errors.items() if name != "confirmed"}
        super().refuse(Refused(others), BOXES)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            *(Row(*(Column(Field(name)) for name in line)) for line in LINES),
            HTML('{% include "visits/_judged.html" with judged=form.judged %}'),
            "assay_not_stated",
        )
        return helper

    @property
    def judged(self) -> Judged:
        return Judged("result", self.question, self._token if self.question else "")


def _initial(left: LeftOver) -> dict[str, Any]:
    found = {str(k).casefold(): str(v) for k, v in left.found.items()}
    day, _blank, clock = found.get(opening.DATE, "").replace("T", " ").partition(" ")
    named = read_name(found.get(opening.TEST, ""))
    return {
        "code": left.patient.code if left.patient else found.get(opening.PATIENT, ""),
        "test": named.analyte or found.get(opening.TEST, ""),
        "value": found.get(opening.RESULT, "")[:80],
        "unit": found.get(opening.UNIT, "")[:40],
        "day": day,
        "clock": clock[:5],
        "laboratory": found.get(opening.LABORATORY, "")[:80],
        "assay": found.get(opening.ASSAY, "")[:80],
    }
