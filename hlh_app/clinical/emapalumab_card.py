"""What the emapalumab-trial response says of itself, out of the limits by which it judges."""

from hlh_app.clinical import emapalumab_response as trial
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.emapalumab_items import LEVELS, NO_KIND, SCD25_FOLD
from hlh_app.clinical.hlh_criteria import FEVER_LABEL, SPLENOMEGALY_LABEL
from hlh_app.clinical.text import Message, Value, gettext_noop

_COMPLETE_LABEL = gettext_noop("Complete response")
_PARTIAL_LABEL = gettext_noop("Partial response")
_IMPROVEMENT_LABEL = gettext_noop("HLH improvement")
_COMPLETE = Message(gettext_noop("all nine normal"))
_PARTIAL = gettext_noop("{n} or more abnormalities normalized")
_IMPROVED = gettext_noop("{n} or more abnormalities better by 50 % or more")
_FALL = gettext_noop("ferritin, D-dimer and sCD25: a fall of {percent} % or more")
_RISE = gettext_noop("platelets, neutrophils and fibrinogen: a rise of {percent} % or more")
_FOLD = gettext_noop("sCD25 at most {fold} × baseline")
_FEVER = gettext_noop("febrile from {limit} °C, as in the response by Marsh")


def _source(id: str, template: str, **values: Value) -> Boundary:
    return Boundary(id=id, condition=Message(template, values), citation=trial.CITATION)


def _criterion(id: str, label: str, condition: Message, *limits: Boundary) -> CardCriterion:
    return CardCriterion(
        id=id, label=label, condition=condition, citation=trial.CITATION, boundaries=limits
    )


CARD = RuleCard(
    rule=trial.RULE,
    version=trial.VERSION,
    title=trial.TITLE,
    citation=trial.CITATION,
    module=trial.__name__,
    answers=gettext_noop("Which response would the trial of emapalumab have counted?"),
    population=gettext_noop("Children with primary HLH, treated before."),
    criteria=(
        _criterion(
            "fever", FEVER_LABEL, trial.NO_FEVER, Boundary.ours("fever", _FEVER, limit=38)
        ),
        _criterion("splenomegaly", SPLENOMEGALY_LABEL, trial.ABSENT),
        _criterion("cns_involvement", trial.CNS_LABEL, trial.ABSENT),
        *(
            _criterion(
                t.analyte, ANALYTES[t.analyte].label, t.in_words(),
                Boundary.of(t, trial.CITATION),
            )
            for t in LEVELS
        ),
        _criterion(
            "scd25", ANALYTES["scd25"].label, Message(_FOLD, {"fold": SCD25_FOLD}),
            _source("scd25", _FOLD, fold=SCD25_FOLD),
        ),
        _criterion("complete", _COMPLETE_LABEL, _COMPLETE),
        _criterion(
            "partial", _PARTIAL_LABEL, Message(_PARTIAL, {"n": trial.NEEDED}),
            _source("partial", _PARTIAL, n=trial.NEEDED),
        ),
        _criterion(
            "improvement", _IMPROVEMENT_LABEL, Message(_IMPROVED, {"n": trial.NEEDED}),
            _source("improvement", _IMPROVED, n=trial.NEEDED),
            _source("fall", _FALL, percent=50),
            _source("rise", _RISE, percent=50),
        ),
    ),
    our_definitions=(
        gettext_noop("Days, baseline and fever as in the response by Marsh."),
        gettext_noop(
            "Normalized: abnormal at baseline and normal now. The label gives sCD25 no limit of "
            "its own, so it cannot be normalized."
        ),
        gettext_noop(
            "Better by 50 %: of an abnormality at baseline; a yes or no is better when gone; sCD25 "
            "when above the limit of its result at baseline."
        ),
        gettext_noop("Spleen and CNS never recorded are not known, unlike in the Marsh response."),
        gettext_noop(
            "The label says “fibrinogen and/or D-dimer”; both are asked for and counted apart."
        ),
        NO_KIND.template,
    ),
)  # fmt: skip
