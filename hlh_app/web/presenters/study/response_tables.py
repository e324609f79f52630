"""The table of the best response, and of what travels with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head, section, subhead
from hlh_app.statistics.comparison import METHOD_WORDS, REASON_WORDS, Comparison, Reason
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.response_classes import ASSESSED, OPEN, UNASSESSED
from hlh_app.statistics.response_rates import Rate, Stratum
from hlh_app.statistics.responses import GroupResponse, Responses, flag_key

from . import response_published as published
from .cells import NONE, cell, number, p_value, percent, share
from .response_words import class_words, flag_words

Row = tuple[PlainCell, ...]


def best_table(found: Responses) -> PlainTable:
    """The best response within eight weeks: every class, then the rates."""
    return PlainTable(
        name="response",
        title=_("Best response within eight weeks"),
        caption=_(
            "Response by the Marsh criteria. Best class of the assessments on days 7, 14, 28, 42 "
            "and 56 after the first dose of ruxolitinib. Patients (percent of all given "
            "ruxolitinib); rates with the exact (Clopper-Pearson) 95 % interval."
        ),
        heads=("", *group_heads(found), *p_heads(found), published.name()),
        rows=tuple(_best_rows(found)),
        notes=_best_notes(found),
    )


def group_heads(found: Responses) -> list[str]:
    return [
        _("%(group)s, n = %(n)s") % {"group": one.group.name, "n": one.all.classes.n}
        for one in found.groups
    ]


def p_heads(found: Responses) -> list[str]:
    return ["P"] if len(found.groups) == 2 else []


def _best_rows(found: Responses) -> Iterator[Row]:
    for name in (*ASSESSED[:4],):
        yield _class_row(found, head(class_words(name)), name)
    yield _class_row(found, head(_("Not determinable whether a response")), "not_determinable")
    for name in OPEN:
        if any(len(one.all.classes.of(name)) for one in found.groups):
            yield _class_row(found, subhead(class_words(name)), name)
    yield _class_row(found, head(class_words(UNASSESSED)), UNASSESSED)
    yield section(_("Rates"))
    for name, text, note in _rate_words():
        yield (
            head(text, note),
            *(stratum_rate(one, one.all, name) for one in found.groups),
            *_p_cells(found, name),
            published.count("all", name),
        )


def _class_row(found: Responses, named: PlainCell, what: str) -> Row:
    cells = [_count(one, one.all, what) for one in found.groups]
    blank = [EMPTY for _name in p_heads(found)]
    return (named, *cells, *blank, published.count("all", what))


def _rate_words() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "rate",
            _("Overall response (complete or partial)"),
            _("of all; whoever is not known to have responded counts as no response"),
        ),
        ("assessed_rate", _("Overall response of those assessed"), _("at least one assessment")),
        (
            "most_rate",
            _("Overall response, at most"),
            _("of all; if everybody not determinable or not assessed had responded"),
        ),
        ("complete_rate", _("Complete response"), _("of all; surely complete")),
    )


def _count(one: GroupResponse, stratum: Stratum, what: str) -> PlainCell:
    return share(stratum.count(what, one.group.code), stratum.classes.n)


def stratum_rate(one: GroupResponse, stratum: Stratum, name: str) -> PlainCell:
    """ "14/16 (87.5 %; 61.7–98.4)": the figure is the share, opening onto who makes it."""
    rate = stratum.rates[name]
    return rate_cell(rate, f"response/{stratum.code}/{name}/{one.group.code}")


def rate_cell(rate: Rate, key: str) -> PlainCell:
    text = f"{len(rate.who)}/{rate.n} ({percent(len(rate.who), rate.n)})" if rate.n else NONE
    found = cell(text, Figure(key, rate.value, rate.who))
    note = interval(rate) if rate.n else ""
    return PlainCell(text=text, key=key, note=note, opens=found.opens, value=rate.value)


def interval(rate: Rate) -> str:
    """ "61.7–98.4 %"."""
    low, high = (None if end is None else 100 * end for end in (rate.low, rate.high))
    return f"{number(low, 1)}–{number(high, 1)} %"


def _p_cells(found: Responses, name: str) -> list[PlainCell]:
    if len(found.groups) < 2:
        return []
    by_name = {"rate": found.compared["all"], "complete_rate": found.complete}
    test = by_name.get(name)
    return [EMPTY if test is None else test_cell(test, f"response/all/{name}_p/ab")]


def test_cell(test: Comparison, key: str) -> PlainCell:
    """A P value with its test, or the reason why there is none."""
    return p_value(Figure(key, test.p), _tested(test))


def _tested(test: Comparison) -> str:
    if test.reason is None:
        return _(METHOD_WORDS[test.method])
    if len(test.n) < 2 or 0 in test.n:
        return _("one side holds nobody")
    if test.reason is Reason.ONE_CATEGORY:
        return _("the same in everybody")
    return _(REASON_WORDS[test.reason])


def _best_notes(found: Responses) -> tuple[str, ...]:
    return (
        *(note for one in found.groups for note in _notes_of(one)),
        _(
            "Partial or complete, not determinable which, is a response. Day 7 is assessed beside "
            "the schedule of every two weeks, because Wang reports responses from week 1."
        ),
        _("Published figures: %(source)s. Not a target.") % {"source": published.citation()},
    )


def _notes_of(one: GroupResponse) -> Iterator[str]:
    values = {"group": one.group.name}
    if len(one.not_given):
        yield _(
            "%(group)s: %(n)s not given ruxolitinib are left out: these rules say nothing of them."
        ) % {**values, "n": len(one.not_given)}
    if len(one.ongoing):
        yield _(
            "%(group)s: in %(n)s the record does not reach day 56 yet; their best response may "
            "still rise, and until then whoever has not responded counts as no response."
        ) % {**values, "n": len(one.ongoing)}


def flags_table(found: Responses) -> PlainTable:
    """What must be said of the classes: "of these, 3 with platelets worse"."""
    return PlainTable(
        name="response_flags",
        title=_("What travels with the best response"),
        caption=_(
            "Of the patients of each class, those with the remark on the day of their best "
            "response. A patient may have several."
        ),
        heads=("", *group_heads(found)),
        rows=tuple(_flag_rows(found)),
    )


def _flag_rows(found: Responses) -> Iterator[Row]:
    for name in ASSESSED:
        flags = sorted({flag for one in found.groups for flag in one.flags[name]})
        if flags:
            yield section(class_words(name))
        for flag in flags:
            yield (head(flag_words(flag)), *(_flag(one, name, flag) for one in found.groups))


def _flag(one: GroupResponse, name: str, flag: str) -> PlainCell:
    who = one.flags[name].get(flag, one.all.classes.rows[:0])
    figure = Figure(flag_key(name, flag, one.group.code), len(who), who)
    return share(figure, len(one.all.classes.of(name)))
