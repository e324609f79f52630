"""One line of the visit form: one test's result as the laboratory printed it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES, Analyte
from hlh_app.records.entries import ObservationEntry
from hlh_app.records.models.choices import Fasting
from hlh_app.records.plausibility import Judgement, judge
from hlh_app.web.forms.correction import CorrectionForm
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.entry import Judgeable
from hlh_app.web.forms.numbers import NumberField, ResultField, plain
from hlh_app.web.presenters import formats

CHOOSE = ("", _("Choose"))
STATUSES = [("", _("Result")), ("pending", _("Pending")), ("not_done", _("Not done"))]
YES_NO = [("", _("Not recorded")), ("yes", _("Yes")), ("no", _("No"))]
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@lru_cache
def unit_choices(analyte: str) -> list[tuple[str, Any]]:
    """Every unit of the test; an assay-bound test starts with none chosen."""
    table = ANALYTES[analyte]
    units = [(code, formats.unit(code)) for code in table.units]
    return [CHOOSE, *units] if table.assay_bound else units


def yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no"}.get(value, "")


def shown_result(row: Any) -> str:
    """A stored result as it would be typed."""
    if row.value is None:
        return ""
    return f"{SIGNS.get(row.comparator, '')}{plain(row.value)}"


def result_group(form: CorrectionForm) -> tuple[str, ...]:
    """What of a result is one thing: a limit is in the unit of its value."""
    units = {form.typed("unit"), form.was_before()["unit"]}
    if form.row:
        units.add(form.row.unit)
    return ("value", "unit") if len(units) == 1 else ("value", "unit", "low", "high")


def result_in_words(
    said: Callable[..., str], names: tuple[str, ...], texts: tuple[str, ...]
) -> str:
    """17090 µg/L (15–400); a unit without a value is no result."""
    if names[0] != "value":
        return said(names, texts)
    figure = said(names[:2], texts[:2]) if texts[0] else ""
    limits = "–".join(texts[2:]) if any(texts[2:]) else ""
    return f"{figure} ({limits})" if limits else figure


class ResultForm(Judgeable, CorrectionForm):
    """Empty is "not recorded" and writes nothing. ``row``: the stored result that is corrected."""

    value = ResultField()
    unit = forms.ChoiceField(label=_("unit"), required=False)
    low = NumberField(label=_("lower limit"), required=False)
    high = NumberField(label=_("upper limit"), required=False)
    status = forms.ChoiceField(label=_("status"), choices=STATUSES, required=False)
    expected_on = DayField(label=_("expected on"), required=False)
    missing_reason = forms.CharField(label=_("why not done"), max_length=200, required=False)
    laboratory = forms.CharField(label=_("laboratory"), max_length=80, required=False)
    assay = forms.CharField(label=_("assay"), max_length=80, required=False)
    assay_not_stated = forms.BooleanField(label=_("laboratory or assay not stated"), required=False)
    fasting = forms.ChoiceField(label=_("fasting"), choices=[*Fasting.choices], required=False)
    lipid_infusion = forms.ChoiceField(
        label=_("on lipid infusion or propofol"), choices=YES_NO, required=False
    )
    confirmed = forms.CharField(required=False, max_length=80)

    CARRIED = (*CorrectionForm.CARRIED, "confirmed")

    def __init__(self, *args: Any, analyte: str, row: Any = None, **options: Any) -> None:
        self.analyte: Analyte = ANALYTES[analyte]
        options.setdefault("auto_id", "%s")
        super().__init__(*args, row=row, **options)
        self.fields["value"].label = gettext(self.analyte.label)
        self.fields["unit"].choices = unit_choices(analyte)
        self.fields["unit"].error_messages["invalid_choice"] = self._only_these_units()
        self._leave_out_what_belongs_elsewhere()

    def _leave_out_what_belongs_elsewhere(self) -> None:
        if self.analyte.code != "triglycerides":
            del self.fields["fasting"], self.fields["lipid_infusion"]
        if not self.analyte.assay_bound:
            del self.fields["assay_not_stated"], self.fields["assay"]

    def _only_these_units(self) -> str:
        if self.analyte.code == "neutrophils":
            return gettext("Neutrophils in %: give the absolute count.").replace("%", "%%")
        return gettext("Choose one of the units in the list.")

    def boxes(self) -> list[str]:
        kept = getattr(self, "fields", self.base_fields)
        return [name for name in super().boxes() if name in kept]

    def together(self) -> list[tuple[str, ...]]:
        """A number and its unit; the interval with them as soon as units differ."""
        return [result_group(self)]

    def in_words(self, names: tuple[str, ...], texts: tuple[str, ...]) -> str:
        return result_in_words(super().in_words, names, texts)

    def values_of(self, row: Any) -> dict[str, Any]:
        printed = row.interval_source == "reported"
        return {
            "value": shown_result(row),
            "unit": row.unit,
            "low": row.low if printed else None,
            "high": row.high if printed else None,
            "status": "" if row.status == "final" else row.status,
            "expected_on": row.expected_on,
            "missing_reason": row.missing_reason,
            "laboratory": row.laboratory,
            "assay": row.assay,
            "assay_not_stated": not (row.laboratory and row.assay),
            "fasting": row.fasting,
            "lipid_infusion": yes_no(row.lipid_infusion),
        }

    def what(self, name: str) -> str:
        label = gettext(self.analyte.label)
        return label if name in ("value", "confirmed") else f"{label}, {self.fields[name].label}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        result = cleaned.get("value")
        if result and result.value is not None and cleaned.get("status"):
            if self.typed("status") == self.was_before().get("status"):
                cleaned["status"] = ""  # the result that was awaited has come
                return cleaned
            self.add_error(
                "value", gettext("A test that is pending or not done has no value. Remove one.")
            )
        self._ask_for_what_belongs_to_it()
        return cleaned

    def _ask_for_what_belongs_to_it(self) -> None:
        """A value without a unit is none; results of different assays are never compared."""
        given = self.cleaned_data
        if self.errors or not (self.number is not None or self.result_status != "final"):
            return
        if not given.get("unit"):
            self.add_error("unit", gettext("Choose the unit."))
        named = given.get("laboratory") and given.get("assay")
        asked = "assay_not_stated" in self.fields and self.result_status != "not_done"
        if asked and not named and not given.get("assay_not_stated"):
            box = "assay" if given.get("laboratory") else "laboratory"
            self.add_error(
                box, gettext("Enter laboratory and assay, or tick that they are not stated.")
            )
        if self.result_status == "not_done" and not given.get("missing_reason"):
            self.add_error("missing_reason", gettext("Enter why it was not done."))

    # What is asked to be written ------------------------------------------------------------

    @property
    def number(self) -> Decimal | None:
        result = self.cleaned_data.get("value")
        return result.value if result else None

    @property
    def result_status(self) -> str:
        result = self.cleaned_data.get("value")
        return (
            "pending" if result and result.pending else self.cleaned_data.get("status") or "final"
        )

    @property
    def is_entered(self) -> bool:
        """A new result needs a value or a word on why there is none; a stored one, a change."""
        if self.row is None:
            return self.number is not None or self.result_status != "final"
        return bool(self.changed_boxes())

    def entry(self, **more: Any) -> ObservationEntry:
        """The values for the service, under the name of this line."""
        given = self.cleaned_data
        columns = ("low", "high", "expected_on", "missing_reason", "laboratory")
        result = given.get("value")
        return ObservationEntry(
            name=self.prefix or "",
            analyte=self.analyte.code,
            value=self.number,
            comparator=result.comparator if result else "",
            unit=given.get("unit") or "",
            status=self.result_status,
            fasting=given.get("fasting") or "",
            lipid_infusion={"yes": True, "no": False}.get(given.get("lipid_infusion", "")),
            assay=given.get("assay", self.row.assay if self.row else ""),
            assay_not_stated=bool(given.get("assay_not_stated")),
            confirmed=self.is_confirmed,
            **{name: given[name] for name in columns},
            **self._unseen(),
            **more,
        )

    def _unseen(self) -> dict[str, Any]:
        """Columns of a stored row that this line does not show stay as they are."""
        if self.row is None:
            return {}
        kept = ("note", "reported", "site", "antipyretic")
        return {n: getattr(self.row, n) for n in kept} | {
            "pk": self.row.pk,
            "version": self.row.version,
        }

    # Plausibility ---------------------------------------------------------------------------

    def judgement(self, age_days: int | None) -> Judgement | None:
        """None while there is no value in a known unit to be judged."""
        unit = self.cleaned_data.get("unit")
        result = self.cleaned_data.get("value")
        if self.number is None or not unit:
            return None
        return judge(self.analyte.code, self.number, unit, result.comparator, age_days)
