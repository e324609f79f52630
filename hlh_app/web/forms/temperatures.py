"""The quick page for temperatures: nothing is written until every line is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hlh_app.records.entries import ObservationEntry
from hlh_app.records.models import Observation
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.records.plausibility import IMPOSSIBLE, OK, judge
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.forms.reading_lines import MOST_LINES, ReadLine, Surroundings, read_lines
from hlh_app.web.presenters import formats

LONGEST_TEXT = 40_000
UNITS = [("", _("°C, asked if unclear")), ("Cel", "°C"), ("[degF]", "°F")]


@dataclass(frozen=True, slots=True)
class Preview:
    """One line as it would be written. ``question`` needs a tick; ``same``: recorded already."""

    line: ReadLine
    when: str = ""
    reading: str = ""
    details: str = ""
    error: str = ""
    question: str = ""
    ticked: bool = False
    same: bool = False

    @property
    def tick(self) -> str:
        return f"{self.line.number}: {self.line.text}"

    @property
    def is_ready(self) -> bool:
        return not self.error and (not self.question or self.ticked)


class TemperaturesForm(EntryForm):
    """``recorded``: instant → the reading stored for it."""

    day = DayField(
        label=_("Date of the first line"),
        required=False,
        help_text=_("Carried forward until a line has its own date."),
    )
    unit = forms.ChoiceField(label=_("Unit where none is written"), choices=UNITS, required=False)
    site = forms.ChoiceField(
        label=_("Site where none is written"), choices=TemperatureSite.choices, required=False
    )
    lines = forms.CharField(
        label=_("Readings, one a line"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            {"rows": 12, "spellcheck": "false", "placeholder": "20-Nov 06:00 38.6\n10:00 39.1"}
        ),
        help_text=_("Time, temperature; then, if known, C or F, the site, antipyretic."),
        error_messages={"required": _("Enter at least one reading.")},
    )

    def __init__(self, *args: Any, zone: tzinfo, today: date, **options: Any) -> None:
        self.zone, self.today = zone, today
        self.read: list[ReadLine] = []
        self.previews: list[Preview] = []
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "lines" in cleaned and not self.errors:
            around = Surroundings(
                self.zone, self.today, cleaned["day"], cleaned["unit"], cleaned["site"]
            )
            self.read = read_lines(cleaned["lines"], around)
            if len(self.read) > MOST_LINES:
                self.read = []
                self.add_error("lines", gettext("Enter at most 500 readings at once."))
        return cleaned

    def preview(self, recorded: Mapping[datetime, Observation], age_days: int | None) -> None:
        """Judge every line that was understood; name those that were not."""
        ticks = set(self.data.getlist("confirmed"))
        self.previews = [self._judged(line, recorded, age_days, ticks) for line in self.read]
        wrong = sum(1 for preview in self.previews if preview.error)
        if wrong:
            said = ngettext(
                "%(n)s line is not understood. Correct it and check again.",
                "%(n)s lines are not understood. Correct them and check again.",
                wrong,
            )
            self.add_error("lines", said % {"n": wrong})
        elif self._was_shown and not all(p.is_ready for p in self.previews):
            self.add_error(
                "lines", gettext("Tick the readings that are asked about, or correct them.")
            )

    def _judged(
        self,
        line: ReadLine,
        recorded: Mapping[datetime, Observation],
        age_days: int | None,
        ticks: set[str],
    ) -> Preview:
        if line.error or line.value is None or line.measured is None:
            return Preview(line, error=line.error)
        opinion = judge("temperature", line.value, line.unit, "", age_days)
        error = opinion.message if opinion.outcome == IMPOSSIBLE else ""
        stored = recorded.get(line.measured.at)
        same = stored is not None and (stored.value, stored.unit) == (line.value, line.unit)
        question = opinion.message if opinion.outcome not in (OK, IMPOSSIBLE) else ""
        if stored is not None and not same:
            question = f"{question} {_differs(stored)}".strip()
        return Preview(
            line,
            when=formats.moment(line.measured),
            reading=formats.value(line.value, line.unit),
            details=_details(line),
            error=error,
            question=question,
            ticked=f"{line.number}: {line.text}" in ticks,
            same=same,
        )

    @property
    def is_ready(self) -> bool:
        """Every line is understood, every question answered, and this is what was shown."""
        return bool(self.to_write) and self._was_shown and all(p.is_ready for p in self.previews)

    @property
    def _was_shown(self) -> bool:
        return self.data.get("shown") == self.digest

    @property
    def digest(self) -> str:
        """Of everything that was read: what is confirmed is what was shown."""
        parts = (self.data.get(name, "") for name in ("day", "unit", "site", "lines"))
        return sha256("\0".join(parts).encode()).hexdigest()

    @property
    def to_write(self) -> list[Preview]:
        return [preview for preview in self.previews if not preview.same]

    def entries(self) -> tuple[ObservationEntry, ...]:
        return tuple(
            ObservationEntry(
                name=p.line.name,
                analyte="temperature",
                value=p.line.value,
                unit=p.line.unit,
                measured=p.line.measured,
                site=p.line.site,
                antipyretic=p.line.antipyretic,
                confirmed=p.ticked,
            )
            for p in self.to_write
        )

    def refuse(self, refused: Refused, names: Any = None) -> None:
        """Messages of the service are about a line: its number is said."""
        for name, messages in refused.errors.items():
            number = name.partition(".")[0].removeprefix("line")
            for message in messages:
                said = gettext("Line %(n)s: %(message)s") % {"n": number, "message": message}
                self.add_error("lines" if number else None, said if number else message)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        first = Row(*(Column(Field(name)) for name in ("day", "unit", "site")))
        helper.layout = Layout(first, Field("lines"))
        return helper


def _differs(stored: Observation) -> str:
    return gettext("The record has %(value)s at this time. Tick to add this reading as well.") % {
        "value": formats.value(stored.value, stored.unit)
    }


def _details(line: ReadLine) -> str:
    site = str(TemperatureSite(line.site).label) if line.site else ""
    after = gettext("after an antipyretic") if line.antipyretic else ""
    return ", ".join(part for part in (site, after) if part)
