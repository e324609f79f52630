"""Results: survival, relapse, and toxicity."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..words import inside
from .live_text import CI, Facts, Piece, Sentence, sentence
from .results_base import Analyses, Say, compared
from .safety import TERM_WORDS


def survival(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    yield lambda: sentence(
        _("Deaths up to the last contact: %(part)s."),
        part=of.part("survival/os/events", "survival/os/n"),
    )
    yield lambda: _median_time(of, "os", _("Median overall survival"))
    yield lambda: _at_half_a_year(of, "os", _("Overall survival"))
    yield lambda: _median_time(of, "pfs", _("Median progression-free survival"))
    yield lambda: _at_half_a_year(of, "pfs", _("Progression-free survival"))
    yield lambda: sentence(
        _("The median follow-up was %(weeks)s weeks (reverse Kaplan–Meier)."),
        weeks=of.number("survival/follow_up/median_weeks", 1),
    )
    for code, words in (
        ("relapse_ebv", _("with EBV-HLH")),
        ("relapse_not_ebv", _("without EBV-HLH")),
    ):
        yield lambda code=code, words=words: _relapse(of, code, words)  # type: ignore[misc]
    yield lambda: _incidence(of)


def _median_time(of: Facts, code: str, name: str) -> Sentence | None:
    """Not reached is said as such; of nobody nothing is said."""
    key = f"survival/{code}"
    if not of.has(f"{key}/n"):
        return None
    if not of.knows(f"{key}/median_weeks"):
        return sentence(_("%(name)s was not reached."), name=name)
    low, high = (f"{key}/median_{end}_weeks" for end in ("low", "high"))
    if not (of.knows(low) or of.knows(high)):
        weeks = of.number(f"{key}/median_weeks", 1)
        return sentence(_("%(name)s was %(weeks)s weeks."), name=name, weeks=weeks)
    return sentence(
        _("%(name)s was %(weeks)s weeks (%(ci)s %(low)s to %(high)s)."),
        name=name,
        weeks=of.number(f"{key}/median_weeks", 1),
        ci=CI,
        low=_end(of, low),
        high=_end(of, high),
    )


def _end(of: Facts, key: str) -> Piece:
    return of.number(key, 1) if of.knows(key) else Piece(_("not reached"))


def _at_half_a_year(of: Facts, code: str, name: str) -> Sentence:
    key = f"survival/{code}/week26"
    return sentence(
        _("%(name)s at 26 weeks was %(rate)s %% (%(ci)s %(low)s–%(high)s; %(n)s at risk)."),
        name=name,
        rate=of.number(key, 1, 100),
        ci=CI,
        low=of.number(f"{key}_low", 1, 100),
        high=of.number(f"{key}_high", 1, 100),
        n=of.number(f"{key}_at_risk"),
    )


def _relapse(of: Facts, code: str, words: str) -> Sentence | None:
    key = f"survival/{code}"
    if not of.has(f"{key}/n"):
        return None
    ends = (f"{key}/share_low", f"{key}/share_high")
    return sentence(
        _("Of the responders %(which)s who were not transplanted before, %(rate)s relapsed."),
        which=words,
        rate=of.share(of.number(f"{key}/relapsed"), f"{key}/n", f"{key}/share", ends, 100),
    )


def _incidence(of: Facts) -> Sentence | None:
    """Of all responders, in time: what the crude shares take no account of."""
    key = "survival/after_response"
    if not of.has(f"{key}/n"):
        return None
    week = f"{key}/week26_relapse"
    return sentence(
        _(
            "The cumulative incidence of relapse 26 weeks after the response was %(rate)s %% "
            "(%(interval)sAalen–Johansen, transplant and death without relapse as competing "
            "events; %(n)s responders)."
        ),
        rate=of.number(week, 1, 100),
        interval=_interval(of, week),
        n=of.number(f"{key}/n"),
    )


def _interval(of: Facts, key: str) -> Sentence:
    """Nothing where there is none: of an incidence of 0."""
    if not of.knows(f"{key}_low"):
        return ()
    low, high = (of.number(f"{key}_{end}", 1, 100) for end in ("low", "high"))
    return sentence(_("%(ci)s %(low)s–%(high)s; "), ci=CI, low=low, high=high)


def survival_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    names = (("os", _("Overall survival")), ("pfs", _("Progression-free survival")))
    for code, name in names:
        yield lambda code=code, name=name: sentence(  # type: ignore[misc]
            _("%(name)s of the two groups: log-rank test, %(p)s."),
            name=name,
            p=of.p(f"survival/{code}/logrank_p"),
        )


TOLD_TERMS = tuple(code for code in TERM_WORDS if code not in ("alt", "ast", "fever"))
"""Transaminases stand for ALT and AST; fever has a paragraph of its own."""


def toxicity(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    """Also where nobody had it: not told, none and not measured would look alike."""
    for code in TOLD_TERMS:
        yield lambda code=code: _severe(of, code)  # type: ignore[misc]
    yield lambda: _stopped(of)


def _severe(of: Facts, code: str) -> Sentence:
    name = f"safety/{code}.severe"
    ends = (f"{name}/lower", f"{name}/upper")
    return sentence(
        _("New %(what)s of grade III or IV: %(rate)s."),
        what=inside(_(TERM_WORDS[code][0])),
        rate=of.share(of.number(f"{name}/count"), f"{name}/n", f"{name}/percent", ends, 1),
    )


def _stopped(of: Facts) -> Sentence:
    ends = ("safety/stopped/lower", "safety/stopped/upper")
    stopped = of.number("safety/stopped/count")
    rate = of.share(stopped, "safety/stopped/n", "safety/stopped/percent", ends, 1)
    return sentence(_("Ruxolitinib was stopped for toxicity in %(rate)s."), rate=rate)


def toxicity_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    for code in TOLD_TERMS:
        row = found.safety.terms[code]
        if row.test is not None:
            yield lambda code=code, row=row: compared(  # type: ignore[misc]
                _("New %(what)s of grade III or IV in the two groups: %%(test)s, %%(p)s.")
                % {"what": inside(_(TERM_WORDS[code][0]))},
                row.test,
                of.p(f"safety/{code}.severe/p"),
            )
