"""The four outcomes and the response classes: one word and one symbol each, everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.completions import ResponseClass, in_order
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response_wording import words as class_words
from hlh_app.clinical.text import gettext_noop

from .sentences import say

OUTCOMES = {
    Outcome.MET: ("●", gettext_noop("met")),
    Outcome.NOT_MET: ("○", gettext_noop("not met")),
    Outcome.UNKNOWN: ("?", gettext_noop("unknown")),
    Outcome.NOT_APPLICABLE: ("–", gettext_noop("not applicable")),
}


@dataclass(frozen=True, slots=True)
class OutcomeWord:
    """``code`` names the CSS class; the symbol is for the eye, the word for everybody."""

    code: str
    symbol: str
    word: str


def outcome(value: Outcome | str) -> OutcomeWord:
    """The symbol and word of an outcome; ValueError for another string."""
    code = Outcome(value)
    symbol, word = OUTCOMES[code]
    return OutcomeWord(code.value, symbol, _(word))


def response_classes(classes: Iterable[str]) -> str:
    """The classes that the missing values leave open, in words: "NR" reads as "not recorded"."""
    return say(class_words(in_order(ResponseClass(code) for code in classes)))


def inside(text: str) -> str:
    """As it stands within a sentence: a small first letter, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """With a capital first letter, unless it begins as sCD25 does; the rest is left as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
