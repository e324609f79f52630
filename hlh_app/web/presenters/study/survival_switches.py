"""What the address of the survival page chooses: transplant, and how many weeks are drawn."""

from __future__ import annotations

from math import ceil

from django.utils.translation import gettext as _

from ...study.asked import Asked
from .switches import Switch, choices

TRANSPLANT, UNTIL = "transplant", "weeks"
CENSORED, ALL = "censored", "all"
CHOICES = ("26", "52", "104", ALL)
LEAST, USUAL = 4, 52


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
    words = {"": _("ends nothing"), CENSORED: _("ends the observation")}
    current = CENSORED if is_censored(asked) else ""
    return Switch(_("Transplant"), choices(asked, TRANSPLANT, words, current))


def weeks_switch(asked: Asked, longest: float) -> Switch:
    words = {word: _("%(n)s weeks") % {"n": word} for word in CHOICES if word != ALL}
    words[ALL] = _("all")
    return Switch(_("Drawn to"), choices(asked, UNTIL, words, _chosen_weeks(asked, longest)))
