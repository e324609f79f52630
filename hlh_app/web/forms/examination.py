"""The examination and the thermometer: the left side of the visit form."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import FindingEntry, ObservationEntry
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.records.plausibility import Judgement, judge
from hlh_app.web.forms.correction import CorrectionForm
from hlh_app.web.forms.days import moment_of, read_clock, read_day, written_moment
from hlh_app.web.forms.entry import Judgeable
from hlh_app.web.forms.numbers import NumberField
from hlh_app.web.forms.results import YES_NO, yes_no

NOT_RECORDED = ("", _("Not recorded"))
EXAMINED = [
    NOT_RECORDED,
    ("present", _("Present")),
    ("absent", _("Absent")),
    ("pending", _("Pending")),
    ("unknown", _("Not examined")),
]
# What a bedside examination answers, in the order in which it is made.
EXAMINATION = {
    "fever": _("Fever since the last visit"),
    "splenomegaly": _("Spleen enlarged"),
    "hepatomegaly": _("Liver enlarged"),
    "cns_involvement": _("CNS involvement"),
    "hemorrhage": _("Bleeding"),
    "uncontrolled_infection": _("Uncontrolled infection"),
}
# In a narrow column a dash stands for "not recorded".
SITES = [("", "–"), *((code, word) for code, word in TemperatureSite.choices if code)]
ASKED = [("", "–"), *YES_NO[1:]]
DEGREES = [("Cel", "°C"), ("[degF]", "°F")]


class Answers(forms.RadioSelect):
    """One answer of several. Links and labels lead to the first, which carries the plain id."""

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return id_


class FindingForm(CorrectionForm):
    """One line of the examination; without an answer it writes nothing."""

    TOGETHER = (("status", "detail"),)
    BETWEEN_WORDS = ", "

    status = forms.ChoiceField(choices=EXAMINED, required=False, widget=Answers)
    detail = forms.CharField(label=_("detail"), max_length=300, required=False)

    def __init__(self, *args: Any, finding: str, **options: Any) -> None:
        self.finding = finding
        options.setdefault("auto_id", "%s")
        super().__init__(*args, **options)
        self.fields["status"].label = str(EXAMINATION[finding])
        self.fields["detail"].label = gettext("%(finding)s: detail") % {
            "finding": EXAMINATION[finding]
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("detail") and not cleaned.get("status") and "status" not in self.errors:
            self.add_error("status", gettext("Say whether it is present or absent."))
        elif self.row and not cleaned.get("status") and "status" not in self.errors:
            self.add_error(
                "status",
                gettext("It is recorded already. Choose an answer, or enter it in error."),
            )
        return cleaned

    @property
    def is_entered(self) -> bool:
        if self.row is None:
            return bool(self.cleaned_data.get("status"))
        return bool(self.changed_boxes())

    def entry(self) -> FindingEntry:
        stored = self._stored() if self.row else {}
        return FindingEntry(
            name=self.prefix or "",
            finding=self.finding,
            status=self.cleaned_data["status"],
            detail=self.cleaned_data["detail"],
            **({"method": "examination"} | stored),
        )

    def _stored(self) -> dict[str, Any]:
        """Columns that this line does not show stay as they are; the day follows the visit."""
        kept = ("site", "method", "expected_on", "note")
        row = self.row
        return {n: getattr(row, n) for n in kept} | {"pk": row.pk, "version": row.version}


class TemperatureForm(Judgeable, CorrectionForm):
    """One reading. Without a time it was taken at the time of the visit."""

    clock = forms.CharField(
        label=_("Time"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "size": 6, "placeholder": "06:00"}),
    )
    value = NumberField(label=_("Temperature"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=DEGREES, required=False, initial="Cel")
    site = forms.ChoiceField(label=_("Site"), choices=SITES, required=False)
    antipyretic = forms.ChoiceField(label=_("After an antipyretic"), choices=ASKED, required=False)
    confirmed = forms.CharField(required=False, max_length=80)

    CARRIED = (*CorrectionForm.CARRIED, "confirmed")
    TOGETHER = (("value", "unit", "clock"),)  # a reading is one of a moment

    def __init__(self, *args: Any, near: date | None, zone: tzinfo, **options: Any) -> None:
        self.near, self.zone = near, zone
        self.measured: Moment | None = None
        options.setdefault("auto_id", "%s")
        super().__init__(*args, **options)

    def values_of(self, row: Any) -> dict[str, Any]:
        return {
            "clock": written_moment(row.measured, self.zone, self.near),
            "value": row.value,
            "unit": row.unit,
            "site": row.site,
            "antipyretic": yes_no(row.antipyretic),
        }

    def in_words(self, names: tuple[str, ...], texts: tuple[str, ...]) -> str:
        """38.6 °C, 06:00; a unit alone is no reading."""
        if names[0] != "value":
            return super().in_words(names, texts)
        reading = super().in_words(names[:2], texts[:2]) if texts[0] else ""
        return ", ".join(part for part in (reading, texts[2]) if part)

    def what(self, name: str) -> str:
        if name in ("value", "confirmed"):
            return gettext("Temperature reading")
        return gettext("Temperature reading, %(what)s") % {"what": self.fields[name].label.lower()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("clock") and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", gettext("Enter the temperature, or empty the time."))
        if self.row and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", gettext("Enter the temperature, or enter it in error."))
        return cleaned

    def place(self, visit_day: date | None) -> None:
        """Read the time on the day of the visit; what cannot be read is refused beside it."""
        text = self.cleaned_data.get("clock")
        if not text or (visit_day is None and " " not in text):
            return
        try:
            self.measured = read_moment(text, visit_day, self.zone)
        except ValidationError as refused:
            self.add_error("clock", refused)

    @property
    def is_entered(self) -> bool:
        if self.row is None:
            return self.cleaned_data.get("value") is not None
        return bool(self.changed_boxes())

    def judgement(self, age_days: int | None) -> Judgement | None:
        value = self.cleaned_data.get("value")
        if value is None:
            return None
        return judge("temperature", value, self.cleaned_data.get("unit") or "Cel", "", age_days)

    def entry(self) -> ObservationEntry:
        given = self.cleaned_data
        stored = {}
        if self.row:
            stored = {n: getattr(self.row, n) for n in ("note", "reported")}
            stored |= {"pk": self.row.pk, "version": self.row.version}
        return ObservationEntry(
            name=self.prefix or "",
            analyte="temperature",
            value=given["value"],
            unit=given.get("unit") or "Cel",
            measured=self.measured,
            site=given.get("site") or "",
            antipyretic={"yes": True, "no": False}.get(given.get("antipyretic", "")),
            confirmed=self.is_confirmed,
            **stored,
        )


def read_moment(text: str, day: date | None, zone: tzinfo) -> Moment:
    """``06:00`` on ``day``; ``20-Nov-2026 06:00``; ``20-Nov 06:00`` in the year of ``day``; or a
    date alone."""
    written = " ".join(text.split())
    front, _space, clock = written.rpartition(" ")
    if ":" not in clock and (alone := _day_alone(written)):
        return moment_of(alone, None, zone)
    at = read_clock(clock)
    if front:
        day = read_day(front, day.year if day else None)
    if day is None:
        raise ValidationError(gettext("Enter the date as well, such as 20-Nov-2026 06:00."))
    return moment_of(day, at, zone)


def _day_alone(written: str) -> date | None:
    try:
        return read_day(written)
    except ValidationError:
        return None
