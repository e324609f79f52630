"""What the address of the survival page chooses: transplant, and how many weeks are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from ...study.asked import Asked

TRANSPLANT, UNTIL = "transplant", "weeks"
CENSORED, ALL = "censored", "all"
CHOICES = ("26", "52", "104", ALL)
LEAST, USUAL = 4, 52


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """One question with its answers, each an address."""

    label: str
    choices: tuple[Choice, ...]


def is_censored(asked: Asked) -> bool:
    return asked.request.GET.get(TRANSPLANT) == CENSORED


def _chosen_weeks(asked: Asked, longest: float) -> str:
    word = asked.request.GET.get(UNTIL, "")
    if word in CHOICES:
        return word
    return ALL if longest <= 1.5 * USUAL else str(USUAL)


def until_week(asked: Asked, longest: float) -> float:
    """The end of the axis."""
    word = _chosen_weeks(asked, longest)
    return max(ceil(longest), LEAST) if word == ALL else float(word)


def transplant_switch(asked: Asked) -> Switch:
    censored = is_censored(asked)
    return Switch(
        _("Transplant"),
        (
            _choice(asked, _("ends nothing"), {TRANSPLANT: ""}, not censored),
            _choice(asked, _("ends the observation"), {TRANSPLANT: CENSORED}, censored),
        ),
    )


def weeks_switch(asked: Asked, longest: float) -> Switch:
    current = _chosen_weeks(asked, longest)
    names = {word: _("%(n)s weeks") % {"n": word} for word in CHOICES if word != ALL}
    names[ALL] = _("all")
    return Switch(
        _("Drawn to"),
        tuple(_choice(asked, names[word], {UNTIL: word}, word == current) for word in CHOICES),
    )


def _choice(asked: Asked, label: str, wanted: dict[str, str], is_current: bool) -> Choice:
    query = asked.request.GET.copy()
    for name, word in wanted.items():
        query.pop(name, None)
        if word:
            query[name] = word
    return Choice(label, f"?{query.urlencode()}", is_current)
