"""MH score: primary HLH against macrophage activation syndrome in systemic JIA.

Onset at 1.6 years or younger 37, neutrophils ≤ 1.4 ×10⁹/L 37, fibrinogen ≤ 131 mg/dL 15,
splenomegaly 12, platelets ≤ 78 ×10⁹/L 11, hemoglobin ≤ 83 g/L 11; 0 to 123, primary HLH likelier
from 60 (unverified). Minoia, J Pediatr 2017;189:72. Where it applies is our definition: systemic
JIA present or suspected, or a child with primary HLH as trigger or a molecular diagnosis.
"""

from datetime import date, timedelta
from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Case, FindingStatus, Moment, Patient
from hlh_app.clinical.evidence import Judged, judge, judge_finding
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Pivot, Verdict
from hlh_app.clinical.windows import FINDING_DAYS, WINDOW_DAYS, History, View

D = Decimal
RULE = "mh2017"
VERSION = "1.0.0"
TITLE = gettext_noop("MH score")
CITATION = "minoia2017"
CUT_OFF = 60
CHILD_BEFORE = 18

ONSET_YEARS = D("1.6")
ONSET_DAYS = 584
"""The last whole day of 1.6 years of 365.25 days (our definition)."""

ONSET_POINTS = 37
SPLEEN_POINTS = 12
LABS = (
    (Threshold("neutrophils", "<=", D("1.4")), 37),
    (Threshold("fibrinogen", "<=", D("1.31"), (("mg/dL", D(131)),)), 15),
    (Threshold("platelets", "<=", D(78)), 11),
    (Threshold("hemoglobin", "<=", D(83)), 11),
)
HIGHEST = ONSET_POINTS + SPLEEN_POINTS + sum(points for _, points in LABS)

LABELS = {
    "onset": gettext_noop("Age at onset"),
    "neutrophils": gettext_noop("Neutrophils"),
    "fibrinogen": gettext_noop("Fibrinogen"),
    "splenomegaly": gettext_noop("Splenomegaly"),
    "platelets": gettext_noop("Platelets"),
    "hemoglobin": gettext_noop("Hemoglobin"),
}

NOT_ASKED = Message(
    gettext_noop(
        "Not applicable: neither systemic JIA present or suspected, nor a child with primary HLH "
        "or a molecular diagnosis (our definition)."
    )
)
UNVERIFIED = Message(
    gettext_noop("the cut-off of {cut_off} was not read in the source: unverified"),
    {"cut_off": CUT_OFF},
)
FOR_CHILDREN = Message(gettext_noop("made for children; this patient is 18 years or older"))
_NO_ONSET = Message(gettext_noop("no day of onset is recorded"))
_YOUNG_STILL = Message(gettext_noop("still that young: the onset can only have been earlier"))
ONSET = gettext_noop("onset at {years} years or younger: {points}")
_ONSET_ON = gettext_noop("onset on {day}")
BAND = gettext_noop("{first}: {points}")
PRESENT = gettext_noop("present {points}")
_PRIMARY = gettext_noop("MH score {low}: at or above {cut_off} (unverified), primary HLH likelier.")
_MAS = gettext_noop("MH score {low}: below {cut_off} (unverified), MAS likelier.")
_PRIMARY_ANYWAY = gettext_noop(
    "MH score {low}–{high}: at or above {cut_off} (unverified) whatever is missing, primary HLH "
    "likelier."
)
_MAS_ANYWAY = gettext_noop(
    "MH score {low}–{high}: below {cut_off} (unverified) whatever is missing, MAS likelier."
)
_OPEN = gettext_noop("MH score {low}–{high}: open, {cut_off} (unverified) lies between.")
_EFFECT = gettext_noop("With {most} points the score is {if_most}, with 0 it is {if_least}.")
_RANGE = gettext_noop("{low}–{high}")
_EXACT = gettext_noop("{low}")


def mh_score(case: Case, as_of: Moment, window_days: int = WINDOW_DAYS) -> Verdict:
    """The range of points as of ``as_of``; not applicable with the reason."""
    return verdict(View(History(case), as_of, window_days))


def outcome_for(low: int, high: int) -> Outcome:
    """Met: primary HLH likelier, from 60 points; unknown while 60 lies inside the range."""
    if low >= CUT_OFF:
        return Outcome.MET
    return Outcome.UNKNOWN if high >= CUT_OFF else Outcome.NOT_MET


def applies(view: View) -> bool:
    """Whether the patient's context asks the question at all (our definition)."""
    jia = view.finding("systemic_jia").status
    if jia in (FindingStatus.PRESENT, FindingStatus.SUSPECTED):
        return True
    genes = view.finding("molecular_diagnosis").status is FindingStatus.PRESENT
    return _is_child(view) and (genes or view.case.trigger == "primary")


def _is_child(view: View) -> bool:
    return completed_years(view.case.patient, view.as_of.day) < CHILD_BEFORE


def verdict(view: View) -> Verdict:
    """As :func:`mh_score`, on a view."""
    if not applies(view):
        return Verdict(
            rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
            outcome=Outcome.NOT_APPLICABLE, as_of=view.as_of, window_days=view.window_days,
            statement=NOT_ASKED, reason=NOT_ASKED,
        )  # fmt: skip
    neutrophils, fibrinogen, *counts = (_lab(view, t, points) for t, points in LABS)
    items = (_onset(view), neutrophils, fibrinogen, _spleen(view), *counts)
    low, high = (sum(item.points[end] for item in items if item.points) for end in (0, 1))
    questions = tuple(_question(item, low, high) for item in items if _is_open(item))
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
        outcome=outcome_for(low, high), as_of=view.as_of, window_days=view.window_days,
        statement=_statement(low, high), criteria=items, points=(low, high),
        pivotal={q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal},
        open_questions=questions,
        notes=(UNVERIFIED,) if _is_child(view) else (UNVERIFIED, FOR_CHILDREN),
    )  # fmt: skip


def _item(id: str, judged: Judged, points: int, words: Message, ours: bool = False) -> Criterion:
    low, high = points if judged.state else 0, 0 if judged.state is False else points
    return Criterion(
        id, LABELS[id], outcome_of(judged.state), words, CITATION, judged.readings, judged.notes,
        points=(low, high), our_definition=ours,
    )  # fmt: skip


def _lab(view: View, threshold: Threshold, points: int) -> Criterion:
    judged = judge(view, threshold)
    words = Message(BAND, {"first": threshold.in_words(judged.unit), "points": points})
    return _item(threshold.analyte, judged, points, words)


def _spleen(view: View) -> Criterion:
    judged = judge_finding(view.finding("splenomegaly"), FINDING_DAYS["splenomegaly"])
    return _item("splenomegaly", judged, SPLEEN_POINTS, Message(PRESENT, {"points": SPLEEN_POINTS}))


def _onset(view: View) -> Criterion:
    """The earliest onset recorded; without one only the age itself can settle it."""
    day = min((e.on for e in view.case.events if _is_onset(view, e.event, e.on)), default=None)
    youngest, oldest = days_old(view.case.patient, day or view.as_of.day)
    state: bool | None = None
    if oldest <= ONSET_DAYS:
        state = True
    elif day is not None and youngest > ONSET_DAYS:
        state = False
    words = Message(ONSET, {"years": ONSET_YEARS, "points": ONSET_POINTS})
    judged = Judged(state, (), _onset_notes(day, state))
    return _item("onset", judged, ONSET_POINTS, words, ours=True)


def _is_onset(view: View, event: str, on: date) -> bool:
    return event == "onset" and on <= view.as_of.day


def _onset_notes(day: date | None, state: bool | None) -> tuple[Message, ...]:
    if day is not None:
        return (Message(_ONSET_ON, {"day": day}),)
    return (_YOUNG_STILL,) if state else (_NO_ONSET,)


def days_old(patient: Patient, on: date) -> tuple[int, int]:
    """The youngest and oldest that the patient can have been, in days; equal with a birth date.

    An age in completed years leaves the birthday open by a year.
    """
    if patient.birth_date is not None:
        days = (on - patient.birth_date).days
        return days, days
    if patient.age_years is None or patient.age_on is None:
        raise ValueError("the patient has neither a birth date nor an age")
    latest = _years_before(patient.age_on, patient.age_years)
    earliest = _years_before(patient.age_on, patient.age_years + 1) + timedelta(days=1)
    return (on - latest).days, (on - earliest).days


def _years_before(day: date, years: int) -> date:
    """The same day of the calendar; 28 February for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _is_open(item: Criterion) -> bool:
    return item.outcome is Outcome.UNKNOWN


def _question(item: Criterion, low: int, high: int) -> OpenQuestion:
    """The score with and without the points of one open item."""
    assert item.points is not None
    gain = item.points[1]
    now = outcome_for(low, high)
    if_most, if_least = outcome_for(low + gain, high), outcome_for(low, high - gain)
    effect = Message(
        _EFFECT,
        {
            "most": gain,
            "if_most": _said(low + gain, high),
            "if_least": _said(low, high - gain),
        },
    )
    pivotal = if_most is not now or if_least is not now
    return OpenQuestion(item.id, item.label, if_most, if_least, pivotal, item.notes, effect)


def _said(low: int, high: int) -> Message:
    return Message(_EXACT if low == high else _RANGE, {"low": low, "high": high})


def _statement(low: int, high: int) -> Message:
    values: dict[str, Value] = {"low": low, "high": high, "cut_off": CUT_OFF}
    outcome = outcome_for(low, high)
    if outcome is Outcome.UNKNOWN:
        return Message(_OPEN, values)
    if outcome is Outcome.MET:
        return Message(_PRIMARY if low == high else _PRIMARY_ANYWAY, values)
    return Message(_MAS if low == high else _MAS_ANYWAY, values)
