"""One line of the benchmark each: ours, published, and of other centres' files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.cohorts.benchmarks import LINE_WORDS, PRINTED, Line, Measure, Printed
from hlh_app.cohorts.model import Arm, Cohort, ReportedCount
from hlh_app.exchange.study.plain_table import PlainCell, PlainNote, word
from hlh_app.statistics.benchmark import LEAST_AT_RISK, OurBenchmark
from hlh_app.statistics.benchmark import Measure as OurMeasure
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.proportions import exact_interval

from .benchmark_words import (
    ABOUT_RUXOLITINIB,
    ESTIMATES,
    OURS,
    our_name,
    our_remark,
    our_when,
    short,
)
from .cells import NONE, cell, number, percent

OWN, ELSEWHERE = "own", "elsewhere"
ORDER: tuple[str, ...] = (OWN, *Line, ELSEWHERE)
_LOADED = {
    Measure.RESPONSE: "overall_response",
    Measure.COMPLETE: "complete_response",
    Measure.RESPONSE_EBV: "overall_response_ebv",
    Measure.RESPONSE_NOT_EBV: "overall_response_not_ebv",
    Measure.DEATHS: "deaths",
    Measure.AFEBRILE: "afebrile_24_h",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """``place``: of ORDER; ``rank``: of our group within it. ``heading``: under which it stands.
    ``drawn``: its name where there is little room; ``instead``: the words of the figure where no
    point is drawn. ``shown``: the figures in a cell, which open onto patients where they are
    ours."""

    place: str
    rank: int
    heading: str
    name: str
    drawn: str
    shown: PlainCell
    value: float | None
    low: float | None
    high: float | None
    who: str
    when: str
    apart: str
    instead: str = ""

    @property
    def ours(self) -> bool:
        return self.place == OWN


def own_heading(one: OurBenchmark) -> str:
    return _("Ours: %(group)s, n = %(n)s") % {"group": one.group.name, "n": one.group.n}


def share_text(part: int, whole: int, low: float | None, high: float | None) -> str:
    """ "25/34, 73.5 % (55.6–87.1)"."""
    if not whole or low is None or high is None:
        return NONE
    return f"{part}/{whole}, {percent(part, whole)} {_limits(low, high)}"


def _limits(low: float, high: float) -> str:
    return f"({number(100 * low, 1)}–{number(100 * high, 1)})"


def estimate_text(value: float | None, low: float | None, high: float | None) -> str:
    """ "86.4 % (77.1–95.7)", "58.3 %"."""
    if value is None:
        return NONE
    text = f"{number(100 * value, 1)} %"
    return text if low is None or high is None else f"{text} {_limits(low, high)}"


def own_entries(one: OurBenchmark, measure: Measure) -> Iterator[Entry]:
    """Of one group; nothing of response where nobody was given ruxolitinib."""
    if measure in ABOUT_RUXOLITINIB and not len(one.treated):
        return
    for code in OURS[measure]:
        found = one.measures[code]
        yield Entry(
            place=OWN,
            rank="ab".index(one.group.code),
            heading=own_heading(one),
            name=our_name(code),
            drawn=our_name(code),
            shown=_own_cell(found, one.group.code),
            value=found.value,
            low=found.low,
            high=found.high,
            who=who_they_are(one),
            when=our_when(code),
            apart=our_remark(code),
            instead=_too_few(found),
        )


def _too_few(found: OurMeasure) -> str:
    if found.code not in ESTIMATES or len(found.who) >= LEAST_AT_RISK:
        return ""
    return _("fewer than %(n)s at risk") % {"n": LEAST_AT_RISK}


def _own_cell(found: OurMeasure, code: str) -> PlainCell:
    if found.code in ESTIMATES:
        text = estimate_text(found.value, found.low, found.high)
        figure = Figure(f"benchmark/{found.code}/value/{code}", found.value, found.of)
        risk = len(found.who)
        at_risk = PlainNote(
            text=_("%(n)s at risk") % {"n": risk},
            key=f"benchmark/{found.code}/x/{code}",
            opens=risk > 0,
            value=risk,
        )
        return cell(text, figure, (at_risk,))
    text = share_text(len(found.who), len(found.of), found.low, found.high)
    figure = Figure(f"benchmark/{found.code}/x/{code}", len(found.who), found.who)
    return cell(text, figure, tuple(_unknown(found, code)))


def _unknown(found: OurMeasure, code: str) -> Iterator[PlainNote]:
    n = len(found.unknown)
    if n:
        key = f"benchmark/{found.code}/unknown/{code}"
        on_a_day = found.code.startswith("orr_day")
        text = _("not assessed %(n)s") if on_a_day else _("not known %(n)s")
        yield PlainNote(text=text % {"n": n}, key=key, opens=True, value=n)


def who_they_are(one: OurBenchmark) -> str:
    """ "relapsed or refractory 17, first line 3; children 5, adults 29": only what there is."""
    lines = {
        "line_later": _("relapsed or refractory"),
        "line_first": _("first line"),
        "line_unknown": _("line not known"),
    }
    ages = {
        "children": _("children"),
        "adults": _("adults"),
        "age_unknown": _("age not known"),
    }
    return "; ".join(filter(None, (_counted(one, names) for names in (lines, ages))))


def _counted(one: OurBenchmark, names: dict[str, str]) -> str:
    return ", ".join(f"{name} {len(one.kinds[code])}" for code, name in names.items()
                     if len(one.kinds[code]))  # fmt: skip


def published_entries(measure: Measure) -> Iterator[Entry]:
    for row in PRINTED:
        if row.measure is measure:
            yield _published(row)


def _published(row: Printed) -> Entry:
    text, value, low, high = _printed(row)
    tags = [part for part in (short(row.measure), _(row.tag) if row.tag else "") if part]
    return Entry(
        place=row.setting.line,
        rank=0,
        heading=_(LINE_WORDS[row.setting.line]),
        name=", ".join([row.cohort.name, row.arm.label, *tags]),
        drawn=", ".join([row.cohort.name, *tags]),
        shown=word(text, note=_printed_note(row)),
        value=value,
        low=low,
        high=high,
        who=f"{_(LINE_WORDS[row.setting.line]).lower()}; {_(row.setting.ages)}",
        when=_(row.when),
        apart="; ".join(_(words) for words in row.apart),
    )


def _printed(row: Printed) -> tuple[str, float | None, float | None, float | None]:
    if row.count is not None:
        return _counted_figures(row.count)
    found = row.summary
    assert found is not None
    value, low, high = (
        None if part is None else float(part) / 100 for part in (found.value, found.low, found.high)
    )
    return estimate_text(value, low, high), value, low, high


def _counted_figures(
    row: ReportedCount,
) -> tuple[str, float | None, float | None, float | None]:
    found = exact_interval(row.numerator, row.denominator)
    text = share_text(row.numerator, row.denominator, found.lower, found.upper)
    return text, found.value, found.lower, found.upper


def _printed_note(row: Printed) -> str:
    found = row.count or row.summary
    assert found is not None
    derived = row.count is not None and row.count.derived
    where = _("derived from %(where)s") if derived else "%(where)s"
    return f"{found.label}; {where % {'where': found.where}}"


def loaded_entries(cohorts: Iterable[Cohort], measure: Measure) -> Iterator[Entry]:
    """What the files of other centres hold of it; suppressed counts are simply not there."""
    code = _LOADED.get(measure)
    for found in cohorts:
        for arm in found.arms:
            row = next((one for one in arm.counts if one.code == code), None)
            if row is not None:
                yield _loaded(found, arm, row, measure)


def _loaded(found: Cohort, arm: Arm, row: ReportedCount, measure: Measure) -> Entry:
    text, value, low, high = _counted_figures(row)
    tags = [short(measure)] if short(measure) else []
    return Entry(
        place=ELSEWHERE,
        rank=0,
        heading=_("Files of other centres"),
        name=", ".join([found.name, arm.label, *tags]),
        drawn=", ".join([found.name, *tags]),
        shown=word(text),
        value=value,
        low=low,
        high=high,
        who=arm.setting,
        when=row.label,
        apart=_("counted by the other centre; line of therapy and ages as its file says"),
    )
