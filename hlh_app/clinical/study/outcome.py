"""How the patient fared: response by the Marsh criteria, relapse, transplant, death, survival.

About the first course of ruxolitinib. Conventional treatment has no response here (the response
rules are about ruxolitinib), and is followed from its first dose to death. Day 7 is assessed beside
the scheduled days, because Wang 2020 reports responses from week 1.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.courses import begun_for_failure
from hlh_app.clinical.ebv_trend import EBV_DNA
from hlh_app.clinical.events import happened
from hlh_app.clinical.movement import Trend, compared
from hlh_app.clinical.relapse import CourseEvents, relapse_and_progression
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.response_facts import response_facts
from hlh_app.clinical.study.said import said
from hlh_app.clinical.survival import Ended, Interval, interval, last_contact
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.windows import History

EXTRA_DAYS = (7,)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFacts:
    """Days are counted from day 0. ``best``: the classes that the best assessment up to day 56 may
    turn out to be; one class is settled, none was assessed. ``*_ended``: a word of ``Ended``."""

    classes: dict[str, tuple[str, ...]] = said(
        gettext_noop("Response by day"), default_factory=dict
    )
    not_assessed: dict[str, str] = said(
        gettext_noop("Days without an assessment, and why"), default_factory=dict
    )
    best: tuple[str, ...] = said(
        gettext_noop("Best response up to day 56"),
        note=gettext_noop(
            "Of day 7, beside the schedule, and of days 14, 28, 42 and 56: every class that what "
            "is missing leaves possible (our definition)."
        ),
        default=(),
    )
    best_day: int | None = said(
        gettext_noop("Day of the best response"),
        "d",
        note=gettext_noop("The first of several equal ones (our definition)."),
    )
    flags: tuple[str, ...] = said(
        gettext_noop("What travels with the best response"),
        note=gettext_noop(
            "On the day of the best response: what was worse than before treatment by 25 % or "
            "more, whether the patient was febrile, and which markers were normal from the start."
        ),
        default=(),
    )
    response_day: int | None = said(gettext_noop("First day in partial or complete response"), "d")
    response_maybe_day: int | None = said(
        gettext_noop("First day that may have been a response"),
        "d",
        note=gettext_noop("Only where it is earlier than the first sure one, or none is sure."),
    )
    complete_day: int | None = said(gettext_noop("First day in complete response"), "d")
    course_end_day: int | None = said(gettext_noop("End of the response assessments"), "d")
    course_end: str | None = said(gettext_noop("Why the assessments ended"))
    failure_day: int | None = said(gettext_noop("Other treatment begun for failure"), "d")
    relapse: str | None = said(gettext_noop("Relapse after a response"))
    relapse_day: int | None = said(gettext_noop("Relapse"), "d")
    progression: str | None = said(gettext_noop("Progression without a response"))
    progression_day: int | None = said(gettext_noop("Progression"), "d")
    transplant_day: int | None = said(gettext_noop("Transplant"), "d")
    death_day: int | None = said(gettext_noop("Death"), "d")
    last_day: int = said(gettext_noop("Last contact"), "d", default=0)
    os_days: int = said(gettext_noop("Overall survival"), "d", default=0)
    os_ended: str = said(gettext_noop("Overall survival ended by"), default="last_contact")
    os_transplant_days: int = said(
        gettext_noop("Overall survival, censored at transplant"), "d", default=0
    )
    os_transplant_ended: str = said(
        gettext_noop("Overall survival, censored at transplant, ended by"), default="last_contact"
    )
    pfs_days: int | None = said(gettext_noop("Progression-free survival"), "d")
    pfs_ended: str | None = said(gettext_noop("Progression-free survival ended by"))
    pfs_transplant_days: int | None = said(
        gettext_noop("Progression-free survival, censored at transplant"), "d"
    )
    pfs_transplant_ended: str | None = said(
        gettext_noop("Progression-free survival, censored at transplant, ended by")
    )
    pfs_open: bool | None = said(gettext_noop("Relapse or progression not known"))
    ebv_rose_before_relapse: bool | None = said(
        gettext_noop("EBV-DNA rose before the relapse"),
        note=gettext_noop(
            "The last EBV-DNA at or before the relapse is above the one before it, in one sample "
            "and unit (our definition)."
        ),
    )


def outcome_facts(history: History, as_of: Moment, index: Index) -> OutcomeFacts:
    """Of one patient, as of the last data."""
    case = history.case
    marsh = None
    if index.course is not None:
        marsh = marsh_response(case, as_of, EXTRA_DAYS, history, of_first_course=True)
    events = relapse_and_progression(case, as_of, marsh, history)
    deaths = [(on, Ended.DEATH) for on in happened(case, "death", as_of, index.day0)]
    os = interval(case, as_of, index.day0, deaths, False)
    os_transplant = interval(case, as_of, index.day0, deaths, True)
    transplants = happened(case, "transplant", as_of, index.day0)
    return OutcomeFacts(
        transplant_day=index.day(transplants[0]) if transplants else None,
        death_day=index.day(deaths[0][0]) if deaths else None,
        last_day=index.day(last_contact(case, as_of, index.day0)),
        os_days=os.days,
        os_ended=os.ended.value,
        os_transplant_days=os_transplant.days,
        os_transplant_ended=os_transplant.ended.value,
        **(response_facts(marsh) if marsh else {}),
        **(_course(history, index, as_of, events) if events else {}),
    )


def _course(history: History, index: Index, as_of: Moment, events: CourseEvents) -> dict[str, Any]:
    failed = begun_for_failure(history.case, as_of, index.day0)
    relapse_on, progression_on = events.relapse.on, events.progression.on
    return {
        "failure_day": index.day(failed[0].start.day) if failed else None,
        "relapse": events.relapse.outcome.value,
        "relapse_day": None if relapse_on is None else index.day(relapse_on),
        "progression": events.progression.outcome.value,
        "progression_day": None if progression_on is None else index.day(progression_on),
        **_ended("pfs", events.pfs),
        **_ended("pfs_transplant", events.pfs_to_transplant),
        "pfs_open": events.is_open,
        "ebv_rose_before_relapse": None if relapse_on is None else _rose(history.case, relapse_on),
    }


def _ended(name: str, span: Interval) -> dict[str, Any]:
    return {f"{name}_days": span.days, f"{name}_ended": span.ended.value}


def _rose(case: Case, relapse_on: date) -> bool | None:
    """By either sample; None where neither has two results in one unit."""
    answers = [_rose_in(case, analyte, relapse_on) for analyte in EBV_DNA]
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _rose_in(case: Case, analyte: str, until: date) -> bool | None:
    rows = [r for r in case.observations if r.analyte == analyte and r.value is not None]
    seen = sorted((r for r in rows if r.measured_at.day <= until), key=lambda r: r.measured_at.at)
    if len(seen) < 2 or (seen[-1].unit, seen[-1].assay) != (seen[-2].unit, seen[-2].assay):
        return None
    return compared(seen[-1], seen[-2]) is Trend.RISING
