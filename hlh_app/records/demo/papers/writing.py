"""A synthetic patient's case file, written by days from the first dose."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.demo.course import interval

SEED = 20200501
ZONE = timezone(timedelta(hours=8))
LABORATORY = "Synthetic laboratory"
NOTE = "Synthetic: an invented patient, not one of the paper's."
FIRST_DOSE_HOUR = 10
VISIT_HOUR = 8
Row = dict[str, Any]


def chance(*what: object) -> random.Random:
    """Always the same numbers for the same purpose."""
    return random.Random(":".join(map(str, (SEED, *what))))  # noqa: S311


@dataclass
class CaseFile:
    """``born``: birth date. Days are counted from ``day0``, the day of the first dose."""

    code: str
    day0: date
    born: date
    sex: str
    trigger: Row
    course: str
    units: dict[str, str] = field(default_factory=dict)
    _visits: dict[int, Row] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """Completed years on day 0."""
        before = (self.day0.month, self.day0.day) < (self.born.month, self.born.day)
        return self.day0.year - self.born.year - before

    def on(self, day: int) -> str:
        return (self.day0 + timedelta(days=day)).isoformat()

    def at(self, day: int, hour: int) -> str:
        on = self.day0 + timedelta(days=day)
        return datetime.combine(on, time(hour), ZONE).isoformat()

    def measured(self, analyte: str, value: float, day: int, hour: int = VISIT_HOUR) -> None:
        """A measure without an interval, as weight or temperature."""
        unit = self.units.get(analyte, ANALYTES[analyte].unit)
        row = {"analyte": analyte, "value": value, "unit": unit, "measured_at": self.at(day, hour)}
        self._add("observations", row | self._unusual(analyte, value))

    def result(self, analyte: str, value: float, day: int, assay: str = "") -> None:
        """A laboratory result of the visit of that day, with the laboratory's interval."""
        self.measured(analyte, value, day)
        low, high = interval(analyte, self.years, self.sex)
        row = self._rows["observations"][-1]
        row |= {"laboratory": LABORATORY, "visit": self._visit(day)}
        limits = {"low": low, "high": high, "assay": assay or None}
        row |= {key: value for key, value in limits.items() if value is not None}
        if analyte == "triglycerides":
            row["fasting"] = "yes"

    def found(self, finding: str, status: str, day: int, **more: str) -> None:
        row = {"finding": finding, "status": status, "on": self.on(day)}
        self._add("findings", row | more)

    def given(self, drug: str, start: int, stop: int | None, **more: Any) -> None:
        """From the start of a day; ruxolitinib and the first drug by the hour, with ``hour``."""
        hour = more.pop("hour", None)
        begun = self.on(start) if hour is None else self.at(start, hour)
        row = {"drug": drug, "start": begun, "stop": None if stop is None else self.on(stop)}
        self._add("exposures", row | more)

    def happened(self, event: str, day: int, detail: str | None = None) -> None:
        self._add("events", {"event": event, "on": self.on(day), "detail": detail})

    def adverse(self, category: str, term: str, day: int, note: str) -> None:
        row = {"category": category, "status": "present", "on": self.on(day), "term": term}
        self._add("adverse_events", row | {"action": "treated", "note": note})

    def line(self, regimen: str, start: int, stop: int, result: str) -> None:
        days = {"start": self.on(start), "stop": self.on(stop)}
        number = len(self._rows.get("therapy_lines", ())) + 1
        self._add("therapy_lines", {"line": number, "regimen": regimen, **days, "result": result})

    def document(self) -> Row:
        """The case file as a JSON value."""
        lists = ("observations", "findings", "exposures", "events")
        more = ("adverse_events", "therapy_lines")
        return {
            "format": "hlh-case/1",
            "id": self.code,
            "source": {"kind": "synthetic", "citation": None},
            "note": NOTE,
            "patient": {"birth_date": self.born.isoformat(), "sex": self.sex},
            "trigger": self.trigger,
            "course": self.course,
            "donor": "unknown",
            "visits": [self._visits[day] for day in sorted(self._visits)],
            **{name: self._rows.get(name, []) for name in (*lists, *more)},
            "consents": self._consents(),
        }

    def _consents(self) -> list[Row]:
        """Written consent was given by every patient of either paper, or the parents."""
        by = "parents" if self.years < 18 else "patient"
        given = {"status": "given", "on": self.on(-1), "given_by": by}
        return [{"scope": "treatment", **given}, {"scope": "record", **given}]

    def _add(self, name: str, row: Row) -> None:
        self._rows.setdefault(name, []).append(row)

    def _visit(self, day: int) -> str:
        visit = {"id": f"day{day}", "visited_at": self.at(day, VISIT_HOUR), "label": f"Day {day}"}
        return str(self._visits.setdefault(day, visit)["id"])

    def _unusual(self, analyte: str, value: float) -> Row:
        low, high = ANALYTES[analyte].usual
        return {} if low <= Decimal(str(value)) <= high else {"confirmed": True}


def born(day0: date, years: int, days: int) -> date:
    """Somebody who on ``day0`` is so many years and days old."""
    birthday = day0 - timedelta(days=days)
    return birthday.replace(year=birthday.year - years, day=min(birthday.day, 28))
