"""A rule as it speaks of itself: what it answers, for whom, what it asks, and who says so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.citations import Citation
from hlh_app.clinical.hazards import hazards_of
from hlh_app.web.record import Record

from . import formats
from .sentences import say
from .verdicts import source
from .words import sentence

NUMBERS = Path(__file__).with_name("rule_tests.json")
"""Vectors, limits and tests by rule, counted by the suite."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list. ``unverified``: its source was not read."""

    title: str
    answers: str
    population: str
    source: str
    version: str
    unverified: bool
    url: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """One condition. ``limits``: each at which the answer changes, with its source where that is
    another than the condition's. ``ours``: our definition."""

    label: str
    condition: str
    limits: tuple[str, ...]
    source: str
    ours: bool


@dataclass(frozen=True, slots=True)
class HazardView:
    title: str
    effect: str
    control: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """``code``: the module that holds the rule. ``tested``: how, in sentences."""

    rule: str
    title: str
    unverified: bool
    answers: str
    population: str
    source: str
    doi: str
    version: str
    code: str
    asked: tuple[AskedView, ...]
    ours: tuple[str, ...]
    not_read: tuple[str, ...]
    tested: tuple[str, ...]
    hazards: tuple[HazardView, ...]


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """``kept``: what is kept with the report, in words."""

    title: str
    kept: str
    back: str


def lines(cards: Iterable[RuleCard]) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(
            title=_(card.title),
            answers=_(card.answers),
            population=_(card.population),
            source=source(card.source),
            version=card.version,
            unverified=not card.source.verified,
            url=reverse("web:rule", args=[card.rule]),
        )
        for card in cards
    )


def rule_page(card: RuleCard) -> RulePage:
    return RulePage(
        rule=card.rule,
        title=_(card.title),
        unverified=not card.source.verified,
        answers=_(card.answers),
        population=_(card.population),
        source=_(card.source.text),
        doi=card.source.doi or "",
        version=card.version,
        code=card.module,
        asked=tuple(_asked(criterion) for criterion in card.criteria),
        ours=tuple(_(text) for text in card.our_definitions),
        not_read=tuple(_(text) for text in card.unverified),
        tested=tuple(_tested(_numbers().get(card.rule, {}))),
        hazards=tuple(
            HazardView(_(one.title), _(one.effect), _(one.control)) for one in hazards_of(card.rule)
        ),
    )


def _asked(criterion: CardCriterion) -> AskedView:
    condition = say(criterion.condition)
    return AskedView(
        label=_(criterion.label),
        condition=sentence(condition),
        limits=tuple(
            text
            for limit in criterion.boundaries
            if (text := _limit(limit, criterion)) != sentence(condition)
        ),
        source=_source(criterion),
        ours=criterion.our_definition,
    )


def _source(criterion: CardCriterion) -> str:
    cited = _cited(criterion.source)
    partly = criterion.our_definition and criterion.citation != "our_definition"
    return f"{cited}; {_('our definition')}" if partly else cited


def _limit(limit: Boundary, criterion: CardCriterion) -> str:
    """With its source unless that is the condition's own."""
    text = sentence(say(limit.condition))
    return text if limit.citation == criterion.citation else f"{text} ({_cited(limit.source)})"


def _cited(cited: Citation) -> str:
    return _(cited.short) if cited.key == "our_definition" else source(cited)


@cache
def _numbers() -> Mapping[str, Mapping[str, int]]:
    return json.loads(NUMBERS.read_text()) if NUMBERS.exists() else {}


def _tested(counts: Mapping[str, int]) -> Iterable[str]:
    limits, tests = counts.get("limits", 0), counts.get("tests", 0)
    if limits:
        yield ngettext(
            "%(limits)s limit, tried just below, at and just above it: %(tests)s tests.",
            "%(limits)s limits, each tried just below, at and just above it: %(tests)s tests.",
            limits,
        ) % {"limits": formats.number(limits), "tests": formats.number(tests)}
    vectors = counts.get("vectors", 0)
    if vectors:
        yield _("%(n)s invented patients whose answer was computed independently of this code.") % {
            "n": formats.number(vectors)
        }
    if not limits and not vectors:
        yield _("No test of this rule is counted here.")


def problem_page(card: RuleCard, record: Record | None) -> ProblemPage:
    values = {"rule": _(card.title), "version": card.version}
    kept = _("Kept with the report: the rule %(rule)s in version %(version)s.") % values
    back = reverse("web:rule", args=[card.rule])
    if record is not None:
        values |= {"moment": formats.moment(record.as_of)}
        kept = (
            _(
                "Kept with the report: the rule %(rule)s in version %(version)s, the moment "
                "%(moment)s, and the patient's record as it stands now, for the reviewer."
            )
            % values
        )
        back = reverse("web:patient", args=[record.patient.pk]) + record.address
    title = _("Report a problem with this calculation: %(rule)s") % values
    return ProblemPage(title, kept, back)
