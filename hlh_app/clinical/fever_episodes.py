"""The course of fever: episodes, the defervescence clock, the last fever (our definition).

Fever, afebrile and fever back as in ``fever_runs``, the clock as in ``defervescence``. Each episode
says from when to when, how high, whether fever had been gone before, which ruxolitinib was being
given when it began, where temperature was taken, and which antipyretic or glucocorticoid may have
lowered it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from hlh_app.clinical.case import Case, Exposure, Moment, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.defervescence import Defervescence, defervescence
from hlh_app.clinical.fever import LastFever, last_fever
from hlh_app.clinical.fever_runs import (
    AFEBRILE_FOR,
    FeverSpell,
    fever_runs,
    height,
    longest_gap,
    temperatures,
)
from hlh_app.clinical.given import given_at
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, fever_threshold
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import GLUCOCORTICOIDS, RUXOLITINIB
from hlh_app.clinical.windows import History

RULE = "fever_course"
VERSION = "1.0.0"
TITLE = gettext_noop("Course of fever")
CITATION = "our_definition"


class EpisodeState(StrEnum):
    """UNKNOWN: a day or more has passed since its last fever, with too few readings to say."""

    OVER = "over"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeverMarks:
    """What may have changed the readings. ``sites``: where they were taken, as recorded.

    ``antipyretic``: True when given for any of them, False when for none, None when not known.
    ``glucocorticoids``: those given on any of these days.
    """

    sites: tuple[str, ...]
    antipyretic: bool | None
    glucocorticoids: tuple[Exposure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeverEpisode:
    """``onset``: its first reading of 38.0 °C or more, ``peak`` the highest, ``last`` the last.

    ``over_from``: the first reading of the afebrile day that ended it. ``came_back``: an afebrile
    day had come before. ``ruxolitinib``: as given when it began, empty without. ``marks``: of its
    readings up to the first afebrile one. ``longest_gap``: between readings in it, or since.
    """

    onset: Observation
    peak: Observation
    last: Observation
    state: EpisodeState
    came_back: bool
    febrile_readings: int
    over_from: Observation | None
    over_confirmed: Observation | None
    ruxolitinib: tuple[Exposure, ...]
    marks: FeverMarks
    longest_gap: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class FeverCourse:
    """``clock`` None before a first dose. ``clock_marks``: of the day that made afebrile."""

    as_of: Moment
    fever_cel: Decimal
    readings: int
    episodes: tuple[FeverEpisode, ...]
    clock: Defervescence | None
    clock_marks: FeverMarks | None
    last_fever: LastFever
    statement: Message
    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str = CITATION

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


_NO_READINGS = Message(gettext_noop("No temperature recorded."))
_NO_FEVER = gettext_noop("No fever in {n} readings.")
_OVER = gettext_noop("Fever from {onset}, highest {peak} {unit}; over from {over} on.")
_ONGOING = gettext_noop("Fever since {onset}, highest {peak} {unit}.")
_UNKNOWN = gettext_noop(
    "Fever from {onset}, highest {peak} {unit}; readings since {last} are too few to say whether "
    "it is over."
)
_STATEMENTS = {
    EpisodeState.OVER: _OVER,
    EpisodeState.ONGOING: _ONGOING,
    EpisodeState.UNKNOWN: _UNKNOWN,
}


def fever_episodes(
    history: History, as_of: Moment, fever_cel: Decimal = DEFAULT_FEVER_CEL
) -> FeverCourse:
    """Every episode up to ``as_of``, and the clock of the latest course of ruxolitinib."""
    case, fever = history.case, fever_threshold(fever_cel)
    readings = temperatures(history, as_of)
    spells = fever_runs(readings, fever).spells
    course = latest_course(case, as_of)
    clock = None
    if course is not None:
        clock = defervescence(history, readings, course.first_dose, as_of, fever)
    episodes = tuple(_episode(case, readings, spell, as_of) for spell in spells)
    return FeverCourse(
        as_of=as_of, fever_cel=fever_cel, readings=len(readings), episodes=episodes, clock=clock,
        clock_marks=_clock_marks(case, readings, clock), last_fever=last_fever(history, as_of),
        statement=_statement(episodes, len(readings)),
    )  # fmt: skip


def _episode(
    case: Case, readings: Sequence[Observation], spell: FeverSpell, as_of: Moment
) -> FeverEpisode:
    end = spell.left.measured_at if spell.left is not None else as_of
    within = _between(readings, spell.onset.measured_at, end)
    moments = [row.measured_at.at for row in within]
    return FeverEpisode(
        onset=spell.onset, peak=max(spell.febrile, key=height), last=spell.febrile[-1],
        state=_state(spell, as_of), came_back=spell.came_back,
        febrile_readings=len(spell.febrile), over_from=spell.left,
        over_confirmed=spell.left_by,
        ruxolitinib=given_at(case, spell.onset.measured_at, as_of, (RUXOLITINIB,)),
        marks=marks_of(case, within, as_of), longest_gap=longest_gap([*moments, end.at]),
    )  # fmt: skip


def _between(readings: Iterable[Observation], first: Moment, last: Moment) -> list[Observation]:
    return [row for row in readings if first.at <= row.measured_at.at <= last.at]


def _state(spell: FeverSpell, as_of: Moment) -> EpisodeState:
    if spell.is_over:
        return EpisodeState.OVER
    if as_of.at - spell.febrile[-1].measured_at.at < AFEBRILE_FOR:
        return EpisodeState.ONGOING
    return EpisodeState.UNKNOWN


def marks_of(case: Case, readings: Sequence[Observation], as_of: Moment) -> FeverMarks:
    """Sites, antipyretics and glucocorticoids of these readings, of which there is one or more."""
    said = {row.antipyretic for row in readings}
    antipyretic = True if True in said else None if None in said else False
    given = {
        id(e): e
        for row in readings
        for e in given_at(case, row.measured_at, as_of, GLUCOCORTICOIDS)
    }
    sites = sorted({row.site for row in readings if row.site})
    return FeverMarks(tuple(sites), antipyretic, tuple(given.values()))


def _clock_marks(
    case: Case, readings: Sequence[Observation], clock: Defervescence | None
) -> FeverMarks | None:
    if clock is None or clock.afebrile_from is None or clock.confirmed_by is None:
        return None
    first, last = clock.afebrile_from.measured_at, clock.confirmed_by.measured_at
    return marks_of(case, _between(readings, first, last), clock.confirmed_by.measured_at)


def _statement(episodes: Sequence[FeverEpisode], readings: int) -> Message:
    if not episodes:
        return Message(_NO_FEVER, {"n": readings}) if readings else _NO_READINGS
    latest = episodes[-1]
    assert latest.peak.value is not None
    values: dict[str, Moment | Decimal | str] = {
        "onset": latest.onset.measured_at,
        "peak": latest.peak.value,
        "unit": latest.peak.unit,
        "last": latest.last.measured_at,
    }
    if latest.over_from is not None:
        values["over"] = latest.over_from.measured_at
    return Message(_STATEMENTS[latest.state], dict(values))
