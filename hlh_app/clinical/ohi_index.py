"""OHI index: sCD25 > 3,900 U/mL and ferritin > 1,000 µg/L in adults with hematologic malignancy.

Zoref-Lorenz, Blood 2022;139:1098 (10.1182/blood.2021012764). Not applicable without a hematologic
malignancy on record or before the age of 18 years. sCD25 in any other unit is another assay and
leaves it open; the laboratory's bare "raised" says nothing about 3,900 U/mL.
"""

from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.evidence import judge, judge_finding
from hlh_app.clinical.hlh_card import window_criterion
from hlh_app.clinical.outcome import Outcome, at_least, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Pivot, Verdict
from hlh_app.clinical.windows import WINDOW_DAYS, History, View

RULE = "ohi2022"
VERSION = "1.0.0"
TITLE = gettext_noop("OHI index")
CITATION = "zoref2022"
ADULT_FROM = 18
BOTH = (Threshold("scd25", ">", Decimal(3900)), Threshold("ferritin", ">", Decimal(1000)))
LABELS = {
    "scd25": gettext_noop("sCD25 (soluble IL-2 receptor)"),
    "ferritin": gettext_noop("Ferritin"),
}

NO_MALIGNANCY = Message(
    gettext_noop("Not applicable: no hematologic malignancy is recorded as present.")
)
NOT_ADULT = Message(
    gettext_noop("Not applicable: made for adults; this patient is under {years} years."),
    {"years": ADULT_FROM},
)
OTHER_MALIGNANCY = Message(
    gettext_noop("a malignancy is recorded; whether it is hematologic is not")
)
_MET = Message(gettext_noop("OHI index positive: sCD25 and ferritin are both above the limit."))
_NOT_MET = Message(gettext_noop("OHI index negative: one of the two is not above the limit."))
_OPEN = Message(gettext_noop("OHI index open: both results are needed."))
_STATEMENTS = {Outcome.MET: _MET, Outcome.NOT_MET: _NOT_MET, Outcome.UNKNOWN: _OPEN}
_DECIDES = Message(gettext_noop("Above the limit: positive. Not above: negative."))
_ONE_OF_TWO = Message(gettext_noop("Above the limit: still open. Not above: negative."))
_NOT_NEEDED = Message(gettext_noop("Negative whatever this result is."))
_BOTH_LABEL = gettext_noop("Both")
_BOTH = Message(gettext_noop("both above their limit"))
_WHERE_LABEL = gettext_noop("Where it applies")
_WHERE = Message(gettext_noop("a hematologic malignancy, and an adult"))
_ADULT = gettext_noop("{years} years or older")


def ohi_index(case: Case, as_of: Moment, window_days: int = WINDOW_DAYS) -> Verdict:
    """The index as of ``as_of``; not applicable with the reason."""
    return verdict(View(History(case), as_of, window_days))


def verdict(view: View) -> Verdict:
    """As :func:`ohi_index`, on a view."""
    found = view.finding("hematologic_malignancy")
    if found.status is not FindingStatus.PRESENT:
        notes = judge_finding(found, None).notes
        return _not_applicable(view, NO_MALIGNANCY, (*notes, *_other_malignancy(view)))
    if completed_years(view.case.patient, view.as_of.day) < ADULT_FROM:
        return _not_applicable(view, NOT_ADULT, ())
    criteria = tuple(_criterion(view, threshold) for threshold in BOTH)
    outcome = combine(criteria)
    questions = tuple(_question(criteria, c) for c in criteria if c.outcome is Outcome.UNKNOWN)
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, outcome=outcome,
        as_of=view.as_of, window_days=view.window_days, statement=_STATEMENTS[outcome],
        criteria=criteria, open_questions=questions,
        pivotal={q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal},
    )  # fmt: skip


def combine(criteria: tuple[Criterion, ...]) -> Outcome:
    """Both are needed."""
    outcomes = [criterion.outcome for criterion in criteria]
    met, unknown = outcomes.count(Outcome.MET), outcomes.count(Outcome.UNKNOWN)
    return at_least(len(BOTH), met, unknown)


def _criterion(view: View, threshold: Threshold) -> Criterion:
    judged = judge(view, threshold)
    return Criterion(
        threshold.analyte, LABELS[threshold.analyte], outcome_of(judged.state),
        threshold.in_words(judged.unit), CITATION, judged.readings, judged.notes,
    )  # fmt: skip


def _question(criteria: tuple[Criterion, ...], one: Criterion) -> OpenQuestion:
    """What either result of one open criterion would do, the other as it is."""
    now = combine(criteria)
    if_met, if_not = (
        combine(tuple(c._replace(outcome=turned) if c is one else c for c in criteria))
        for turned in (Outcome.MET, Outcome.NOT_MET)
    )
    effect = {Outcome.MET: _DECIDES, Outcome.UNKNOWN: _ONE_OF_TWO}.get(if_met, _NOT_NEEDED)
    pivotal = if_met is not now or if_not is not now
    return OpenQuestion(one.id, one.label, if_met, if_not, pivotal, one.notes, effect)


def _other_malignancy(view: View) -> tuple[Message, ...]:
    recorded = view.finding("malignancy").status is FindingStatus.PRESENT
    return (OTHER_MALIGNANCY,) if recorded or view.case.trigger == "malignancy" else ()


def _not_applicable(view: View, reason: Message, notes: tuple[Message, ...]) -> Verdict:
    return Verdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
        outcome=Outcome.NOT_APPLICABLE, as_of=view.as_of, window_days=view.window_days,
        statement=reason, reason=reason, notes=notes,
    )  # fmt: skip


CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop("Is there HLH-like inflammation beside a hematologic malignancy?"),
    population=gettext_noop("Adults with a hematologic malignancy."),
    criteria=(
        CardCriterion(
            id="where", label=_WHERE_LABEL, condition=_WHERE, citation=CITATION,
            boundaries=(Boundary.ours("age", _ADULT, years=ADULT_FROM),),
        ),
        *(
            CardCriterion(
                id=threshold.analyte, label=LABELS[threshold.analyte],
                condition=threshold.in_words(), citation=CITATION,
                boundaries=(Boundary.of(threshold, CITATION),),
            )
            for threshold in BOTH
        ),
        CardCriterion(id="both", label=_BOTH_LABEL, condition=_BOTH, citation=CITATION),
        window_criterion(),
    ),
    our_definitions=(gettext_noop("An adult is 18 years or older on the day of the reading."),),
)  # fmt: skip
