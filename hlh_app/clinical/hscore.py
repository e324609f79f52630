"""HScore: how likely a reactive hemophagocytic syndrome is, by nine items.

Immunosuppression known before, temperature, organomegaly, cytopenias (hemoglobin, leukocytes,
platelets), ferritin, triglycerides, fibrinogen, AST, hemophagocytosis on marrow aspirate. 0 to 337
points, positive from 169. Population: adults at presentation. Missing items give a range. Fardet,
Arthritis Rheumatol 2014;66:2613 (10.1002/art.38690). Probability: the published table, linear
between its rows, since no closed formula reproduces it.
"""

from collections.abc import Sequence
from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.evidence import Judged, judge, judge_finding
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import first_therapy
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Pivot, Verdict
from hlh_app.clinical.windows import FINDING_DAYS, WINDOW_DAYS, History, View

D = Decimal
RULE = "hscore"
VERSION = "1.0.0"
TITLE = gettext_noop("HScore")
CITATION = "fardet2014"
CUT_OFF = 169
HIGHEST = 337
MARROW = "marrow"

IMMUNOSUPPRESSION_POINTS = 18
ORGAN_POINTS = (0, 23, 38)
LINEAGE_POINTS = (0, 0, 24, 34)
FIBRINOGEN_POINTS = 30
AST_POINTS = 19
HEMOPHAGOCYTOSIS_POINTS = 35

TEMPERATURE = (Threshold("temperature", ">=", D("38.4")), Threshold("temperature", ">", D("39.4")))
TEMPERATURE_POINTS = (0, 33, 49)
FERRITIN = (Threshold("ferritin", ">=", D(2000)), Threshold("ferritin", ">", D(6000)))
FERRITIN_POINTS = (0, 35, 50)
TRIGLYCERIDES = (
    Threshold("triglycerides", ">=", D("1.5"), (("mg/dL", D("132.7")),)),
    Threshold("triglycerides", ">", D("4.0"), (("mg/dL", D(354)),)),
)
TRIGLYCERIDES_POINTS = (0, 44, 64)
FIBRINOGEN = Threshold("fibrinogen", "<=", D("2.5"))
AST = Threshold("ast", ">=", D(30))
LINEAGES = (
    Threshold("hemoglobin", "<=", D(92)),
    Threshold("wbc", "<=", D("5.0")),
    Threshold("platelets", "<=", D(110)),
)

PROBABILITY_TABLE = (
    (90, D("0.5")), (100, D(1)), (110, D(3)), (120, D(5)), (130, D(9)), (140, D(16)),
    (150, D(25)), (160, D(40)), (170, D(54)), (180, D(70)), (190, D(80)), (200, D(88)),
    (210, D(93)), (220, D(96)), (230, D(98)), (240, D(99)), (250, D("99.5")),
)  # fmt: skip
"""Points and per cent; the ends stand for "below 1" and "above 99"."""

ITEM_LABELS = {
    "immunosuppression": gettext_noop("Known immunosuppression"),
    "temperature": gettext_noop("Temperature"),
    "organomegaly": gettext_noop("Organomegaly"),
    "cytopenias": gettext_noop("Cytopenias"),
    "ferritin": gettext_noop("Ferritin"),
    "triglycerides": gettext_noop("Triglycerides"),
    "fibrinogen": gettext_noop("Fibrinogen"),
    "ast": gettext_noop("AST"),
    "hemophagocytosis": gettext_noop("Hemophagocytosis on marrow aspirate"),
}
LINEAGE_LABELS = {
    "hemoglobin": gettext_noop("Hemoglobin"),
    "wbc": gettext_noop("Leukocytes"),
    "platelets": gettext_noop("Platelets"),
}
SPLEEN_LABEL = gettext_noop("Splenomegaly")
LIVER_LABEL = gettext_noop("Hepatomegaly")

FOR_CHILDREN = Message(gettext_noop("made for adults; this patient is under 18 years"))
ON_THERAPY = gettext_noop("made for the time of presentation; {drug} was begun on {start}")
_ABOUT = Message(gettext_noop("probability: “about”, by the published table, linear between rows"))
_POSITIVE = gettext_noop("{low} points: at or above {cut_off}.")
_ALWAYS_POSITIVE = gettext_noop("{low}–{high} points: at or above {cut_off} whatever is missing.")
_NEGATIVE = gettext_noop("{low} points: below {cut_off}.")
_ALWAYS_NEGATIVE = gettext_noop("{low}–{high} points: below {cut_off} whatever is missing.")
_OPEN = gettext_noop("{low}–{high} points: open, {cut_off} lies between.")
_PARTS_POINTS = Message(gettext_noop("none 0, liver or spleen 23, both 38"))
_LINEAGES_POINTS = Message(gettext_noop("low lineages: none or one 0, two 24, three 34"))
_PRESENT = gettext_noop("present {points}")
_BANDS = gettext_noop("{first}: {low_points}; {second}: {high_points}")
_BAND = gettext_noop("{first}: {points}")
_EFFECT = gettext_noop("With {most} points the score is {if_most}, with {least} it is {if_least}.")
_RANGE = gettext_noop("{low}–{high}")
_EXACT = gettext_noop("{low}")


def hscore(case: Case, as_of: Moment, window_days: int = WINDOW_DAYS) -> Verdict:
    """The range of points and of probability as of ``as_of``."""
    return verdict(View(History(case), as_of, window_days))


def probability_percent(points: int) -> Decimal:
    """Per cent by the published table, linear from row to row, 0.5 and 99.5 at its ends."""
    lower, percent = PROBABILITY_TABLE[0]
    if points <= lower:
        return percent
    for upper, next_percent in PROBABILITY_TABLE[1:]:
        if points <= upper:
            return percent + (next_percent - percent) * (points - lower) / (upper - lower)
        lower, percent = upper, next_percent
    return percent


def outcome_for(low: int, high: int) -> Outcome:
    """Positive from 169 points, unknown while 169 lies inside the range."""
    if low >= CUT_OFF:
        return Outcome.MET
    return Outcome.UNKNOWN if high >= CUT_OFF else Outcome.NOT_MET


def verdict(view: View) -> Verdict:
    """As :func:`hscore`, on a view."""
    items = (
        _finding_item(view, "immunosuppression", IMMUNOSUPPRESSION_POINTS),
        _banded(view, "temperature", TEMPERATURE, TEMPERATURE_POINTS),
        _organomegaly(view),
        _cytopenias(view),
        _banded(view, "ferritin", FERRITIN, FERRITIN_POINTS),
        _banded(view, "triglycerides", TRIGLYCERIDES, TRIGLYCERIDES_POINTS),
        _single(view, "fibrinogen", FIBRINOGEN, FIBRINOGEN_POINTS),
        _single(view, "ast", AST, AST_POINTS),
        _finding_item(view, "hemophagocytosis", HEMOPHAGOCYTOSIS_POINTS, MARROW),
    )
    low = sum(item.points[0] for item in items if item.points)
    high = sum(item.points[1] for item in items if item.points)
    outcome = outcome_for(low, high)
    questions = _open_questions(items, low, high)
    return Verdict(
        rule=RULE,
        version=VERSION,
        title=TITLE,
        citation=CITATION,
        outcome=outcome,
        as_of=view.as_of,
        window_days=view.window_days,
        statement=_statement(outcome, low, high),
        criteria=items,
        pivotal={q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal},
        open_questions=questions,
        points=(low, high),
        probability_percent=(probability_percent(low), probability_percent(high)),
        notes=_notes(view),
    )


def _item(
    item_id: str,
    judged: Judged,
    points: tuple[int, int],
    threshold: Message,
    parts: tuple[Criterion, ...] = (),
) -> Criterion:
    """``outcome``: met when it scores, not met when it surely does not, unknown in between."""
    outcome = outcome_of(None if points[0] != points[1] else points[0] > 0)
    return Criterion(
        item_id, ITEM_LABELS[item_id], outcome, threshold, CITATION, judged.readings,
        judged.notes, parts, points,
    )  # fmt: skip


def _range(state: bool | None, points: int) -> tuple[int, int]:
    return (points if state else 0, 0 if state is False else points)


def _finding_item(view: View, kind: str, points: int, site: str | None = None) -> Criterion:
    judged = judge_finding(view.finding(kind, site), FINDING_DAYS.get(kind))
    words = Message(_PRESENT, {"points": points})
    return _item(kind, judged, _range(judged.state, points), words)


def _single(view: View, analyte: str, threshold: Threshold, points: int) -> Criterion:
    judged = judge(view, threshold)
    words = Message(_BAND, {"first": threshold.in_words(judged.unit), "points": points})
    return _item(analyte, judged, _range(judged.state, points), words)


def _banded(
    view: View, analyte: str, bands: tuple[Threshold, Threshold], points: tuple[int, int, int]
) -> Criterion:
    """Two thresholds, the second within the first."""
    first = judge(view, bands[0])
    second = first if first.state is False else judge(view, bands[1])
    low = points[2] if second.state else points[1] if first.state else points[0]
    high = points[0] if first.state is False else points[1 if second.state is False else 2]
    words = Message(
        _BANDS,
        {
            "first": bands[0].in_words(first.unit),
            "low_points": points[1],
            "second": bands[1].in_words(first.unit),
            "high_points": points[2],
        },
    )
    shown = first if first.state is not True else second
    return _item(analyte, shown, (low, high), words)


def _organomegaly(view: View) -> Criterion:
    parts = tuple(
        _part(kind, label, judge_finding(view.finding(kind), FINDING_DAYS[kind]), _HAS)
        for kind, label in (("splenomegaly", SPLEEN_LABEL), ("hepatomegaly", LIVER_LABEL))
    )
    return _counted("organomegaly", parts, ORGAN_POINTS, _PARTS_POINTS)


def _cytopenias(view: View) -> Criterion:
    parts = []
    for threshold in LINEAGES:
        judged = judge(view, threshold)
        label = LINEAGE_LABELS[threshold.analyte]
        parts.append(_part(threshold.analyte, label, judged, threshold.in_words(judged.unit)))
    return _counted("cytopenias", tuple(parts), LINEAGE_POINTS, _LINEAGES_POINTS)


_HAS = Message(gettext_noop("present"))
_OF_PART = gettext_noop("{part}: {note}")


def _part(part_id: str, label: str, judged: Judged, words: Message) -> Criterion:
    outcome = outcome_of(judged.state)
    return Criterion(part_id, label, outcome, words, CITATION, judged.readings, judged.notes)


def _counted(
    item_id: str, parts: tuple[Criterion, ...], points: Sequence[int], words: Message
) -> Criterion:
    """Points by how many parts are met; an open part may go either way."""
    met = sum(part.outcome is Outcome.MET for part in parts)
    unknown = sum(part.outcome is Outcome.UNKNOWN for part in parts)
    notes = tuple(
        Message(_OF_PART, {"part": Message(part.label), "note": note})
        for part in parts
        if part.outcome is Outcome.UNKNOWN
        for note in part.notes
    )
    judged = Judged(None, tuple(r for part in parts for r in part.readings), notes)
    return _item(item_id, judged, (points[met], points[met + unknown]), words, parts)


def _open_questions(items: Sequence[Criterion], low: int, high: int) -> tuple[OpenQuestion, ...]:
    """Each item with a range: the score with the most and with the least that it can give."""
    now = outcome_for(low, high)
    questions = []
    for item in items:
        least, most = item.points or (0, 0)
        gain = most - least
        if gain:
            if_most = outcome_for(low + gain, high)
            if_least = outcome_for(low, high - gain)
            effect = Message(
                _EFFECT,
                {
                    "most": most,
                    "if_most": _score_range(low + gain, high),
                    "least": least,
                    "if_least": _score_range(low, high - gain),
                },
            )
            pivotal = if_most is not now or if_least is not now
            questions.append(
                OpenQuestion(item.id, item.label, if_most, if_least, pivotal, item.notes, effect)
            )
    return tuple(questions)


def _score_range(low: int, high: int) -> Message:
    return Message(_EXACT if low == high else _RANGE, {"low": low, "high": high})


def _statement(outcome: Outcome, low: int, high: int) -> Message:
    values: dict[str, int] = {"low": low, "high": high, "cut_off": CUT_OFF}
    if outcome is Outcome.UNKNOWN:
        return Message(_OPEN, dict(values))
    if outcome is Outcome.MET:
        return Message(_POSITIVE if low == high else _ALWAYS_POSITIVE, dict(values))
    return Message(_NEGATIVE if low == high else _ALWAYS_NEGATIVE, dict(values))


def _notes(view: View) -> tuple[Message, ...]:
    notes = [_ABOUT]
    if completed_years(view.case.patient, view.as_of.day) < 18:
        notes.append(FOR_CHILDREN)
    therapy = first_therapy(view.case, view.as_of)
    if therapy is not None:
        notes.append(Message(ON_THERAPY, {"drug": therapy.drug, "start": therapy.start}))
    return tuple(notes)
