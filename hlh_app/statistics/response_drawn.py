"""What the drawings of single patients show: courses by duration, and the fall of ferritin.

Of many patients a part is drawn, in an order that is always the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from hlh_app.clinical.study.ferritin_fall import FERRITIN, LAST_DAY
from hlh_app.statistics.figures import Rows
from hlh_app.statistics.response_classes import CLASSES, Codes, class_codes, given_ruxolitinib
from hlh_app.statistics.subjects import Group, Subjects

MOST_DRAWN = 100
EVENTS = (
    "response",
    "complete",
    "relapse",
    "progression",
    "failure",
    "transplant",
    "death",
)
Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Part(Generic[Drawn]):
    """Some of ``total`` patients that could be drawn: those from the place ``start`` on."""

    drawn: tuple[Drawn, ...]
    start: int
    total: int


@dataclass(frozen=True, slots=True)
class PatientCourse:
    """One patient, days from day 0. ``doses``: of ruxolitinib (first day, last day, mg/d).
    ``marks``: event → day. ``alive``: still followed on ``last_day``."""

    row: int
    last_day: int
    doses: tuple[tuple[int, int, float | None], ...]
    marks: Mapping[str, int]
    alive: bool
    still_given: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """The best change of ferritin of one patient. ``ratio``: lowest ÷ before treatment."""

    row: int
    best: str
    before: float
    lowest: float
    lowest_day: int
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class Falls:
    """``missing``: the patients without a pair of values."""

    part: Part[Fall]
    missing: Rows


@dataclass(frozen=True, slots=True)
class Path:
    """Ferritin of one patient over time: (day, ratio to the value before treatment)."""

    row: int
    best: str
    points: tuple[tuple[int, float], ...]


def courses(subjects: Subjects, group: Group, start: int = 0) -> Part[PatientCourse]:
    """Those given ruxolitinib, the longest followed first."""
    rows = given_ruxolitinib(subjects, group.rows)
    last = subjects.numbers("outcome", "last_day")[rows]
    ordered = rows[np.argsort(-last, kind="stable")]
    return _part(ordered, start, lambda row: _course(subjects, row))


def _part(ordered: Rows, start: int, make: Callable[[int], Drawn]) -> Part[Drawn]:
    start = max(0, min(start, len(ordered) - 1) // MOST_DRAWN * MOST_DRAWN)
    shown = ordered[start : start + MOST_DRAWN]
    return Part(tuple(make(int(row)) for row in shown), start, len(ordered))


def _course(subjects: Subjects, row: int) -> PatientCourse:
    outcome, care = subjects.part("outcome")[row], subjects.part("care")[row]
    days = {event: outcome[f"{event}_day"] for event in EVENTS}
    return PatientCourse(
        row=row,
        last_day=outcome["last_day"],
        doses=tuple((first, last, mg) for first, last, mg in care["doses"]),
        marks={event: day for event, day in days.items() if day is not None},
        alive=outcome["death_day"] is None,
        still_given=care["still_given"],
    )


def falls(subjects: Subjects, group: Group, start: int = 0) -> Falls:
    """The greatest rise first, the greatest fall last."""
    rows = given_ruxolitinib(subjects, group.rows)
    change = subjects.numbers("outcome", "ferritin_change")[rows]
    known = ~np.isnan(change)
    ordered = rows[known][np.argsort(-change[known], kind="stable")]
    codes = class_codes(subjects.column("outcome", "best"))
    return Falls(_part(ordered, start, lambda row: _fall(subjects, codes, row)), rows[~known])


def _fall(subjects: Subjects, codes: Codes, row: int) -> Fall:
    outcome = subjects.part("outcome")[row]
    ratio = 1 + outcome["ferritin_change"] / 100
    lowest = outcome["ferritin_lowest"]
    return Fall(
        row=row,
        best=CLASSES[codes[row]],
        before=lowest / ratio if ratio else float("nan"),
        lowest=lowest,
        lowest_day=outcome["ferritin_lowest_day"],
        ratio=ratio,
    )


def paths(drawn: Sequence[Fall], texts: Mapping[int, str]) -> tuple[Path, ...]:
    """Over eight weeks, of those whose best change is drawn. ``texts``: position → the part
    "series" as stored."""
    return tuple(_path(fall, texts.get(fall.row, "")) for fall in drawn)


def _path(fall: Fall, text: str) -> Path:
    is_known = text and fall.before == fall.before
    points = json.loads(text)["points"].get(FERRITIN, ()) if is_known else ()
    later = [(day, value / fall.before) for day, value in points if 0 < day <= LAST_DAY]
    return Path(fall.row, fall.best, ((0, 1.0), *later))
