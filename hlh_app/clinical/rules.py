"""Every rule there is, as it speaks of itself. A new rule is listed here."""

from types import MappingProxyType

from hlh_app.clinical import (
    cautions_card,
    course_cards,
    ctcae,
    dose_card,
    eligibility,
    emapalumab_card,
    fever_back,
    fever_card,
    hlh2004,
    hlh2024,
    hscore_card,
    mas2016,
    mh_card,
    ms_card,
    ohi_index,
    relapse_card,
    renal_card,
    response_card,
    tasks_card,
    titration_card,
    workup,
)
from hlh_app.clinical.card import RuleCard

CARDS: tuple[RuleCard, ...] = (
    hlh2004.CARD,
    hlh2024.CARD,
    hscore_card.CARD,
    mas2016.CARD,
    ms_card.CARD,
    mh_card.CARD,
    ohi_index.CARD,
    dose_card.WANG,
    dose_card.CHI,
    response_card.CARD,
    emapalumab_card.CARD,
    relapse_card.CARD,
    fever_back.CARD,
    fever_card.COURSE,
    fever_card.NEUTROPENIA,
    course_cards.GLUCOCORTICOID,
    course_cards.TRANSPLANT_WINDOW,
    course_cards.FOLLOW_UP,
    ctcae.CARD,
    renal_card.CARD,
    titration_card.CARD,
    eligibility.CARD,
    workup.CARD,
    cautions_card.CARD,
    tasks_card.CARD,
)
_BY_RULE = MappingProxyType({card.rule: card for card in CARDS})


def card(rule: str) -> RuleCard:
    """The card of that rule; KeyError when there is none."""
    return _BY_RULE[rule]
