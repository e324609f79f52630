"""A drug or blood product. The names that rules recognise are offered while one is typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import DOSE_UNITS
from hlh_app.clinical.drugs import DRUGS
from hlh_app.clinical.therapy import HLH_THERAPIES
from hlh_app.clinical.transfusions import SPOILING
from hlh_app.records.models.choices import Purpose, Route, StopReason
from hlh_app.web.forms.days import ClockField, DayField
from hlh_app.web.forms.numbers import NumberField
from hlh_app.web.forms.rows import CHOOSE, RowForm
from hlh_app.web.presenters import formats

# Beside the drugs that a rule knows by name: what these patients are often given.
COMPANIONS = (
    *("fluconazole", "voriconazole", "posaconazole", "trimethoprim-sulfamethoxazole"),
    *("entecavir", "aciclovir", "ganciclovir", "hydroxychloroquine", "cyclosporine"),
    *("amphotericin b", "micafungin", "meropenem", "levetiracetam", "paracetamol"),
)
RECOGNISED = tuple(name for names in DRUGS.values() for name in names)
KNOWN_DRUGS = tuple(sorted({*HLH_THERAPIES, *RECOGNISED, *COMPANIONS, *SPOILING}))
OTHER_FREQUENCY = "other"
FREQUENCIES = ("1", "2", "3", "4", "0.5")


class TreatmentForm(RowForm):
    moments: ClassVar = {"started": ("started_day", "started_clock")}
    rows: ClassVar = (
        "drug",
        ("dose", "unit", "route"),
        ("frequency", "times_per_day"),
        ("started_day", "started_clock", "purpose"),
        ("stopped_on", "stop_reason"),
        "treatment_reason",
    )

    TOGETHER = (("dose", "unit", "frequency", "times_per_day"), ("stopped_on", "stop_reason"))

    drug = forms.CharField(
        label=_("Drug or blood product"),
        max_length=80,
        widget=forms.TextInput({"list": "drugs", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Generic name, unabbreviated."),
        error_messages={"required": _("Enter the generic name.")},
    )
    dose = NumberField(label=_("Dose, each time"), required=False, positive=True)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    route = forms.ChoiceField(label=_("Route"), choices=Route.choices, required=False)
    frequency = forms.ChoiceField(label=_("How often"), required=False)
    times_per_day = NumberField(label=_("Times a day, if another"), required=False, positive=True)
    started_day = DayField(label=_("First given"))
    started_clock = ClockField(label=_("At, 24 hours"), required=False)
    purpose = forms.ChoiceField(
        label=_("What it is given for"), choices=Purpose.choices, required=False
    )
    stopped_on = DayField(
        label=_("Last given on"), required=False, help_text=_("Empty: still given.")
    )
    stop_reason = forms.ChoiceField(
        label=_("Why it was stopped"), choices=StopReason.choices, required=False
    )
    treatment_reason = forms.CharField(
        label=_("Reason for start, change or stop"), max_length=300, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [CHOOSE, *((u, formats.unit(u) or u) for u in DOSE_UNITS)]
        self.fields["frequency"].choices = [
            ("", _("Not recorded")),
            *((times, formats.times_a_day(Decimal(times))) for times in FREQUENCIES),
            (OTHER_FREQUENCY, _("another number")),
        ]

    def values_of(self, row: Any) -> dict[str, Any]:
        often = "" if row.times_per_day is None else f"{row.times_per_day.normalize():f}"
        usual = often in ("", *FREQUENCIES)
        return super().values_of(row) | {
            "drug": row.drug.replace("_", " "),
            "frequency": often if usual else OTHER_FREQUENCY,
            "times_per_day": None if usual else row.times_per_day,
            "treatment_reason": row.reason,
        }

    def clean_drug(self) -> str:
        name = " ".join(self.cleaned_data["drug"].lower().split())
        product = name.replace(" ", "_")
        return product if product in KNOWN_DRUGS else name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        number, often = cleaned.get("times_per_day"), cleaned.get("frequency")
        if often == OTHER_FREQUENCY and number is None and "times_per_day" not in self.errors:
            self.add_error("times_per_day", _("Enter how many times a day."))
        if number is not None and often in FREQUENCIES:
            self.add_error("times_per_day", _("Choose “another number”, or empty this box."))
        return cleaned

    def column(self, box: str) -> dict[str, Any]:
        if box not in ("frequency", "times_per_day"):
            return super().column(box)
        often = self.cleaned_data["frequency"]
        number = self.cleaned_data["times_per_day"]
        return {"times_per_day": Decimal(often) if often in FREQUENCIES else number}
