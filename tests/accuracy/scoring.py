"""How often a method is right, and how often it says no where the truth is yes or still open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

NEGATIVE = ("not_met", "not_applicable", "no_response", "0")
CLASSES = ("NR", "PR", "CR")


class Score(NamedTuple):
    """One method on one rule. ``falsely_negative`` None where the method gives no yes or no."""

    rule: str
    method: str
    vignettes: int
    right: int
    falsely_negative: int | None

    @property
    def per_cent_right(self) -> float:
        return 100 * self.right / self.vignettes


def is_right(said: str, truth: str) -> bool:
    """A checklist cannot say "not applicable": its "no" is taken for it."""
    return said == truth or (truth == "not_applicable" and said == "not_met")


def is_falsely_negative(said: str, truth: str) -> bool:
    """No, no dose, or a lower dose, where the truth is yes, a higher dose, or still open."""
    if said in NEGATIVE:
        return truth not in NEGATIVE
    numbers = said[0].isdigit() and truth[0].isdigit()
    return numbers and float(said) < float(truth)


def score(rule: str, method: str, pairs: Iterable[tuple[str, str]]) -> Score:
    """Pairs of what was said and the truth."""
    pairs = list(pairs)
    right = sum(is_right(*pair) for pair in pairs)
    negative = sum(is_falsely_negative(*pair) for pair in pairs)
    return Score(rule, method, len(pairs), right, negative)


def score_whole(rule: str, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Score:
    """Ours: right only when every part agrees, each criterion and both ends of a range."""
    pairs = list(pairs)
    right = sum(said == truth for said, truth in pairs)
    negative = sum(is_falsely_negative(said["met"], truth["met"]) for said, truth in pairs)
    return Score(rule, "ours", len(pairs), right, negative)


def score_classes(method: str, pairs: Iterable[tuple[list[str], list[str]]]) -> Score:
    """Sets of response classes; falsely negative: the best still possible is left out."""
    pairs = list(pairs)
    right = sum(said == truth for said, truth in pairs)
    worse = sum(_best(said) < _best(truth) for said, truth in pairs)
    return Score("marsh2013", method, len(pairs), right, worse)


def _best(classes: list[str]) -> int:
    return max(CLASSES.index(name) for name in classes)
