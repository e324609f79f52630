"""One marker on one assessment day: value, change from baseline, word and target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from django.utils.translation import gettext as _

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.baseline import Baseline
from hlh_app.clinical.case import Observation
from hlh_app.clinical.markers import MarkerWord
from hlh_app.clinical.normality import LimitSource
from hlh_app.clinical.response_arithmetic import (
    Change,
    Target,
    change,
    normal_target,
    rule_text,
)
from hlh_app.clinical.response_distance import Distance, distances
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict
from hlh_app.clinical.spleen_cns import OrganReading, OrganReason
from hlh_app.clinical.text import gettext_noop

from . import formats, words
from .links import Trail
from .readings import analyte, bare_value, finding, named, observed_value
from .sentences import say

_FIVE = Context(prec=5)
"""Figures of what is to go: enough to tell, for display only."""

SAID = {
    MarkerWord.IMPROVED: gettext_noop("improved"),
    MarkerWord.NOT_IMPROVED: gettext_noop("not improved"),
    MarkerWord.NOT_EVALUABLE: gettext_noop("not evaluable"),
    MarkerWord.UNKNOWN: gettext_noop("unknown"),
}
NORMAL = {
    True: gettext_noop("normal"),
    False: gettext_noop("not normal"),
    None: gettext_noop("normal or not: unknown"),
}
FEBRILE = {
    True: gettext_noop("febrile"),
    False: gettext_noop("not febrile"),
    None: gettext_noop("unknown"),
}
ORGANS = {
    OrganReason.PRESENT: gettext_noop("present"),
    OrganReason.PRESENT_EARLIER: gettext_noop("present, more than 14 days before"),
    OrganReason.PENDING: gettext_noop("pending"),
    OrganReason.NOT_KNOWN: gettext_noop("not known"),
    OrganReason.CONTRADICTED: gettext_noop("contradicted on one day"),
    OrganReason.ABSENT: gettext_noop("absent"),
    OrganReason.NEVER_RECORDED: gettext_noop("not examined"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One marker on one day: ``value`` as reported, ``bare`` without the unit where it is that
    of the baseline, ``change`` from baseline, ``word``; ``when`` where it is another day than the
    head's, ``limit`` where it differs from the row's; ``needs``, on the last assessed day, how far
    it is from counting.
    """

    value: str
    bare: str
    when: str
    url: str
    change: str
    word: str
    limit: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """``baseline`` with its age; ``cells`` stand under the days of the table."""

    label: str
    name: str
    limit: str
    baseline: str
    baseline_url: str
    baseline_age: str
    baseline_short: str
    rule: str
    cells: tuple[Cell, ...]


def marker(code: str, verdict: ResponseVerdict, trail: Trail) -> MarkerRow:
    base = verdict.baseline.get(code)
    readings = [day.analytes[code] for day in verdict.days if code in day.analytes]
    limit = next((_limit(one) for one in readings if one.row is not None), "")
    return MarkerRow(
        label=analyte(code),
        name=words.sentence(named(code)) if named(code) != "sCD25" else named(code),
        limit=limit,
        baseline=_baseline(code, verdict),
        baseline_url=trail.key(base.observation.key) if base else "",
        baseline_age=_baseline_age(base),
        baseline_short=formats.days_ago(base.age_days) if base else "",
        rule=say(rule_text(readings[0])) if readings else "",
        cells=tuple(_cells(code, verdict, trail, limit)),
    )


def _cells(code: str, verdict: ResponseVerdict, trail: Trail, limit: str) -> Iterator[Cell]:
    for day in verdict.days:
        cell = _cell(day, day.analytes.get(code), trail, limit)
        ended = verdict.course.end is not None
        wanted = [] if day is not verdict.latest or ended else distances(day)
        needs = next((_needs(one) for one in wanted if one.code == code), "")
        yield replace(cell, needs=needs) if needs else cell


def _needs(one: Distance) -> str:
    """Improved at ≤ 1,146 µg/L, 563 µg/L to go; normal at ≤ 400 µg/L, 1,309 µg/L to go."""
    parts = []
    if one.word in (MarkerWord.NOT_IMPROVED, MarkerWord.UNKNOWN) and one.improvement:
        text = _("improved at %(target)s")
        parts.append(_to_go(text, one.improvement, one.to_improvement))
    if one.reading.normal is not True and one.normal:
        parts.append(_to_go(_("normal at %(target)s"), one.normal, one.to_normal))
    return "; ".join(parts)


def _to_go(text: str, target: Target, missing: Decimal | None) -> str:
    said = text % {"target": target_text(target)}
    if not missing:
        return said
    rest = formats.value(missing.normalize(_FIVE), target.unit)
    return f"{said}, " + _("%(rest)s to go") % {"rest": rest}


def _baseline(code: str, verdict: ResponseVerdict) -> str:
    base = verdict.baseline.get(code)
    if base is not None:
        return observed_value(base.observation)
    return _("pending") if code in verdict.awaited_baseline else _("no baseline")


def _baseline_age(base: Baseline | None) -> str:
    if base is None:
        return ""
    when = formats.short_moment(base.observation.measured_at)
    if base.age_days == 0:
        return when
    return f"{when}, {formats.days_ago(base.age_days)}"


EMPTY = Cell("", "", "", "", "", "", "")


def _cell(day: Assessment, reading: AnalyteReading | None, trail: Trail, row_limit: str) -> Cell:
    if reading is None:
        return EMPTY
    row = reading.row
    if row is None:
        return Cell(_("no value"), _("no value"), "", "", "", _word(reading), "")
    limit = _limit(reading)
    base = reading.baseline.observation if reading.baseline else None
    same_unit = base is not None and base.unit == row.unit
    return Cell(
        value=observed_value(row) if reading.now else _("pending"),
        bare=bare_value(row) if same_unit or not reading.now else observed_value(row),
        when=formats.short_moment(row.measured_at) if row.measured_at.day != day.on else "",
        url=trail.key(row.key),
        change=_change(reading),
        word=_word(reading),
        limit=limit if limit != row_limit else "",
    )


def _limit(reading: AnalyteReading) -> str:
    """Normal ≤ 300 ng/mL; where there is no limit, that there is none."""
    target = normal_target(reading)
    return _("normal %(limit)s") % {"limit": target_text(target)} if target else _("no limit")


def _word(reading: AnalyteReading) -> str:
    normal = _(NORMAL[reading.normal])
    if reading.word is None:
        return normal
    said = _(SAID[reading.word])
    if reading.word is MarkerWord.UNKNOWN and reading.normal is None:
        return said
    return f"{said}, {normal}"


def _change(reading: AnalyteReading) -> str:
    changed = change(reading)
    if changed is None:
        if reading.baseline is not None and reading.now is not None and not reading.comparable:
            return _("another assay or unit: not comparable")
        return ""
    return _fold(changed) if reading.analyte == "scd25" else _percent(changed)


def _percent(changed: Change) -> str:
    low, high = changed.percent_low, changed.percent_high
    if changed.is_exact:
        return f"{formats.signed(low, 1)} %"
    if high is None:
        return _("%(low)s %% or more") % {"low": formats.signed(low, 1)}
    if low <= -100:
        return _("%(high)s %% or further down") % {"high": formats.signed(high, 1)}
    values = {"low": formats.signed(low, 1), "high": formats.signed(high, 1)}
    return _("%(low)s to %(high)s %%") % values


def _fold(changed: Change) -> str:
    """Baseline ÷ now, as the criteria reckon for sCD25."""
    low, high = changed.fold_low, changed.fold_high
    if changed.is_exact and low is not None:
        return _("÷ %(fold)s") % {"fold": formats.number(low, 2)}
    if low is None:
        return _("÷ at most %(fold)s") % {"fold": formats.number(high or 0, 2)}
    if high is None:
        return _("÷ at least %(fold)s") % {"fold": formats.number(low, 2)}
    values = {"low": formats.number(low, 2), "high": formats.number(high, 2)}
    return _("÷ %(low)s to %(high)s") % values


def signs(days: tuple[Assessment, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Temperature"), tuple(_fever(day) for day in days)
    for place, code in enumerate(("splenomegaly", "cns_involvement")):
        yield (
            finding(code),
            tuple(_organ(day.organs[place]) if day.organs else "" for day in days),
        )


def _fever(day: Assessment) -> str:
    if day.fever is None:
        return ""
    hottest = _hottest(day.fever.hottest)
    return f"{_(FEBRILE[day.fever.febrile])}{hottest}"


def _hottest(row: Observation | None) -> str:
    return f", {_('highest')} {observed_value(row)}" if row else ""


def _organ(reading: OrganReading) -> str:
    text = _(ORGANS[reading.reason])
    return f"{text} ({formats.short_day(reading.on)})" if reading.on else text


def target_text(target: Target) -> str:
    value = target.value if target.limit else _to_be_safe(target)
    text = f"{target.relation} {formats.value(value, target.unit)}"
    if target.limit is not None and target.limit.source is LimitSource.SHIPPED_DEFAULT:
        default = _("shipped limit, not your laboratory's")
        return f"{text} ({default})"
    return text


def _to_be_safe(target: Target) -> Decimal:
    """Five significant figures, rounded to the side on which the target surely holds."""
    way = ROUND_FLOOR if target.relation in ("≤", "<") else ROUND_CEILING
    digits = Decimal(1).scaleb(target.value.adjusted() - 4)
    return target.value if target.value == 0 else target.value.quantize(digits, rounding=way)
