"""Courses of ruxolitinib: where one begins, its first dose, and what ends it.

A dose more than 14 days after the last day on which one was given begins a new course with its
own day 0 and baseline (our definition). A course ends, for the response, at the first of its last
dose, transplant and death; what lies after the moment asked about is not seen.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import Case, Exposure, Moment
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.therapy import HLH_THERAPIES, RUXOLITINIB

LONGEST_PAUSE_DAYS = 14


class CourseEndReason(StrEnum):
    LAST_DOSE = "last_dose"
    TRANSPLANT = "transplant"
    DEATH = "death"


@dataclass(frozen=True, slots=True)
class CourseEnd:
    """The last day on which a response can still be assessed, and why it is the last."""

    on: date
    reason: CourseEndReason


@dataclass(frozen=True, slots=True)
class Course:
    """Doses without a pause of more than 14 days.

    ``first_dose``: known by its time or by its date only. ``last_dose_on``: the last day on which
    a dose was given, None while it is still given as of the moment asked about.
    """

    first_dose: Moment
    last_dose_on: date | None
    exposures: tuple[Exposure, ...]
    end: CourseEnd | None = None

    @property
    def day0(self) -> date:
        """The calendar day of the first dose."""
        return self.first_dose.day

    def day(self, number: int) -> date:
        """The calendar day so many days after the first dose."""
        return days_after(self.first_dose.day, number)


def latest_course(case: Case, as_of: Moment, drug: str = RUXOLITINIB) -> Course | None:
    """The latest course begun by ``as_of``, None without one."""
    found = courses(case, as_of, drug)
    return found[-1] if found else None


def courses(case: Case, as_of: Moment, drug: str = RUXOLITINIB) -> tuple[Course, ...]:
    """Every course of ``drug`` begun by ``as_of``, the earliest first."""
    given = [e for e in case.exposures if e.drug == drug and e.start.seen <= as_of.at]
    given.sort(key=lambda e: (e.start.at, e.start.day))
    return tuple(_course(case, as_of, part, last) for part, last in _parts(given))


def _parts(given: list[Exposure]) -> list[tuple[list[Exposure], date | None]]:
    """The exposures of each course with the last day on which a dose was given."""
    parts: list[tuple[list[Exposure], date | None]] = []
    for exposure in given:
        if not parts or _paused_before(exposure, parts[-1][1]):
            parts.append(([exposure], exposure.stop))
        else:
            part, last = parts[-1]
            parts[-1] = ([*part, exposure], _later(last, exposure.stop))
    return parts


def _paused_before(exposure: Exposure, last: date | None) -> bool:
    return last is not None and (exposure.start.day - last).days > LONGEST_PAUSE_DAYS


def _later(one: date | None, other: date | None) -> date | None:
    """The later last day; None, still given, is later than any."""
    return None if one is None or other is None else max(one, other)


def _course(case: Case, as_of: Moment, part: list[Exposure], last: date | None) -> Course:
    seen_last = last if last is not None and last <= as_of.day else None
    first = part[0].start
    return Course(first, seen_last, tuple(part), _end(case, as_of, first.day, seen_last))


def _end(case: Case, as_of: Moment, day0: date, last_dose_on: date | None) -> CourseEnd | None:
    ends = [] if last_dose_on is None else [CourseEnd(last_dose_on, CourseEndReason.LAST_DOSE)]
    for event in case.events:
        if event.event in ("transplant", "death") and day0 <= event.on <= as_of.day:
            ends.append(CourseEnd(event.on, CourseEndReason(event.event)))
    order = list(CourseEndReason)
    return min(ends, key=lambda e: (e.on, -order.index(e.reason)), default=None)


def other_therapies_begun(case: Case, as_of: Moment) -> tuple[Exposure, ...]:
    """The first dose of every course of another HLH therapy, by drug."""
    drugs = sorted({e.drug for e in case.exposures}.intersection(HLH_THERAPIES) - {RUXOLITINIB})
    return tuple(c.exposures[0] for drug in drugs for c in courses(case, as_of, drug))
