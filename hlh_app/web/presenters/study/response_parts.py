"""Response by parts of a group and by day, and the time to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head, section, subhead
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.response_classes import CLASSES, OPEN
from hlh_app.statistics.response_days import DAYS_A_WEEK, STATES
from hlh_app.statistics.response_rates import STRATA, Stratum
from hlh_app.statistics.responses import GroupResponse, Responses

from . import response_published as published
from .cells import NONE, cell, counted, spread
from .response_tables import Row, group_heads, p_heads, rate_cell, stratum_rate, test_cell
from .response_words import STATE_WORDS, class_words, stratum_words


def parts_table(found: Responses) -> PlainTable:
    """Overall response by EBV and by trigger."""
    return PlainTable(
        name="response_by_trigger",
        title=_("Overall response by EBV and by trigger"),
        caption=_(
            "Complete or partial response of all in the row, with the exact 95 % interval. "
            "EBV-HLH: agent recorded as Epstein-Barr virus, or EBV infection found up to day 0 "
            "(our definition)."
        ),
        heads=("", *_part_heads(found), *p_heads(found), published.name()),
        rows=tuple(_part_rows(found)),
        notes=tuple(_ebv_note(one) for one in found.groups if one.ebv.p is not None),
        spans=_part_spans(found),
    )


_PART_COLUMNS = 4


def _part_heads(found: Responses) -> list[str]:
    heads = [_("Overall response"), _("Complete"), _("No response"), _("Not known")]
    return heads * len(found.groups)


def _part_spans(found: Responses) -> tuple[tuple[str, int], ...]:
    names = tuple((name, _PART_COLUMNS) for name in group_heads(found))
    return (("", 1), *names, ("", 1 + len(p_heads(found))))


def _part_rows(found: Responses) -> Iterator[Row]:
    for place, code in enumerate(STRATA[1:], start=1):
        parts = [one.strata[place] for one in found.groups]
        if code in ("ebv_yes", "ebv_no") or any(part.classes.n for part in parts):
            cells = [
                _part_cell(one, part, what)
                for one, part in zip(found.groups, parts, strict=True)
                for what in ("rate", "complete", "none", "undecided")
            ]
            key = f"response/{code}/rate_p/ab"
            tests = [test_cell(found.compared[code], key) for _name in p_heads(found)]
            yield (head(stratum_words(code)), *cells, *tests, published.count(code, "rate"))


def _part_cell(one: GroupResponse, part: Stratum, what: str) -> PlainCell:
    if what == "rate":
        return stratum_rate(one, part, what)
    figure = part.count(what, one.group.code)
    return cell(str(int(figure.value or 0)) if part.classes.n else NONE, figure)


def _ebv_note(one: GroupResponse) -> str:
    test = one.ebv
    found = test_cell(test, f"response/ebv/rate_p/{one.group.code}")
    return _("%(group)s, EBV-HLH against HLH without EBV: P %(p)s (%(test)s).") % {
        "group": one.group.name,
        "p": found.text,
        "test": found.note,
    }


def days_table(found: Responses) -> PlainTable:
    """Every class on every assessment day."""
    days = found.groups[0].days
    return PlainTable(
        name="response_by_day",
        title=_("Response by assessment day"),
        caption=_(
            "Patients, by the value nearest the day within 3 days (our definition). Rate: complete "
            "or partial response of those assessed on that day, with the exact 95 % interval."
        ),
        heads=("", *(_("Day %(day)s") % {"day": day.day} for day in days)),
        rows=tuple(row for one in found.groups for row in _day_rows(one, len(found.groups) > 1)),
    )


def _day_rows(one: GroupResponse, named: bool) -> Iterator[Row]:
    if named:
        yield section(one.group.name)
    code = one.group.code
    for name in CLASSES:
        counts = [day.classes.of(name) for day in one.days]
        if name not in OPEN or any(map(len, counts)):
            yield _day_row(head(class_words(name)), one, counts, name)
    for state in STATES:
        counts = [day.states[state] for day in one.days]
        if any(map(len, counts)):
            yield _day_row(subhead(_(STATE_WORDS[state])), one, counts, state)
    rates = [rate_cell(day.rate, f"response/day{day.day}/rate/{code}") for day in one.days]
    yield (head(_("Rate among the assessed")), *rates)


def _day_row(named: PlainCell, one: GroupResponse, who: Sequence[Rows], what: str) -> Row:
    keys = [f"response/day{day.day}/{what}/{one.group.code}" for day in one.days]
    figures = [Figure(key, len(rows), rows) for key, rows in zip(keys, who, strict=True)]
    return (
        named,
        *(cell(str(len(figure.who)), figure) for figure in figures if figure.who is not None),
    )


def time_table(found: Responses) -> PlainTable:
    """Days from the first dose to the first sure response."""
    return PlainTable(
        name="time_to_response",
        title=_("Time to response"),
        caption=_(
            "Of the responders: from the first dose to the first assessment day in partial or "
            "complete response. Days are those of the assessments, not of the samples."
        ),
        heads=("", *group_heads(found), *p_heads(found), published.name()),
        rows=tuple(_time_rows(found)),
        notes=tuple(_earlier(one) for one in found.groups if len(one.times.earlier)),
    )


def _time_rows(found: Responses) -> Iterator[Row]:
    rows = (
        (_("Weeks, median (range)"), DAYS_A_WEEK, True, published.weeks()),
        (_("Weeks, median (quartiles)"), DAYS_A_WEEK, False, EMPTY),
        (_("Days, median (range)"), 1, True, EMPTY),
        (_("Days, median (quartiles)"), 1, False, EMPTY),
    )
    for text, days, of_range, wang in rows:
        cells = (_time_cell(one, days, of_range) for one in found.groups)
        yield (head(text), *cells, *_time_test(found, wang is not EMPTY), wang)


def _time_test(found: Responses, is_first: bool) -> list[PlainCell]:
    if found.time is None:
        return []
    return [test_cell(found.time, "response/time/p/ab") if is_first else EMPTY]


def _time_cell(one: GroupResponse, days: int, of_range: bool) -> PlainCell:
    times, code = one.times, one.group.code
    of = times.described
    ends = (of.low, of.high) if of_range else (of.q1, of.q3)
    middle, low, high = (None if end is None else end / days for end in (of.median, *ends))
    text = spread(middle, low, high, 1)
    key = f"response/time/median{'_weeks' if days > 1 else ''}/{code}"
    more = counted(of.n, 0)[:1]
    return cell(text, Figure(key, middle, times.who), more)


def _earlier(one: GroupResponse) -> str:
    return _(
        "%(group)s: in %(n)s of these responders an earlier day may have been a response, which "
        "what is missing leaves open."
    ) % {"group": one.group.name, "n": len(one.times.earlier)}
