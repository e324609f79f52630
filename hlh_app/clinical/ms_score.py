"""MS score: macrophage activation syndrome against active systemic JIA without it.

2.44 × CNS + 1.54 × hemorrhage − 1.30 × active arthritis − 0.003 × platelets (×10⁹/L) + 0.001 × LDH
(U/L) − 0.004 × fibrinogen (mg/dL) + 0.0001 × ferritin (µg/L); MAS is to be considered from −2.1.
Minoia, Ann Rheum Dis 2019;78:1357. Only with systemic JIA present or suspected. The value that
raises the score most counts, and a missing one may be anything the record accepts (ours).
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import NamedTuple

from hlh_app.clinical import weighted_sum as sums
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.evidence import Judged, judge, judge_by, judge_finding
from hlh_app.clinical.mas2016 import FEBRILE, NO_SJIA
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.spans import ZERO, Span
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.units import EXACT
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Pivot, Verdict
from hlh_app.clinical.windows import FINDING_DAYS, WINDOW_DAYS, History, View

D = Decimal
RULE = "ms2019"
VERSION = "1.0.0"
TITLE = gettext_noop("MS score")
CITATION = "minoia2019"
CUT_OFF = D("-2.1")


class LabTerm(NamedTuple):
    """``coefficient`` for each ``unit``; ``per_canonical``: how many of it make one canonical."""

    coefficient: Decimal
    unit: str
    per_canonical: Decimal = D(1)

    @property
    def canonical(self) -> Decimal:
        """The coefficient for each canonical unit of the analyte, exactly."""
        return EXACT.multiply(self.coefficient, self.per_canonical)


FINDINGS = {
    "cns_involvement": D("2.44"),
    "hemorrhage": D("1.54"),
    "active_arthritis": D("-1.30"),
}
LABS = {
    "platelets": LabTerm(D("-0.003"), "10*9/L"),
    "ldh": LabTerm(D("0.001"), "U/L"),
    "fibrinogen": LabTerm(D("-0.004"), "mg/dL", D(100)),
    "ferritin": LabTerm(D("0.0001"), "ug/L"),
}
LABELS = {
    "cns_involvement": gettext_noop("CNS involvement"),
    "hemorrhage": gettext_noop("Hemorrhage"),
    "active_arthritis": gettext_noop("Active arthritis"),
    "platelets": gettext_noop("Platelets"),
    "ldh": gettext_noop("Lactate dehydrogenase"),
    "fibrinogen": gettext_noop("Fibrinogen"),
    "ferritin": gettext_noop("Ferritin"),
}

BY_VALUE = Message(gettext_noop("no condition of its own: it counts by its value"))
WORST = Message(
    gettext_noop(
        "of several values in the window the one that raises the score most counts: the lowest "
        "platelets and fibrinogen, the highest LDH and ferritin (our definition)"
    )
)
MISSING = Message(
    gettext_noop("a missing value may be anything that the record accepts (our definition)")
)
AFEBRILE = Message(
    gettext_noop(
        "the source asks it of a febrile patient; every temperature of the window is below 38.0 °C"
    )
)
PRESENT = gettext_noop("present {points}, absent 0")
EACH = gettext_noop("{coefficient} for each {unit}")
_AT_OR_ABOVE = gettext_noop("MS score {low}: at or above {cut_off}, MAS is to be considered.")
_ALWAYS = gettext_noop(
    "MS score {low} to {high}: at or above {cut_off} whatever is missing, MAS is to be considered."
)
_BELOW = gettext_noop("MS score {low}: below {cut_off}.")
_NEVER = gettext_noop("MS score {low} to {high}: below {cut_off} whatever is missing.")
_OPEN = gettext_noop("MS score {low} to {high}: open, {cut_off} lies between.")
_IF_PRESENT = gettext_noop("If present the score is {if_present}, if absent {if_absent}.")
_RANGE = gettext_noop("{low} to {high}")
_EXACT = gettext_noop("{low}")
_MOVES = gettext_noop("Moves the score by {coefficient} for each {unit}.")
_TIPS_UP = gettext_noop("At or above {cut_off} from {limit} {unit}, all else as it is.")
_TIPS_DOWN = gettext_noop("At or above {cut_off} up to {limit} {unit}, all else as it is.")

_DISPLAY = Context(prec=28)
_HUNDREDTH = D("0.01")


class Term(NamedTuple):
    """One term of the sum: what is shown, and every contribution that is still possible."""

    criterion: Criterion
    span: Span


def ms_score(case: Case, as_of: Moment, window_days: int = WINDOW_DAYS) -> Verdict:
    """The score as of ``as_of``; not applicable without systemic JIA."""
    return verdict(View(History(case), as_of, window_days))


def verdict(view: View) -> Verdict:
    """As :func:`ms_score`, on a view."""
    jia = view.finding("systemic_jia")
    if jia.status not in (FindingStatus.PRESENT, FindingStatus.SUSPECTED):
        return Verdict(
            rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
            outcome=Outcome.NOT_APPLICABLE, as_of=view.as_of, window_days=view.window_days,
            statement=NO_SJIA, reason=NO_SJIA, notes=judge_finding(jia, None).notes,
        )  # fmt: skip
    terms = (*(_finding_term(view, f) for f in FINDINGS), *(_lab_term(view, a) for a in LABS))
    total = sums.total([term.span for term in terms])
    questions = tuple(_question(terms, term) for term in terms if sums.is_open(term.span))
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, outcome=outcome_for(total),
        as_of=view.as_of, window_days=view.window_days, statement=_statement(total),
        criteria=tuple(term.criterion for term in terms), score=sums.ends(total),
        pivotal={q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal},
        open_questions=questions, notes=_notes(view, total),
    )  # fmt: skip


def outcome_for(total: Span) -> Outcome:
    """Considered from −2.1, unknown while −2.1 lies inside the range."""
    if total.at_least(CUT_OFF) is None:
        return Outcome.NOT_MET
    return Outcome.MET if total.below(CUT_OFF) is None else Outcome.UNKNOWN


def _finding_term(view: View, kind: str) -> Term:
    judged = judge_finding(view.finding(kind), FINDING_DAYS.get(kind))
    points = FINDINGS[kind]
    sides = [points if side else ZERO for side in (True, False) if judged.state in (side, None)]
    span = Span(min(sides), max(sides))
    words = Message(PRESENT, {"points": points})
    return _term(kind, outcome_of(judged.state), words, judged, span)


def _lab_term(view: View, analyte: str) -> Term:
    weight = LABS[analyte]
    usable = view.values(analyte)
    ranges = [sums.measured(row) for row in usable.final]
    if usable.pending or not ranges:
        ranges.append(sums.accepted(analyte))
    span = sums.highest([sums.weighted(r, weight.canonical) for r in ranges])
    judged = judge_by(
        view,
        analyte,
        lambda row: None if row.comparator and sums.is_open(span) else False,
        highest=weight.coefficient > 0,
    )
    outcome = Outcome.UNKNOWN if sums.is_open(span) else Outcome.NOT_APPLICABLE
    shown = judged._replace(
        readings=tuple(r._replace(outcome=outcome) for r in judged.readings),
        notes=judged.notes if sums.is_open(span) else (BY_VALUE,),
    )
    words = Message(EACH, {"coefficient": weight.coefficient, "unit": weight.unit})
    return _term(analyte, outcome, words, shown, span)


def _term(id: str, outcome: Outcome, words: Message, judged: Judged, span: Span) -> Term:
    criterion = Criterion(
        id, LABELS[id], outcome, words, CITATION, judged.readings, judged.notes,
        contribution=sums.ends(span),
    )  # fmt: skip
    return Term(criterion, span)


def _question(terms: Sequence[Term], term: Term) -> OpenQuestion:
    """The score with the most and with the least that one open term can add."""
    rest = [t.span for t in terms if t is not term]
    now = outcome_for(sums.total([*rest, term.span]))
    most, least = (sums.total([*rest, end(term.span)]) for end in (sums.top, sums.bottom))
    if_most, if_least = outcome_for(most), outcome_for(least)
    one = term.criterion
    return OpenQuestion(
        one.id, one.label, if_most, if_least, if_most is not now or if_least is not now,
        one.notes, _effect(one.id, rest, most, least),
    )  # fmt: skip


def _effect(id: str, rest: Sequence[Span], most: Span, least: Span) -> Message:
    if id in FINDINGS:
        present, absent = (most, least) if FINDINGS[id] > 0 else (least, most)
        return Message(_IF_PRESENT, {"if_present": _said(present), "if_absent": _said(absent)})
    weight, others = LABS[id], sums.total(rest)
    if sums.is_open(others) or outcome_for(most) is outcome_for(least):
        return Message(_MOVES, {"coefficient": weight.coefficient, "unit": weight.unit})
    limit = _DISPLAY.divide(CUT_OFF - others.low, weight.coefficient)
    up = weight.coefficient > 0
    shown = limit.quantize(_HUNDREDTH, ROUND_CEILING if up else ROUND_FLOOR)
    values: dict[str, Value] = {"cut_off": CUT_OFF, "limit": shown, "unit": weight.unit}
    return Message(_TIPS_UP if up else _TIPS_DOWN, values)


def _said(span: Span) -> Message:
    low, high = sums.ends(span)
    return Message(_RANGE if sums.is_open(span) else _EXACT, {"low": low, "high": high})


def _statement(total: Span) -> Message:
    low, high = sums.ends(total)
    values: dict[str, Value] = {"low": low, "high": high, "cut_off": CUT_OFF}
    outcome = outcome_for(total)
    if outcome is Outcome.UNKNOWN:
        return Message(_OPEN, values)
    if outcome is Outcome.MET:
        return Message(_ALWAYS if sums.is_open(total) else _AT_OR_ABOVE, values)
    return Message(_NEVER if sums.is_open(total) else _BELOW, values)


def _notes(view: View, total: Span) -> tuple[Message, ...]:
    notes = [WORST]
    if sums.is_open(total):
        notes.append(MISSING)
    if judge(view, FEBRILE).state is False:
        notes.append(AFEBRILE)
    return tuple(notes)
