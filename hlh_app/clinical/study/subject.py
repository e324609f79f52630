"""Who the patient was on day 0: what Table 1 shows, groups are chosen by, and controls matched."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.body_size import BodySize
from hlh_app.clinical.case import Case, Exposure, FindingStatus, Moment, Patient
from hlh_app.clinical.daily_dose import daily_mg
from hlh_app.clinical.hlh2004 import both_readings
from hlh_app.clinical.hlh_criteria import hlh_criteria
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.therapy import GLUCOCORTICOIDS, HLH_THERAPIES, RUXOLITINIB
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import History, View

ALONE, WITH_GLUCOCORTICOID, WITH_OTHER = "alone", "with_glucocorticoid", "with_other"
FIRST_LINE, LATER_LINE = "first", "later"
BESIDE_DAYS = 14
COUNTED_BESIDE = (*HLH_THERAPIES, "hydroxychloroquine")
"""Wang 2020 counts hydroxychloroquine among what was given beside ruxolitinib."""
OTHER_TRIGGERS = ("rheumatic", "malignancy", "primary", "other", "none_found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """``age``: years with a fraction by the calendar, whole where only an age was printed."""

    treatment: str = said(gettext_noop("Treatment"), default="")
    drug: str = said(gettext_noop("First drug"), default="")
    day0: str = said(gettext_noop("Day 0 (first dose)"), default="")
    age: float | None = said(gettext_noop("Age at the first dose"), "a")
    sex: str | None = said(gettext_noop("Sex"))
    trigger: str | None = said(gettext_noop("Trigger"))
    agent: str | None = said(gettext_noop("Agent"))
    ebv: bool | None = said(
        gettext_noop("EBV-HLH"),
        note=gettext_noop(
            "Agent recorded as Epstein-Barr virus, or EBV infection there by the last finding to "
            "day 0. Not: another agent, another trigger than infection, or not there by that "
            "finding. Not known otherwise (our definition)."
        ),
    )
    course: str | None = said(gettext_noop("Course of the disease"))
    donor: str | None = said(gettext_noop("Donor"))
    line: str | None = said(
        gettext_noop("Line of therapy"),
        note=gettext_noop(
            "Later: an earlier regimen is recorded, or the disease was refractory or relapsed. "
            "First: the disease was new and no earlier regimen is recorded. Not known where the "
            "course was not recorded, also where no treatment before day 0 is on record (our "
            "definition)."
        ),
    )
    lines_before: int = said(gettext_noop("Lines of therapy before"), default=0)
    earlier: tuple[str, ...] = said(gettext_noop("Earlier regimens"), default=())
    beside: str | None = said(
        gettext_noop("Ruxolitinib alone or with other treatment of HLH"),
        note=gettext_noop(
            "What was given on day 0 or in the 14 days after it. With glucocorticoid: a systemic "
            "glucocorticoid and nothing else; with other: any other treatment of HLH, or "
            "hydroxychloroquine (our definition)."
        ),
    )
    weight_kg: float | None = said(gettext_noop("Weight"), "kg")
    dose_mg_per_day: float | None = said(gettext_noop("First dose of ruxolitinib"), "mg/d")
    dose_mg_per_kg_per_day: float | None = said(gettext_noop("First dose by weight"), "mg/kg/d")
    criteria: dict[str, str] = said(
        gettext_noop("HLH-2004 criteria before treatment"),
        note=gettext_noop(
            "At the first moment up to day 0 at which HLH-2004 held, else as of day 0."
        ),
        default_factory=dict,
    )
    criteria_met: int | None = said(gettext_noop("HLH-2004 criteria met"))
    hlh2004: str | None = said(gettext_noop("HLH-2004 before treatment"))
    other_drugs: tuple[str, ...] = said(gettext_noop("Given beside the first drug"), default=())


def subject(history: History, as_of: Moment, index: Index, fever_cel: Decimal) -> Subject:
    """The facts as of day 0; ``fever_cel`` is the centre's threshold of HLH-2004 in °C."""
    case = history.case
    before = [row for row in case.therapy_lines if row.start is None or row.start < index.day0]
    kg = BodySize(history, as_of).kg_on(index.day0)
    reading = _criteria(history, index, fever_cel)
    beside = _beside(case, as_of, index)
    dose = None if index.course is None else daily_mg(index.course.exposures[0], kg)
    return Subject(
        treatment=index.treatment.value,
        drug=index.drug,
        day0=index.day0.isoformat(),
        age=age_in_years(case.patient, index.day0),
        sex=_known(case.patient.sex.value),
        trigger=_known(case.trigger),
        agent=case.trigger_agent,
        ebv=_ebv(case, history, index.day0),
        course=_known(case.course),
        donor=_known(case.donor),
        line=_line(case.course, bool(before)),
        lines_before=len(before),
        earlier=tuple(row.regimen for row in before),
        beside=_in_words(beside) if index.course else None,
        weight_kg=None if kg is None else float(kg),
        dose_mg_per_day=None if dose is None else float(dose),
        dose_mg_per_kg_per_day=None if dose is None or kg is None else float(dose / kg),
        criteria={row.id: row.outcome.value for row in reading.criteria},
        criteria_met=reading.count.met if reading.count else None,
        hlh2004=reading.outcome.value,
        other_drugs=tuple(sorted({row.drug for row in beside})),
    )


def _known(code: str | None) -> str | None:
    return None if code == "unknown" else code


def age_in_years(patient: Patient, on: date) -> float:
    """Completed years and the part of the year since the last birthday."""
    years = completed_years(patient, on)
    if patient.birth_date is None:
        return float(years)
    last, following = (_birthday(patient.birth_date, years + n) for n in (0, 1))
    return years + (on - last).days / (following - last).days


def _birthday(born: date, years: int) -> date:
    """Born on 29 February: on 1 March of other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _ebv(case: Case, history: History, day0: date) -> bool | None:
    if case.trigger_agent == "ebv":
        return True
    rows = [row for row in history.findings.get("ebv_infection", ()) if row.on <= day0]
    last = {row.status for row in rows if row.on == rows[-1].on}
    told = last & {FindingStatus.PRESENT, FindingStatus.ABSENT}
    if told:
        return None if len(told) > 1 else told == {FindingStatus.PRESENT}
    return False if case.trigger_agent or case.trigger in OTHER_TRIGGERS else None


def _line(course: str | None, has_earlier: bool) -> str | None:
    """A record without an earlier treatment does not say that there was none."""
    if has_earlier or course in ("refractory", "relapsed"):
        return LATER_LINE
    return FIRST_LINE if course == "new" else None


def _beside(case: Case, as_of: Moment, index: Index) -> list[Exposure]:
    """What else was given on day 0 or in the 14 days after it."""
    last = days_after(index.day0, BESIDE_DAYS)
    return [
        row
        for row in case.exposures
        if row.drug in COUNTED_BESIDE
        and row.drug not in (RUXOLITINIB, index.drug)
        and row.start.seen <= as_of.at
        and row.start.day <= last
        and (row.stop is None or row.stop >= index.day0)
    ]


def _in_words(beside: list[Exposure]) -> str:
    if not beside:
        return ALONE
    only = all(row.drug in GLUCOCORTICOIDS and row.route != "intrathecal" for row in beside)
    return WITH_GLUCOCORTICOID if only else WITH_OTHER


def _criteria(history: History, index: Index, fever_cel: Decimal) -> Verdict:
    view = View(history, index.at)
    read = both_readings(view, hlh_criteria(view, fever_cel), fever_cel)
    return read.at_diagnosis or read.now
