"""A rule's answer: the sentence first, then every criterion with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.citations import Citation
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.settling import sentences, settling_sets
from hlh_app.clinical.text import Message
from hlh_app.clinical.verdict import Criterion, OpenQuestion, Verdict
from hlh_app.clinical.windows import View

from . import formats, words
from .links import Trail
from .readings import ReadingView, reading
from .sentences import say, say_all
from .words import OutcomeWord


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One condition. ``part``: one of the lineages or arms of the condition above it."""

    label: str
    outcome: OutcomeWord
    threshold: str
    points: str
    readings: tuple[ReadingView, ...]
    notes: tuple[str, ...]
    source: str
    part: bool


@dataclass(frozen=True, slots=True)
class OpenView:
    """A missing result: what to measure, and what either answer would do."""

    label: str
    missing: str
    effect: str
    pivotal: bool


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict in one line, and the address at which it opens into its criteria."""

    rule: str
    title: str
    outcome: OutcomeWord
    summary: str
    statement: str
    reason: str
    activity: str
    marks: tuple[OutcomeWord, ...]
    unverified: bool
    url: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The opened verdict. ``basis`` names the moment, the window and the threshold."""

    line: VerdictLine
    criteria: tuple[CriterionView, ...]
    open_heading: str
    open_questions: tuple[OpenView, ...]
    settled_by: str
    settling: tuple[str, ...]
    apart: tuple[str, ...]
    notes: tuple[str, ...]
    basis: str
    source: str


def line(rule: Verdict, url: str = "") -> VerdictLine:
    return VerdictLine(
        rule=rule.rule,
        title=_(rule.title),
        outcome=words.outcome(rule.outcome),
        summary=_summary(rule),
        statement=say(rule.statement),
        reason=say(rule.reason),
        activity=words.sentence(say(rule.activity)),
        marks=tuple(words.outcome(row.outcome) for row in rule.criteria) if rule.count else (),
        unverified=not rule.source.verified,
        url=url,
    )


def verdict(
    rule: Verdict, trail: Trail, view: View | None = None, apart: tuple[Message, ...] = ()
) -> VerdictView:
    """``view``: what the rule was judged on, for the sets of tests that would settle it.
    ``apart``: where another rule parts from it."""
    return VerdictView(
        line=line(rule),
        criteria=tuple(criteria(_all_criteria(rule), trail)),
        open_heading=_open_heading(rule),
        open_questions=tuple(_open(row, rule) for row in rule.open_questions),
        settled_by=say(rule.settled_by),
        settling=say_all(sentences(settling_sets(rule, view))) if view else (),
        apart=say_all(apart),
        notes=say_all(rule.notes),
        basis=_basis(rule),
        source=source(rule.source),
    )


def source(cited: Citation) -> str:
    """Named as it is cited, with the word "unverified" where it was not read."""
    return cited.short if cited.verified else f"{cited.short}, {_('unverified')}"


def _summary(rule: Verdict) -> str:
    if rule.outcome is Outcome.NOT_APPLICABLE:
        return _("not applicable")
    if rule.count:
        return _count(rule)
    if rule.points:
        return _score(rule)
    return ""


def _score(rule: Verdict) -> str:
    chance = probability(rule)
    text = say(rule.statement).rstrip(".")
    return f"{text}; {chance}" if chance else text


def probability(rule: Verdict) -> str:
    """Probability about 40 to 73 %; the ends of the table are printed as such."""
    if rule.probability_percent is None:
        return ""
    low, high = (_chance(value) for value in rule.probability_percent)
    if low == high:
        return _("probability %(p)s") % {"p": low}
    return _("probability %(low)s to %(high)s") % {"low": low, "high": high}


def _chance(value: Decimal) -> str:
    if value < 1:
        return _("below 1 %")
    return _("above 99 %") if value > 99 else _("about %(p)s %%") % {"p": formats.number(value, 0)}


def _count(rule: Verdict) -> str:
    assert rule.count
    text = _("%(met)s of %(total)s") % {"met": rule.count.met, "total": rule.count.total}
    if rule.path == "molecular":
        text = _("molecular diagnosis; %(count)s") % {"count": text}
    if rule.count.unknown:
        unknown = _("%(n)s unknown") % {"n": rule.count.unknown}
        text = f"{text}, {unknown}"
    return text


def _all_criteria(rule: Verdict) -> tuple[Criterion, ...]:
    """The molecular path stands below the count, which it is no part of."""
    return (*rule.criteria, rule.molecular) if rule.molecular else rule.criteria


def criteria(rows: tuple[Criterion, ...], trail: Trail) -> Iterator[CriterionView]:
    """Each condition, its parts below it."""
    for row in rows:
        yield _criterion(row, trail, part=False)
        for part in row.parts:
            yield _criterion(part, trail, part=True)


def _criterion(row: Criterion, trail: Trail, part: bool) -> CriterionView:
    shown = () if row.parts else row.readings
    cited = source(row.source)
    if row.our_definition and row.citation != "our_definition":
        cited = f"{cited}; {_('our definition')}"
    return CriterionView(
        label=_(row.label),
        outcome=words.outcome(row.outcome),
        threshold=say(row.threshold),
        points=_points(row.points),
        readings=tuple(reading(read, trail) for read in shown),
        notes=say_all(row.notes),
        source=cited,
        part=part,
    )


def _points(points: tuple[int, int] | None) -> str:
    if points is None:
        return ""
    low, high = points
    if low == high:
        return ngettext("%(n)s point", "%(n)s points", low) % {"n": low}
    return _("%(low)s to %(high)s points") % {"low": low, "high": high}


def _may_change(rule: Verdict) -> bool:
    return rule.outcome is Outcome.UNKNOWN or any(row.pivotal for row in rule.open_questions)


def _open_heading(rule: Verdict) -> str:
    if _may_change(rule):
        return _("What would settle it")
    return _("Still missing; the verdict stands whatever it turns out")


def _open(row: OpenQuestion, rule: Verdict) -> OpenView:
    """What a result would do is said of a score, and of other rules while it can change them."""
    told = rule.points is not None or _may_change(rule)
    return OpenView(
        label=_(row.label),
        missing="; ".join(say_all(row.missing)),
        effect=say(row.effect) if told else "",
        pivotal=row.pivotal,
    )


def _basis(rule: Verdict) -> str:
    parts = [
        _("as of %(moment)s") % {"moment": formats.moment(rule.as_of)},
        _("values of the %(days)s days before") % {"days": rule.window_days},
    ]
    if rule.fever_threshold is not None:
        parts.append(_("fever ≥ %(t)s °C") % {"t": formats.fixed(rule.fever_threshold, 1)})
    parts.append(_("rule version %(version)s") % {"version": rule.version})
    return words.sentence("; ".join(parts))
