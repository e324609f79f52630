"""Courses of ruxolitinib: where one begins, its first dose, and what ends it.

A dose more than 14 days after the last day on which one was given begins a new course with its
own day 0 and baseline (our definition). A course ends, for the response, at the first of its last
dose, another HLH therapy begun for failure, conditioning, transplant and death; what lies after
the moment asked about is not seen. A therapy begun for failure on the day of the first dose was
begun with it, not for its failure (our definition).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hlh_app.clinical.case import Case, Exposure, Moment
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.therapy import HLH_THERAPIES, RUXOLITINIB

LONGEST_PAUSE_DAYS = 14
_ENDING_EVENTS = ("conditioning", "transplant", "death")


class CourseEndReason(StrEnum):
    """From the least grave to the gravest: of two on one day the graver is named."""

    LAST_DOSE = "last_dose"
    OTHER_THERAPY = "other_therapy"
    CONDITIONING = "conditioning"
    TRANSPLANT = "transplant"
    DEATH = "death"


_STOPS = (CourseEndReason.LAST_DOSE, CourseEndReason.TRANSPLANT, CourseEndReason.DEATH)


@dataclass(frozen=True, slots=True)
class CourseEnd:
    """The last day on which a response can still be assessed, and why it is the last.

    ``drug``: what was begun for failure or conditioning, when it is recorded as a drug.
    """

    on: date
    reason: CourseEndReason
    drug: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Doses without a pause of more than 14 days.

    ``first_dose``: known by its time or by its date only. ``last_dose_on``: the last day on which
    a dose was given, None while it is still given as of the moment asked about. ``end``: of the
    response. ``stop``: of the drug itself, which another therapy or conditioning need not stop.
    """

    first_dose: Moment
    last_dose_on: date | None
    exposures: tuple[Exposure, ...]
    end: CourseEnd | None = None
    stop: CourseEnd | None = None

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
    given.sort(key=_by_start)
    return tuple(_course(case, as_of, part, last) for part, last in _parts(given))


def _by_start(exposure: Exposure) -> tuple[datetime, date]:
    return exposure.start.at, exposure.start.day


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
    ends = _ends(case, as_of, first.day, seen_last)
    stops = [end for end in ends if end.reason in _STOPS]
    return Course(first, seen_last, tuple(part), _first(ends), _first(stops))


def _ends(case: Case, as_of: Moment, day0: date, last_dose_on: date | None) -> list[CourseEnd]:
    ends = [] if last_dose_on is None else [CourseEnd(last_dose_on, CourseEndReason.LAST_DOSE)]
    for event in case.events:
        if event.event in _ENDING_EVENTS and day0 <= event.on <= as_of.day:
            ends.append(CourseEnd(event.on, CourseEndReason(event.event)))
    for given in case.exposures:
        if given.purpose == "conditioning" and _seen_from(given, day0, as_of):
            ends.append(CourseEnd(given.start.day, CourseEndReason.CONDITIONING, given.drug))
    for given in begun_for_failure(case, as_of, day0):
        ends.append(CourseEnd(given.start.day, CourseEndReason.OTHER_THERAPY, given.drug))
    return ends


def _first(ends: list[CourseEnd]) -> CourseEnd | None:
    order = list(CourseEndReason)
    return min(ends, key=lambda e: (e.on, -order.index(e.reason)), default=None)


def _seen_from(given: Exposure, day: date, as_of: Moment) -> bool:
    return day <= given.start.day and given.start.seen <= as_of.at


def begun_for_failure(case: Case, as_of: Moment, day0: date) -> tuple[Exposure, ...]:
    """Other therapies begun for failure after the day of the first dose, the earliest first.

    Doses of one drug for failure without a pause of more than 14 days were begun once.
    """
    rows = [e for e in case.exposures if e.purpose == "failure" and e.drug != RUXOLITINIB]
    rows = sorted((e for e in rows if e.start.seen <= as_of.at), key=_by_start)
    drugs = sorted({e.drug for e in rows})
    begun = [part[0] for d in drugs for part, _ in _parts([e for e in rows if e.drug == d])]
    return tuple(sorted((e for e in begun if e.start.day > day0), key=_by_start))


def other_therapies_begun(case: Case, as_of: Moment) -> tuple[Exposure, ...]:
    """The first dose of every course of another HLH therapy, by drug."""
    drugs = sorted({e.drug for e in case.exposures}.intersection(HLH_THERAPIES) - {RUXOLITINIB})
    return tuple(c.exposures[0] for drug in drugs for c in courses(case, as_of, drug))
