"""What the MS score says of itself, out of the coefficients that it adds up."""

from hlh_app.clinical import ms_score
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.hlh_card import window_criterion
from hlh_app.clinical.text import Message, gettext_noop

_SUM_LABEL = gettext_noop("Sum")
_CUT_OFF = gettext_noop("MAS is to be considered when the sum is {cut_off} or more")

CARD = RuleCard(
    rule=ms_score.RULE,
    version=ms_score.VERSION,
    title=ms_score.TITLE,
    citation=ms_score.CITATION,
    module=ms_score.__name__,
    answers=gettext_noop("Is this macrophage activation syndrome, in a patient with systemic JIA?"),
    population=gettext_noop("Febrile patients with known or suspected systemic JIA."),
    criteria=(
        *(
            CardCriterion(
                id=kind, label=ms_score.LABELS[kind], citation=ms_score.CITATION,
                condition=Message(ms_score.PRESENT, {"points": points}),
            )
            for kind, points in ms_score.FINDINGS.items()
        ),
        *(
            CardCriterion(
                id=analyte, label=ms_score.LABELS[analyte], citation=ms_score.CITATION,
                condition=Message(ms_score.EACH, {"coefficient": w.coefficient, "unit": w.unit}),
            )
            for analyte, w in ms_score.LABS.items()
        ),
        CardCriterion(
            id="sum", label=_SUM_LABEL, citation=ms_score.CITATION,
            condition=Message(_CUT_OFF, {"cut_off": ms_score.CUT_OFF}),
            boundaries=(
                Boundary(
                    id="cut_off", condition=Message(_CUT_OFF, {"cut_off": ms_score.CUT_OFF}),
                    citation=ms_score.CITATION,
                ),
            ),
        ),
        window_criterion(),
    ),
    our_definitions=(ms_score.WORST.template, ms_score.MISSING.template),
)  # fmt: skip
