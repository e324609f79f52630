"""The table of the temperature peaks of each day, with the day's tests."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import PlainCell, PlainTable, head
from hlh_app.statistics.fever_by_day import DAYS, FeverByDay, Peaks
from hlh_app.statistics.figures import Figure

from .cells import cell, mean, number, p_value
from .drawings import named
from .fever_published import printed_p

Row = tuple[PlainCell, ...]


def peaks_table(found: FeverByDay) -> PlainTable:
    """The peaks of each day; two groups with the day's tests and what Chi 2020 printed."""
    tests = (_("P, t-test"), _("P, Mann–Whitney"), _("P in Chi 2020")) if found.tests else ()
    columns = (_("Mean ± SD"), _("Median"), "n", _("No reading"))
    names = [(named(group.group), len(columns)) for group in found.peaks]
    last = [(_("Two groups, unadjusted"), len(tests))] if tests else []
    return PlainTable(
        name="temperature",
        title=_("Highest temperature of each day, °C"),
        caption="",
        spans=(("", 1), *names, *last),
        heads=(_("Day"), *(columns * len(found.peaks)), *tests),
        rows=tuple(_peak_rows(found)),
        notes=_peak_notes(found),
    )


def _peak_rows(found: FeverByDay) -> Iterator[Row]:
    for at, day in enumerate(DAYS):
        if any(group.days[at].n for group in found.peaks):
            cells = [cell for group in found.peaks for cell in _peak(group, at)]
            yield head(number(day, 0)), *cells, *_tests(found, at)


def _peak(group: Peaks, at: int) -> Row:
    found, day, who = group.days[at], DAYS[at], group.who(at)
    without = Figure(group.key(day, "missing"), found.missing, group.without(at))
    return (
        mean(Figure(group.key(day, "mean"), found.mean, who), found.sd, 1),
        cell(number(found.median), Figure(group.key(day, "median"), found.median, who)),
        cell(str(found.n), Figure(group.key(day, "n"), found.n, who)),
        cell(str(found.missing), without),
    )


def _tests(found: FeverByDay, at: int) -> tuple[PlainCell, ...]:
    if not found.tests:
        return ()
    test = found.tests[at]
    key = f"fever/peak/day{test.day}"
    return (
        p_value(Figure(f"{key}/t/p/ab", test.t.p)),
        p_value(Figure(f"{key}/mann_whitney/p/ab", test.ranks.p)),
        PlainCell(text=printed_p(test.day)),
    )


def _peak_notes(found: FeverByDay) -> tuple[str, ...]:
    day0 = _(
        "Days are calendar days from the first dose (day 0, whose peak may lie before or after the "
        "dose). A reading beyond the thermometer's range counts as the limit it states (our "
        "definition)."
    )
    if not found.tests:
        return (day0,)
    many = _(
        "P values are not adjusted. Days tested: %(n)s; of so many, one in twenty falls below "
        "0.05 by chance alone. Chi 2020 prints the values of days 2, 3, 7, 8 and 9 and one "
        "before treatment. The t-test is Student's, as in Chi 2020 (independent samples, "
        "day by day, not adjusted); “–”: fewer than two readings in a group, or all alike."
    ) % {"n": found.tested}
    return (day0, many)
