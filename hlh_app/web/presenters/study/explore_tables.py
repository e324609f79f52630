"""The table below the drawing: the groups by time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.study.plain_table import PlainCell, PlainNote, PlainTable, head
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.trajectories import (
    TEMPERATURE,
    GroupTrajectory,
    Span,
    SpanFigures,
    Trajectories,
)

from .. import formats
from .cells import median, number
from .drawings import named

Row = tuple[PlainCell, ...]


def spans_table(found: Trajectories) -> PlainTable:
    """Median (quartiles) and n of each span."""
    entry = ANALYTES[found.test]
    return PlainTable(
        name=f"explore_{found.test}",
        title=_("%(test)s, %(unit)s") % {"test": _(entry.label), "unit": formats.unit(entry.unit)},
        caption=_("Median (quartiles) of patients, each counted once in a span of days."),
        heads=(_("Days"), *(named(group.group) for group in found.groups)),
        rows=tuple(_rows(found)),
        notes=(*_definition(found), *_without(found)),
    )


def _rows(found: Trajectories) -> Iterator[Row]:
    for at, span in enumerate(found.spans):
        parts = [(group, group.spans[at]) for group in found.groups]
        if any(part.found.n for _group, part in parts):
            yield head(span_words(span), _week(span)), *(_cell(*pair) for pair in parts)


def span_words(span: Span) -> str:
    """ "4 to 10", or one day."""
    if span.first == span.last:
        return number(span.first, 0)
    return _("%(first)s to %(last)s") % {
        "first": number(span.first, 0),
        "last": number(span.last, 0),
    }


def _week(span: Span) -> str:
    if span.key.startswith("week"):
        return _("week %(n)s") % {"n": span.key.removeprefix("week")}
    return ""


def _cell(group: GroupTrajectory, part: SpanFigures) -> PlainCell:
    found, digits = part.found, ANALYTES[group.test].decimals
    n = PlainNote(
        text=_("n %(n)s") % {"n": found.n},
        key=group.key(part.span, "n"),
        opens=found.n > 0,
        value=found.n,
    )
    figure = Figure(group.key(part.span, "median"), found.median, part.who)
    return median(figure, found.q1, found.q3, digits, (n,))


def _definition(found: Trajectories) -> Iterator[str]:
    if found.spans[0].first != found.spans[0].last:
        yield _(
            "Our definition: before treatment days −14 to −8 and −7 to −1, then days 0 to 3, then "
            "weeks from 3 days before day 7, 14, … to 3 days after it, after week 8 spans of 28 "
            "days. Of a patient with several results in a span their median counts."
        )
    else:
        yield _("Of a patient with several results on a day their median counts (our definition).")
    if found.test != TEMPERATURE:
        yield _(
            "Results spoilt by a transfusion or G-CSF and results in another assay's unit are left "
            "out; a result beyond the measuring range counts as the limit it states."
        )


def _without(found: Trajectories) -> Iterator[str]:
    for group in found.groups:
        if len(group.without):
            yield _("%(group)s: %(n)s of %(all)s without a result in this time.") % {
                "group": group.group.name,
                "n": len(group.without),
                "all": group.group.n,
            }
