"""How the patient fared: response by the Marsh criteria, relapse, transplant, death, survival.

About the first course of ruxolitinib. Conventional treatment has no response here (the response
rules are about ruxolitinib), and is followed from its first dose to death. Day 7 is assessed beside
the scheduled days, because Wang 2020 reports responses from week 1.
"""

from dataclasses import dataclass

from hlh_app.clinical.case import Moment
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.study.course_facts import course_facts, survival_facts
from hlh_app.clinical.study.ferritin_fall import ferritin_facts
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.response_facts import response_facts
from hlh_app.clinical.study.said import said
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
    ferritin_lowest: float | None = said(
        gettext_noop("Lowest ferritin up to day 56"),
        "ug/L",
        note=gettext_noop(
            "From day 1 to the end of the response assessments, day 56 at the latest (our "
            "definition); only where there is a value before treatment."
        ),
    )
    ferritin_lowest_day: int | None = said(gettext_noop("Day of the lowest ferritin"), "d")
    ferritin_change: float | None = said(
        gettext_noop("Lowest ferritin against that before treatment"), "%"
    )
    course_end_day: int | None = said(gettext_noop("End of the response assessments"), "d")
    course_end: str | None = said(gettext_noop("Why the assessments ended"))
    failure_day: int | None = said(gettext_noop("Other treatment begun for failure"), "d")
    relapse: str | None = said(gettext_noop("Relapse after a response"))
    relapse_day: int | None = said(gettext_noop("Relapse"), "d")
    progression: str | None = said(gettext_noop("Progression without a response"))
    progression_day: int | None = said(gettext_noop("Progression"), "d")
    transplant_day: int | None = said(gettext_noop("Transplant"), "d")
    death_day: int | None = said(gettext_noop("Death"), "d")
    last_day: int = said(gettext_noop("Last day known alive, or of death"), "d", default=0)
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
    pfs_open: bool | None = said(
        gettext_noop("Relapse or progression not known"),
        note=gettext_noop("Progression-free survival may turn out to be shorter."),
    )
    response_to_days: int | None = said(
        gettext_noop("From the first response to relapse, death, transplant or last contact"),
        "d",
        note=gettext_noop(
            "From the first day that surely was a partial or complete response to the first of "
            "these; of two on one day relapse is named before death, death before transplant (our "
            "definition)."
        ),
    )
    response_to_ended: str | None = said(gettext_noop("What came first after the response"))
    ebv_rose_before_relapse: bool | None = said(
        gettext_noop("EBV-DNA rose before the relapse"),
        note=gettext_noop(
            "The last EBV-DNA after day 0 and up to the day of the relapse is above the one before "
            "it, in one sample, unit and assay (our definition)."
        ),
    )


def outcome_facts(history: History, as_of: Moment, index: Index) -> OutcomeFacts:
    """Of one patient, as of the last data."""
    marsh = None
    if index.course is not None:
        marsh = marsh_response(history.case, as_of, EXTRA_DAYS, history, of_first_course=True)
    return OutcomeFacts(
        **survival_facts(history, as_of, index),
        **ferritin_facts(history, as_of, index),
        **(response_facts(marsh) if marsh else {}),
        **(course_facts(history, as_of, index, marsh) if marsh else {}),
    )
