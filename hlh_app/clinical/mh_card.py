"""What the MH score says of itself, out of the limits and points that it adds up."""

from hlh_app.clinical import mh_score
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.hlh_card import statement_days, window_criterion
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.thresholds import Threshold

_SUM_LABEL = gettext_noop("Sum of points")
_WHERE_LABEL = gettext_noop("Where it applies")
_CUT_OFF = gettext_noop("{cut_off} points or more of {highest}: primary HLH likelier (unverified)")
_ONSET_DAYS = gettext_noop("onset at {days} days of age or fewer, {years} years")
_CHILD = gettext_noop("younger than {years} years, where primary HLH or the genes ask for it")
_WHERE = Message(
    gettext_noop(
        "systemic JIA present or suspected at any age, or a child with primary HLH as trigger or "
        "a molecular diagnosis"
    )
)


def _lab(threshold: Threshold, points: int) -> CardCriterion:
    return CardCriterion(
        id=threshold.analyte, label=mh_score.LABELS[threshold.analyte],
        condition=Message(mh_score.BAND, {"first": threshold.in_words(), "points": points}),
        citation=mh_score.CITATION, boundaries=(Boundary.of(threshold, mh_score.CITATION),),
    )  # fmt: skip


def _onset() -> CardCriterion:
    values: dict[str, Value] = {"years": mh_score.ONSET_YEARS, "points": mh_score.ONSET_POINTS}
    limit = Boundary.ours(
        "onset", _ONSET_DAYS, days=mh_score.ONSET_DAYS, years=mh_score.ONSET_YEARS
    )
    return CardCriterion(
        id="onset", label=mh_score.LABELS["onset"], condition=Message(mh_score.ONSET, values),
        citation=mh_score.CITATION, boundaries=(limit,),
    )  # fmt: skip


def _sum() -> CardCriterion:
    values: dict[str, Value] = {"cut_off": mh_score.CUT_OFF, "highest": mh_score.HIGHEST}
    condition = Message(_CUT_OFF, values)
    return CardCriterion(
        id="sum", label=_SUM_LABEL, condition=condition, citation=mh_score.CITATION,
        boundaries=(
            Boundary(id="cut_off", condition=condition, citation=mh_score.CITATION),
        ),
    )  # fmt: skip


CARD = RuleCard(
    rule=mh_score.RULE,
    version=mh_score.VERSION,
    title=mh_score.TITLE,
    citation=mh_score.CITATION,
    module=mh_score.__name__,
    answers=gettext_noop("Is this primary HLH rather than MAS in systemic JIA?"),
    population=gettext_noop("Children with primary HLH or with MAS in systemic JIA."),
    criteria=(
        CardCriterion(
            id="where", label=_WHERE_LABEL, condition=_WHERE, citation="our_definition",
            boundaries=(Boundary.ours("age", _CHILD, years=mh_score.CHILD_BEFORE),),
            our_definition=True,
        ),
        _onset(),
        *(_lab(threshold, points) for threshold, points in mh_score.LABS),
        CardCriterion(
            id="splenomegaly", label=mh_score.LABELS["splenomegaly"], citation=mh_score.CITATION,
            condition=Message(mh_score.PRESENT, {"points": mh_score.SPLEEN_POINTS}),
            boundaries=(statement_days("splenomegaly"),),
        ),
        _sum(),
        window_criterion(),
    ),
    our_definitions=(
        _WHERE.template,
        gettext_noop("1.6 years are 584 days, reckoned from the earliest onset recorded."),
        gettext_noop("A missing item gives a range of points."),
    ),
    unverified=(gettext_noop("The cut-off of 60 points was not read in the source."),),
)  # fmt: skip
