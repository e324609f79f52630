"""Eligibility for salvage with ruxolitinib as in Wang, Haematologica 2020;105(5):e210.

HLH-2004 met at diagnosis; older than 1 and younger than 75 years; HLH-94 for at least two weeks
without even a partial response, or relapse after it; expected survival more than one month; no
uncontrolled infection; no history of non-melanoma skin cancer. Judged as of the first dose of the
latest course, else as of the moment asked about (our definition). What is not recorded is unknown.
"""

from hlh_app.clinical import hlh2004
from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.checklist import Checklist, ChecklistItem, all_of, count, finding_item
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.dose_wang2020 import BEFORE_YEARS
from hlh_app.clinical.dosing import FROM_YEARS
from hlh_app.clinical.first_line import LEAST_DAYS, read_first_line
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import first_therapy
from hlh_app.clinical.windows import History, View

RULE = "eligibility_wang2020"
VERSION = "1.0.0"
TITLE = gettext_noop("Eligibility as in Wang 2020")
CITATION = "wang2020"

_PRESENT_MEETS = {FindingStatus.PRESENT: Outcome.MET, FindingStatus.ABSENT: Outcome.NOT_MET}
_ABSENT_MEETS = {FindingStatus.ABSENT: Outcome.MET, FindingStatus.PRESENT: Outcome.NOT_MET}
_STATEMENT = {
    Outcome.MET: gettext_noop("All {total} conditions of Wang are met as of {day}."),
    Outcome.NOT_MET: gettext_noop("{failed} of Wang's {total} conditions not met as of {day}."),
    Outcome.UNKNOWN: gettext_noop(
        "Open: {met} of Wang's {total} conditions are met as of {day}, {open} not known."
    ),
}
LABELS = {
    "hlh2004": gettext_noop("HLH-2004 met at diagnosis"),
    "age": gettext_noop("Older than 1 and younger than 75 years"),
    "hlh94": gettext_noop("HLH-94 failed, or relapse after it"),
    "survival_over_one_month": gettext_noop("Expected survival more than one month"),
    "uncontrolled_infection": gettext_noop("No uncontrolled infection"),
    "nonmelanoma_skin_cancer": gettext_noop("No history of non-melanoma skin cancer"),
}
_FIRST_MET = Message(gettext_noop("met at diagnosis"))
_NEVER_MET = Message(gettext_noop("not met at any moment recorded"))
_NOT_YET = Message(gettext_noop("not met at any moment recorded; the reading now is open"))
_TREATED = Message(
    gettext_noop("not met at any moment recorded; treatment has begun, so that it stays open")
)
_YEARS = gettext_noop("{years} years")
_ENTER_RESULTS = Message(gettext_noop("Enter the results of the diagnosis."))
_ENTER_LINE = Message(
    gettext_noop("Enter the lines of therapy: regimen (as HLH-94), start, stop and result.")
)
_ENTER = {
    "survival_over_one_month": Message(gettext_noop("Record the expected survival as a finding.")),
    "uncontrolled_infection": Message(gettext_noop("Record uncontrolled infection as a finding.")),
    "nonmelanoma_skin_cancer": Message(
        gettext_noop("Ask for earlier skin cancer and record it as a finding.")
    ),
}


def eligibility(case: Case, as_of: Moment) -> Checklist:
    """The checklist as of ``as_of``."""
    return eligibility_wang2020(View(History(case), as_of))


def eligibility_wang2020(view: View, reading: hlh2004.Hlh2004 | None = None) -> Checklist:
    """As :func:`eligibility`, on a view. ``reading``: HLH-2004 if at hand, as of the view."""
    then = _at_enrolment(view)
    if reading is None or then is not view:
        criteria = hlh_criteria(then, DEFAULT_FEVER_CEL)
        reading = hlh2004.both_readings(then, criteria, DEFAULT_FEVER_CEL)
    items = (
        _hlh2004(then, reading),
        _age(then),
        _hlh94(then),
        _finding(then, "survival_over_one_month"),
        _finding(then, "uncontrolled_infection"),
        _finding(then, "nonmelanoma_skin_cancer"),
    )
    outcome = all_of(items)
    values = {
        "total": len(items),
        "met": count(items, Outcome.MET),
        "failed": count(items, Outcome.NOT_MET),
        "open": count(items, Outcome.UNKNOWN),
    }
    return Checklist(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, as_of=then.as_of,
        outcome=outcome,
        statement=Message(_STATEMENT[outcome], {**values, "day": then.as_of.day}), items=items,
    )  # fmt: skip


def _at_enrolment(view: View) -> View:
    """The record as it stood at the first dose; the view itself before any."""
    course = latest_course(view.case, view.as_of)
    if course is None or course.first_dose.at >= view.as_of.at:
        return view
    return View(view.history, course.first_dose, view.window_days)


def _hlh2004(view: View, reading: hlh2004.Hlh2004) -> ChecklistItem:
    """Never met stays open once treatment has begun: what is missing is not negative."""
    first = reading.first_met
    if first is not None:
        outcome, says = Outcome.MET, _FIRST_MET
    elif reading.now.outcome is not Outcome.NOT_MET:
        outcome, says = Outcome.UNKNOWN, _NOT_YET
    elif first_therapy(view.case, view.as_of) is not None:
        outcome, says = Outcome.UNKNOWN, _TREATED
    else:
        outcome, says = Outcome.NOT_MET, _NEVER_MET
    return ChecklistItem(
        id="hlh2004", label=LABELS["hlh2004"], outcome=outcome, says=says, citation=CITATION,
        day=None if first is None else first.day,
        to_record=_ENTER_RESULTS if outcome is Outcome.UNKNOWN else None,
    )  # fmt: skip


def _age(view: View) -> ChecklistItem:
    years = completed_years(view.case.patient, view.as_of.day)
    return ChecklistItem(
        id="age", label=LABELS["age"], outcome=outcome_of(FROM_YEARS <= years < BEFORE_YEARS),
        says=Message(_YEARS, {"years": years}), citation=CITATION, day=view.as_of.day,
    )  # fmt: skip


def _hlh94(view: View) -> ChecklistItem:
    found = read_first_line(view.case, view.as_of.day)
    return ChecklistItem(
        id="hlh94", label=LABELS["hlh94"], outcome=found.outcome, says=found.says,
        citation=CITATION, day=None if found.line is None else found.line.start,
        key="" if found.line is None else found.line.key,
        to_record=_ENTER_LINE if found.outcome is Outcome.UNKNOWN else None,
    )  # fmt: skip


def _finding(view: View, kind: str) -> ChecklistItem:
    meets = _PRESENT_MEETS if kind == "survival_over_one_month" else _ABSENT_MEETS
    return finding_item(view, kind, LABELS[kind], CITATION, meets, _ENTER[kind])


_AGES = gettext_noop("from the first to before the {years}th birthday")
_WEEKS = gettext_noop("no response in at least {days} days")


def _criterion(id: str, condition: Message, *boundaries: Boundary) -> CardCriterion:
    return CardCriterion(
        id=id, label=LABELS[id], condition=condition, citation=CITATION, boundaries=boundaries
    )


def _limit(id: str, condition: Message) -> Boundary:
    return Boundary(id=id, condition=condition, citation=CITATION)


_FROM_FIRST = Message(gettext_noop("from the first birthday"))
_COVERED = Message(_AGES, {"years": BEFORE_YEARS})
_LONG_ENOUGH = Message(_WEEKS, {"days": LEAST_DAYS})

CARD = RuleCard(
    rule=RULE, version=VERSION, title=TITLE, citation=CITATION, module=__name__,
    answers=gettext_noop("Would this patient have been enrolled in Wang's study?"),
    population=gettext_noop("Relapsed or refractory HLH."),
    criteria=(
        _criterion("hlh2004", Message(LABELS["hlh2004"])),
        _criterion("age", _COVERED, _limit("from_1", _FROM_FIRST), _limit("before_75", _COVERED)),
        _criterion("hlh94", _LONG_ENOUGH, _limit("two_weeks", _LONG_ENOUGH)),
        *(_criterion(kind, Message(LABELS[kind])) for kind in _ENTER),
    ),
    our_definitions=(
        gettext_noop("Judged as of the first dose of the latest course, else as of the moment."),
        gettext_noop(
            "A line of therapy counts as HLH-94 when its regimen is written HLH-94 or HLH-2004, "
            "or names both etoposide and dexamethasone; what is not recognised stays unknown."
        ),
        gettext_noop("Two weeks are 14 calendar days from the start of the line."),
    ),
)  # fmt: skip
