"""What a cell of the flowsheet sends: its text read, and what the page said around it."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.exchange.tables.cell_text import read_cell
from hlh_app.exchange.tables.model import CellReading, Kind, Means, Status
from hlh_app.records.models.base import moment_from
from hlh_app.records.selectors.flowsheet import TESTS
from hlh_app.records.services.cells import Cell
from hlh_app.records.services.observations import said
from hlh_app.web.forms.days import moment_of, read_clock, read_day
from hlh_app.web.presenters import formats
from hlh_app.web.presenters.flowsheet_cells import plain

LONGEST_TEXT = 60
BIGGEST = 2**63 - 1


class Unread(Exception):  # noqa: N818 (what happened, as the page tells it)
    """The text of a cell has no single meaning. ``asks``: what is missing is said elsewhere on
    the page: "assay" for laboratory, assay and unit of an assay-bound test."""

    def __init__(self, message: str, options: tuple[str, ...] = (), asks: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.options = options
        self.asks = asks


class CellForm(forms.Form):
    """``unit``: the one the page shows for the row, or the result's own."""

    analyte = forms.ChoiceField(choices=[(code, code) for code in TESTS])
    column = forms.CharField(max_length=40)
    text = forms.CharField(max_length=LONGEST_TEXT)
    unit = forms.CharField(max_length=24, required=False)
    laboratory = forms.CharField(max_length=80, required=False)
    assay = forms.CharField(max_length=80, required=False)
    not_stated = forms.BooleanField(required=False)
    confirmed = forms.CharField(max_length=80, required=False)
    visit = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    pk = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, data: Any, *, zone: tzinfo) -> None:
        self.zone = zone
        self.token = ""
        super().__init__(data)

    def clean_column(self) -> Moment:
        try:
            return moment_from(self.cleaned_data["column"], self.zone)
        except (ValueError, OverflowError):
            raise ValidationError(_("Reload the page: this date is not known.")) from None

    def clean_unit(self) -> str:
        unit = self.cleaned_data["unit"]
        if unit and unit not in ANALYTES.get(self.data.get("analyte", ""), _NO_TEST).units:
            raise ValidationError(_("Reload the page: this unit is not one of the test."))
        return unit

    @property
    def wrong(self) -> str:
        """What cannot be kept, in one line."""
        if "text" in self.errors:
            return _("Enter a result of at most %(n)s characters.") % {"n": LONGEST_TEXT}
        return " ".join(dict.fromkeys(m for found in self.errors.values() for m in found))

    def cell(self) -> Cell:
        """Raises Unread where the text can be read in no way, or in several."""
        given = self.cleaned_data
        reading = self._reading()
        unit = reading.unit or given["unit"]
        self.token = token(reading.value, unit)
        if not unit:
            raise Unread(_("Choose the unit."), asks="assay")
        return Cell(
            analyte=given["analyte"],
            measured=given["column"],
            unit=unit,
            value=reading.value,
            comparator=reading.comparator or "",
            status=str(reading.kind),
            missing_reason=given["text"].strip() if reading.kind is Kind.NOT_DONE else "",
            low=reading.low,
            high=reading.high,
            laboratory=given["laboratory"],
            assay=given["assay"] if ANALYTES[given["analyte"]].assay_bound else "",
            assay_not_stated=given["not_stated"],
            confirmed=bool(given["confirmed"]) and given["confirmed"] == self.token,
            visit=given["visit"],
            pk=given["pk"],
            version=given["version"],
        )

    def _reading(self) -> CellReading:
        given = self.cleaned_data
        code, unit = given["analyte"], given["unit"]
        means = Means(units={code: unit} if unit else {})
        reading = read_cell(given["text"], code, None, means)
        if reading.status is Status.READ and reading.kind is not Kind.BLANK:
            return reading
        missing = any(key.startswith("unit:") for key in reading.asks)
        asks = "assay" if missing and ANALYTES[code].assay_bound else ""
        raise Unread(_why(reading, given["text"]), reading.options, asks)


class _NO_TEST:  # noqa: N801 (stands for a test without units)
    units: tuple[str, ...] = ()


def token(value: Any, unit: str) -> str:
    """By which an unusual value is confirmed: this very value in this very unit."""
    return f"{plain(value)} {unit}" if value is not None else ""


def _why(reading: CellReading, text: str) -> str:
    if reading.reason is not None:
        return said(reading.reason)
    return _("“%(text)s” is no result. Type such as 17090, 4.2 mmol/L, <0.1, >16500 or p.") % {
        "text": text[:LONGEST_TEXT]
    }


# A new column ------------------------------------------------------------------------------------


class ColumnForm(forms.Form):
    """A date, and a time where it is known, as wards write them; "today" and "yesterday" too."""

    when = forms.CharField(max_length=60)

    def __init__(self, data: Any, *, zone: tzinfo, today: date) -> None:
        self.zone = zone
        self.today = today
        self.is_certain = True
        super().__init__(data)

    def moments(self) -> list[Moment]:
        """What was written, the house's reading (day first) first; several where it can be read in
        several ways. ValidationError says what to write."""
        day_text, clock_text = _day_and_clock(self.cleaned_data["when"])
        clock = read_clock(clock_text) if clock_text else None
        found = [moment_of(day, clock, self.zone) for day in self._days(day_text)]
        past = [moment for moment in found if moment.day <= self.today]
        if not past:
            day = formats.day(found[0].day)
            raise ValidationError(_("%(day)s is in the future.") % {"day": day})
        self.is_certain = self.is_certain and len(found) == 1
        return past

    def _days(self, text: str) -> list[date]:
        words = {"": 0, _("today"): 0, _("yesterday"): 1}
        if text.lower() in words:
            return [self.today - timedelta(days=words[text.lower()])]
        try:
            day = read_day(text)
        except ValidationError:
            self.is_certain = False
            return [self._latest(text)]
        return [day, *_other_way_round(text, day)]

    def _latest(self, text: str) -> date:
        """A day without a year: the last one that was, to be asked about."""
        day = read_day(text, self.today.year)
        return day if day <= self.today else read_day(text, self.today.year - 1)


def _day_and_clock(text: str) -> tuple[str, str]:
    """``20 Nov 2026 06:00`` as its day and its time. A time has a colon, or four digits after a
    whole date; alone it is today's."""
    words = text.split()
    if len(words) == 1 and "T" in text:
        words = text.split("T", 1)  # 2026-11-20T06:00
    if words and ":" in words[-1]:
        return " ".join(words[:-1]), words[-1]
    if len(words) > 1 and len(words[-1]) == 4 and _is_clock(words):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def _is_clock(words: list[str]) -> bool:
    """0630 after a date that has its year already."""
    try:
        read_day(" ".join(words[:-1]))
    except ValidationError:
        return False
    return words[-1].isdigit()


def _other_way_round(text: str, day: date) -> list[date]:
    """03/04/2026 may be the 4th of March as well: both are offered."""
    numbers_alone = not any(letter.isalpha() for letter in text)
    year_first = text[:4].isdigit()
    if not numbers_alone or year_first or day.day > 12 or day.day == day.month:
        return []
    return [date(day.year, day.day, day.month)]


class TakenBackForm(forms.Form):
    """A result that is cleared with a reason, or of which one's own last write is undone."""

    pk = forms.IntegerField(min_value=1, max_value=BIGGEST)
    version = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    made = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    reason = forms.CharField(max_length=300, required=False)

    def named(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}
