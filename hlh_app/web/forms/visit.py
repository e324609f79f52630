"""One visit on one screen: when, the examination, temperatures, and every test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import VisitEntry
from hlh_app.records.services.errors import AnotherVisit, Refused, StaleWrite
from hlh_app.web.forms.correction import CorrectionForm, carried
from hlh_app.web.forms.days import ClockField, DayField, moment_of, written_clock
from hlh_app.web.forms.examination import EXAMINATION, FindingForm, TemperatureForm
from hlh_app.web.forms.merging import Clash, Merged
from hlh_app.web.forms.results import ResultForm

TESTS = tuple(code for code in ANALYTES if code != "temperature")
MOST_READINGS = 40
SPARE_READINGS = 3
MOST_LINES_SENT = 1_000
LINE_OF_A_ROW = re.compile(r"([a-z0-9_]+)-([0-9]{1,18})-value", re.ASCII)
TEXT = forms.Textarea({"rows": 2})


class VisitForm(CorrectionForm):
    """When it was. Without a time the results count as of the end of that day."""

    day = DayField(label=_("Date"))
    clock = ClockField(label=_("Time, 24 hours"), required=False)
    label = forms.CharField(
        label=_("Label"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"placeholder": _("such as: before the first dose, day 14")}),
    )
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=TEXT)
    TOGETHER = (("day", "clock"),)

    reason = forms.CharField(label=_("Why it is changed"), max_length=300, required=False)

    def __init__(self, *args: Any, zone: tzinfo, signed: bool = False, **options: Any) -> None:
        self.zone = zone
        self.moment: Moment | None = None
        super().__init__(*args, **options)
        if not self.row:
            del self.fields["reason"]
        elif signed:
            self.fields["reason"].help_text = gettext("This visit is signed: say why.")

    def values_of(self, row: Any) -> dict[str, Any]:
        return {
            "day": row.visited.day,
            "clock": written_clock(row.visited, self.zone),
            "label": row.label,
            "note": row.note,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.row and not {"day", "clock"} & set(self.changed_boxes()):
            self.moment = self.row.visited  # not a second nearer or farther than it was stored
        elif cleaned.get("day") and "clock" not in self.errors:
            clock = cleaned.get("clock")
            try:
                self.moment = moment_of(cleaned["day"], clock or None, self.zone)
            except ValidationError as refused:
                self.add_error("clock", refused)
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        carried = ["version", "was"] if self.row else []
        helper.layout = Layout(
            Row(Column(Field("day")), Column(Field("clock"))), Field("label"), *carried
        )
        return helper


@dataclass(frozen=True, slots=True)
class Problem:
    """A box with errors, as the error summary reads one: named with its test."""

    label: str
    errors: list[str]
    id_for_label: str


@dataclass
class VisitSheet:
    """The visit form as a whole. Behaves as one form towards the error summary.

    ``rows``: the stored observations and findings of ``visit``. ``usual``: analyte → the unit
    that is preselected. ``age_days``: the patient's age on a day, for plausibility.
    """

    zone: tzinfo
    data: Any = None
    visit: Any = None
    rows: tuple[Sequence[Any], Sequence[Any]] = ((), ())
    usual: Mapping[str, Any] = field(default_factory=dict)
    age_days: Callable[[date], int | None] = lambda _day: None
    signed: bool = False
    start: Mapping[str, Any] = field(default_factory=dict)
    another: Any = None  # a visit of the same moment that is in the record already

    @cached_property
    def head(self) -> VisitForm:
        return VisitForm(
            self.data, row=self.visit, zone=self.zone, signed=self.signed, initial=self.start
        )

    @cached_property
    def results(self) -> list[ResultForm]:
        """In clinical order; a second stored result of a test has a line of its own."""
        stored: dict[str, list[Any]] = {}
        for row in self.rows[0]:
            stored.setdefault(row.analyte, []).append(row)
        return [
            self._result(code, prefix, row)
            for code in TESTS
            for prefix, row in self._lines_of(code, stored.get(code, []))
        ]

    def _lines_of(self, code: str, rows: list[Any]) -> Iterator[tuple[str, Any]]:
        """The lines of a test. A page that was sent keeps each line with the row it was drawn for,
        also when that row was withdrawn meanwhile and another one entered."""
        sent = self._sent_rows.get(code, [])
        drawn_for = carried(self.data.get(f"{code}-was", "")).get("#") if self.data else None
        if drawn_for is None:
            first = next((row for row in rows if row.pk not in sent), None)
        else:
            first = next((row for row in rows if row.pk == drawn_for), None)
        yield code, first
        yield from ((f"{code}-{row.pk}", row) for row in rows if row is not first)
        here = {row.pk for row in rows}
        yield from ((f"{code}-{pk}", None) for pk in sent if pk not in here)

    @cached_property
    def _sent_rows(self) -> dict[str, list[int]]:
        """Test (or t) → the stored rows for which the page that was sent had lines of their own."""
        sent: dict[str, list[int]] = {}
        for name in self.data or ():
            if found := LINE_OF_A_ROW.fullmatch(name):
                sent.setdefault(found[1], []).append(int(found[2]))
        return {code: sorted(set(pks))[:MOST_LINES_SENT] for code, pks in sent.items()}

    def _result(self, code: str, prefix: str, row: Any) -> ResultForm:
        usual = self.usual.get(code)
        initial = {"unit": usual.unit} if usual else {}
        return ResultForm(
            self.data,
            prefix=prefix,
            analyte=code,
            row=row,
            initial=initial,
            may_be_gone=self._gone_from("observation"),
        )

    def _gone_from(self, table: str) -> str:
        """Of a stored visit, a row may have been withdrawn since the page was opened."""
        return table if self.visit else ""

    @cached_property
    def findings(self) -> list[FindingForm]:
        stored = {row.finding: row for row in reversed(self.rows[1])}
        return [
            FindingForm(
                self.data,
                prefix=code,
                finding=code,
                row=stored.get(code),
                may_be_gone=self._gone_from("finding"),
            )
            for code in EXAMINATION
        ]

    @cached_property
    def temperatures(self) -> list[TemperatureForm]:
        stored = [row for row in self.rows[0] if row.analyte == "temperature"]
        near = self.visit.visited.day if self.visit else None
        here = {row.pk for row in stored}
        rows = [(f"t-{row.pk}", row) for row in stored]
        rows += [(f"t-{pk}", None) for pk in self._sent_rows.get("t", []) if pk not in here]
        rows += [(f"t{n}", None) for n in range(self.reading_rows)]
        return [
            TemperatureForm(
                self.data,
                prefix=prefix,
                row=row,
                near=near,
                zone=self.zone,
                may_be_gone=self._gone_from("observation"),
            )
            for prefix, row in rows
        ]

    @property
    def reading_rows(self) -> int:
        """Empty lines for readings; the page sends how many it had, and asks for more."""
        if self.data is None:
            return SPARE_READINGS
        sent = self.data.get("reading_rows", "")
        count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        more = SPARE_READINGS if "more_readings" in self.data else 0
        return max(SPARE_READINGS, min(count + more, MOST_READINGS))

    @property
    def parts(self) -> Iterator[CorrectionForm]:
        """Every form in the order of the page."""
        yield self.head
        yield from (line for line in self.results if line.analyte.group == "measures")
        yield from self.findings
        yield from self.temperatures
        yield from (line for line in self.results if line.analyte.group != "measures")

    @property
    def is_sent(self) -> bool:
        """Sent to be saved, not for more lines."""
        return bool(self.data) and "more_readings" not in self.data and not self.head.is_restored

    def is_valid(self) -> bool:
        for part in self.parts:
            part.is_valid()
        age_days = self.age_days(self.day) if self.day else None
        for reading in self.temperatures:
            reading.place(self.day)
        for line in (*self.results, *self.temperatures):
            line.ask(age_days)
        return not self.errors

    @property
    def day(self) -> date | None:
        if not self.head.is_bound or "day" in self.head.errors:
            return None
        return self.head.cleaned_data.get("day")

    @property
    def moved(self) -> bool:
        """Whether a stored visit was given another time: its rows go with it."""
        return bool(self.visit) and self.head.moment != self.visit.visited

    def entry(self) -> VisitEntry:
        """What is asked to be written: only what was typed or changed."""
        written = [
            line
            for line in (*self.results, *self.temperatures)
            if line.is_entered or (self.moved and line.row)
        ]
        found = [line for line in self.findings if line.is_entered or (self.moved and line.row)]
        assert self.head.moment is not None
        return VisitEntry(
            visited=self.head.moment,
            label=self.head.cleaned_data["label"],
            note=self.head.cleaned_data["note"],
            observations=tuple(line.entry() for line in written),
            findings=tuple(line.entry() for line in found),
        )

    @property
    def content_seen(self) -> datetime:
        """When the stored visit's content had changed last, as these rows were read."""
        seen: datetime = self.visit.content_changed_at or self.visit.recorded_at
        return seen

    @property
    def reason(self) -> str:
        return self.head.cleaned_data.get("reason", "")

    def outrun(self, stale: StaleWrite) -> None:
        """Somebody else saved between reading the rows and writing them."""
        self.head.outrun(stale)

    def refuse(self, refused: Refused) -> None:
        """Put the service's messages beside the boxes of the lines they name."""
        if isinstance(refused, AnotherVisit):
            self.another = refused.visit
        lines = {part.prefix: part for part in self.parts if part.prefix}
        for name, messages in refused.errors.items():
            line, _dot, box = name.rpartition(".")
            part = lines.get(line, self.head)
            names = {"visited": "day", "measured": "clock", "on": "status", "": ""}
            part.refuse(Refused({box: messages}), names)

    # As one form towards the templates ------------------------------------------------------

    @property
    def errors(self) -> bool:
        return any(part.errors for part in self.parts) if self.head.is_bound else False

    @property
    def non_field_errors(self) -> list[str]:
        return list(
            dict.fromkeys(error for part in self.parts for error in part.non_field_errors())
        )

    @property
    def visible_fields(self) -> list[Problem]:
        return [
            Problem(part.what(name), list(part.errors[name]), part[name].id_for_label)
            for part in self.parts
            for name in part.errors
            if name in part.fields
        ]

    @property
    def clashes(self) -> list[Clash]:
        return [clash for part in self.parts for clash in part.clashes]

    @property
    def merged(self) -> list[Merged]:
        return [merged for part in self.parts for merged in part.merged]


def start_on(today: date) -> dict[str, Any]:
    """A new visit begins with today's date. No time is guessed: blood drawn at 06:00 is often
    entered at 10:00."""
    return {"day": today}
