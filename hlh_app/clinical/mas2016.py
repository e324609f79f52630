"""Macrophage activation syndrome in systemic juvenile idiopathic arthritis, 2016 criteria.

A febrile patient with known or suspected systemic JIA, ferritin > 684 µg/L, and at least two of:
platelets ≤ 181 ×10⁹/L, AST > 48 U/L, triglycerides > 156 mg/dL (1.76 mmol/L), fibrinogen ≤ 360
mg/dL (3.6 g/L). Ravelli, Ann Rheum Dis 2016;75:481. Not applicable without systemic JIA, or when
afebrile: every reading of the window below 38.0 °C (our definition).
"""

from decimal import Decimal

from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.evidence import judge, judge_finding
from hlh_app.clinical.hlh_card import window_criterion
from hlh_app.clinical.outcome import Outcome, at_least, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Pivot, Verdict
from hlh_app.clinical.windows import WINDOW_DAYS, History, View

D = Decimal
RULE = "mas2016"
VERSION = "1.0.0"
TITLE = gettext_noop("MAS in systemic JIA, 2016")
CITATION = "ravelli2016"

FEBRILE = Threshold("temperature", ">=", D("38.0"))
FERRITIN = Threshold("ferritin", ">", D(684))
FOUR = (
    Threshold("platelets", "<=", D(181)),
    Threshold("ast", ">", D(48)),
    Threshold("triglycerides", ">", D("1.76"), (("mg/dL", D(156)),)),
    Threshold("fibrinogen", "<=", D("3.6")),
)
NEEDED_OF_FOUR = 2

LABELS = {
    "temperature": gettext_noop("Febrile"),
    "ferritin": gettext_noop("Ferritin"),
    "platelets": gettext_noop("Platelets"),
    "ast": gettext_noop("AST"),
    "triglycerides": gettext_noop("Triglycerides"),
    "fibrinogen": gettext_noop("Fibrinogen"),
}
NO_SJIA = Message(
    gettext_noop("Not applicable: systemic JIA is not recorded as present or suspected.")
)
AFEBRILE = Message(
    gettext_noop(
        "Not applicable: every temperature of the window is below 38.0 °C (our definition). On "
        "tocilizumab or glucocorticoid this does not exclude MAS."
    )
)
_MET = Message(gettext_noop("Febrile, ferritin above 684 µg/L and at least two of the four."))
_NO_FERRITIN = Message(gettext_noop("Ferritin is not above 684 µg/L."))
_NO_FOUR = Message(gettext_noop("Fewer than two of the four can hold."))
_OPEN = Message(gettext_noop("Open: what is missing could still decide it."))
_EFFECT = gettext_noop("If met: {if_met}. If not met: {if_not_met}.")
_WOULD_BE = {
    Outcome.MET: Message(gettext_noop("classified as MAS")),
    Outcome.NOT_MET: Message(gettext_noop("not classified as MAS")),
    Outcome.UNKNOWN: Message(gettext_noop("still open")),
    Outcome.NOT_APPLICABLE: Message(gettext_noop("not applicable, afebrile")),
}
_TWO_LABEL = gettext_noop("Two of the four")
_TWO = gettext_noop("at least {needed} of platelets, AST, triglycerides and fibrinogen")


def _on_card(threshold: Threshold) -> CardCriterion:
    """A value the rule asks for; where the source prints a second unit, both limits."""
    citation = "our_definition" if threshold is FEBRILE else CITATION
    analyte = threshold.analyte
    printed = tuple(
        Boundary.of(threshold, citation, f"{analyte}_{unit.lower().replace('/', '_')}", unit)
        for unit, _ in threshold.published
    )
    return CardCriterion(
        id=analyte, label=LABELS[analyte], condition=threshold.in_words(), citation=citation,
        boundaries=(Boundary.of(threshold, citation), *printed),
        our_definition=threshold is FEBRILE,
    )  # fmt: skip


CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop(
        "Is a febrile patient with systemic JIA classified as macrophage activation syndrome?"
    ),
    population=gettext_noop(
        "Known or suspected systemic juvenile idiopathic arthritis with fever; not applicable "
        "to anybody else."
    ),
    criteria=(
        *(_on_card(threshold) for threshold in (FEBRILE, FERRITIN, *FOUR)),
        CardCriterion(
            id="two_of_four",
            label=_TWO_LABEL,
            condition=Message(_TWO, {"needed": NEEDED_OF_FOUR}),
            citation=CITATION,
            boundaries=(
                Boundary(
                    id="two_of_four",
                    condition=Message(_TWO, {"needed": NEEDED_OF_FOUR}),
                    citation=CITATION,
                ),
            ),
        ),
        window_criterion(),
    ),
    our_definitions=(
        gettext_noop(
            "Febrile is a temperature of 38.0 °C or more in the window; with every reading below, "
            "the rule does not apply, which on tocilizumab or glucocorticoid does not exclude MAS."
        ),
        gettext_noop("Which values count: the worst of the 14 days before."),
    ),
)


def mas2016(case: Case, as_of: Moment, window_days: int = WINDOW_DAYS) -> Verdict:
    """The verdict as of ``as_of``; not applicable with the reason."""
    return verdict(View(History(case), as_of, window_days))


def verdict(view: View) -> Verdict:
    """As :func:`mas2016`, on a view."""
    jia = view.finding("systemic_jia")
    if jia.status not in (FindingStatus.PRESENT, FindingStatus.SUSPECTED):
        return _not_applicable(view, NO_SJIA, judge_finding(jia, None).notes)
    fever = _criterion(view, FEBRILE)
    if fever.outcome is Outcome.NOT_MET:
        return _not_applicable(view, AFEBRILE, (), (fever,))
    ferritin = _criterion(view, FERRITIN)
    four = tuple(_criterion(view, threshold) for threshold in FOUR)
    return _judged(view, fever, ferritin, four)


def _criterion(view: View, threshold: Threshold) -> Criterion:
    judged = judge(view, threshold)
    fever = threshold is FEBRILE
    return Criterion(
        "fever" if fever else threshold.analyte, LABELS[threshold.analyte],
        outcome_of(judged.state), threshold.in_words(judged.unit),
        "our_definition" if fever else CITATION, judged.readings, judged.notes,
        our_definition=fever,
    )  # fmt: skip


def combine(fever: Outcome, ferritin: Outcome, met: int, unknown: int) -> Outcome:
    """Febrile and ferritin and two of four; not met as soon as ferritin or the four fail.

    ``fever`` is met or unknown: an afebrile patient is not judged.
    """
    four = at_least(NEEDED_OF_FOUR, met, unknown)
    if Outcome.NOT_MET in (ferritin, four):
        return Outcome.NOT_MET
    settled = fever is ferritin is four is Outcome.MET
    return Outcome.MET if settled else Outcome.UNKNOWN


def _judged(
    view: View, fever: Criterion, ferritin: Criterion, four: tuple[Criterion, ...]
) -> Verdict:
    criteria = (fever, ferritin, *four)
    met = sum(c.outcome is Outcome.MET for c in four)
    unknown = sum(c.outcome is Outcome.UNKNOWN for c in four)
    outcome = combine(fever.outcome, ferritin.outcome, met, unknown)
    questions = tuple(
        _question(c, outcome, fever.outcome, ferritin.outcome, met, unknown)
        for c in criteria
        if c.outcome is Outcome.UNKNOWN
    )
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, outcome=outcome,
        as_of=view.as_of, window_days=view.window_days,
        statement=_statement(outcome, ferritin.outcome), criteria=criteria,
        pivotal={q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal},
        open_questions=questions,
    )  # fmt: skip


def _question(
    criterion: Criterion, now: Outcome, fever: Outcome, ferritin: Outcome, met: int, unknown: int
) -> OpenQuestion:
    """What either result of one open criterion would do, all else as it is."""
    if criterion.id == "fever":
        if_met = combine(Outcome.MET, ferritin, met, unknown)
        if_not = Outcome.NOT_APPLICABLE
    elif criterion.id == "ferritin":
        if_met = combine(fever, Outcome.MET, met, unknown)
        if_not = combine(fever, Outcome.NOT_MET, met, unknown)
    else:
        if_met = combine(fever, ferritin, met + 1, unknown - 1)
        if_not = combine(fever, ferritin, met, unknown - 1)
    effect = Message(_EFFECT, {"if_met": _WOULD_BE[if_met], "if_not_met": _WOULD_BE[if_not]})
    pivotal = if_met is not now or if_not is not now
    return OpenQuestion(
        criterion.id, criterion.label, if_met, if_not, pivotal, criterion.notes, effect
    )


def _statement(outcome: Outcome, ferritin: Outcome) -> Message:
    if outcome is Outcome.MET:
        return _MET
    if outcome is Outcome.UNKNOWN:
        return _OPEN
    return _NO_FERRITIN if ferritin is Outcome.NOT_MET else _NO_FOUR


def _not_applicable(
    view: View,
    reason: Message,
    notes: tuple[Message, ...],
    criteria: tuple[Criterion, ...] = (),
) -> Verdict:
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
        outcome=Outcome.NOT_APPLICABLE, as_of=view.as_of, window_days=view.window_days,
        statement=reason, reason=reason, notes=notes, criteria=criteria,
    )  # fmt: skip
