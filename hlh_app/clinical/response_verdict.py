"""What the response rule answers: the course, its baseline, each assessment and its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.baseline import Baseline
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.completions import Classes, ResponseClass
from hlh_app.clinical.courses import Course, CourseEnd
from hlh_app.clinical.fever import FeverReading
from hlh_app.clinical.markers import MARKERS, MarkerWord
from hlh_app.clinical.response_values import Spoilt
from hlh_app.clinical.spleen_cns import OrganReading, OrganState

RULE = "marsh2013"
VERSION = "1"

_RESPONDED = frozenset({ResponseClass.PR, ResponseClass.CR})


class DayState(StrEnum):
    """ASSESSED days are the ones that count; the others say why there is no class."""

    ASSESSED = "assessed"
    NO_VALUES = "no_values"
    UPCOMING = "upcoming"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Assessment:
    """One day after the first dose.

    ``possible``: every class that some completion of what is missing would give, in the order NR,
    PR, CR; empty unless assessed. ``measured``: the analytes with a usable value within three days
    of it, ``awaited``: pending results where there is none, both also before the day has come.
    ``passed_over``: values of these days spoilt by transfusion or G-CSF. ``end``: why not
    applicable. ``extra``: asked for beside the schedule; never part of the best response.
    """

    day: int
    on: date
    state: DayState
    possible: Classes = ()
    analytes: Mapping[str, AnalyteReading] = field(default_factory=lambda: MappingProxyType({}))
    fever: FeverReading | None = None
    organs: tuple[OrganReading, ...] = ()
    measured: tuple[str, ...] = ()
    awaited: tuple[Observation, ...] = ()
    passed_over: tuple[Spoilt, ...] = ()
    end: CourseEnd | None = None
    extra: bool = False

    @property
    def is_assessed(self) -> bool:
        return self.state is DayState.ASSESSED

    @property
    def is_settled(self) -> bool:
        return len(self.possible) == 1

    @property
    def responded(self) -> bool:
        """Surely in partial or complete response."""
        return self.is_assessed and _RESPONDED.issuperset(self.possible)

    @property
    def markers(self) -> dict[str, MarkerWord]:
        """The word for each of the five markers; empty unless assessed."""
        words = ((code, self.analytes[code].word) for code in MARKERS if code in self.analytes)
        return {code: word for code, word in words if word is not None}

    @property
    def blocks(self) -> dict[str, frozenset[bool]]:
        """Whether fever, spleen and CNS exclude a complete response: yes, no, or either."""
        fever = {} if self.fever is None else {"fever": self.fever.may_block}
        return {**fever, **{organ.finding: organ.may_block for organ in self.organs}}

    @property
    def not_examined(self) -> tuple[str, ...]:
        """Of spleen and CNS those never recorded: the class is then said without them."""
        return tuple(o.finding for o in self.organs if o.state is OrganState.NOT_EXAMINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseVerdict:
    """The response of one course as of one moment.

    ``baseline`` holds all seven analytes, None where there is none; ``awaited_baseline`` the
    results still awaited in its place. ``days``: the four scheduled days in order, each with its
    state. ``extra``: days asked for beside them. ``best_by_day_56``: the classes that the best
    assessed scheduled day may turn out to be, empty without one. ``first_response_day``: the first
    of them that is surely partial or complete. ``earlier_course_from``: the first dose of the first
    course, None where this is the only one.
    """

    as_of: Moment
    course: Course
    baseline: Mapping[str, Baseline | None]
    awaited_baseline: Mapping[str, Observation]
    days: tuple[Assessment, ...]
    extra: tuple[Assessment, ...]
    best_by_day_56: Classes
    first_response_day: int | None
    earlier_course_from: date | None = None
    rule: str = RULE
    version: str = VERSION
    citation: str = "marsh2013"

    @property
    def day0(self) -> date:
        return self.course.day0

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The scheduled days that were assessed."""
        return tuple(day for day in self.days if day.is_assessed)

    @property
    def latest(self) -> Assessment | None:
        """The last assessed scheduled day."""
        assessed = self.assessments
        return assessed[-1] if assessed else None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]
