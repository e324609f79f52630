"""The head and body of a passage's table, each cell with the name of its column for a phone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hlh_app.web.presenters.passages import Cell, Grid

register = template.Library()
HEAD = '<th scope="col" role="columnheader">{}</th>'
BODY = '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody>'
UNDER = '<span class="under">{}</span>'


@register.simple_tag
def grid_rows(grid: Grid) -> SafeString:
    heads = format_html_join("", HEAD, ((_inside(head),) for head in grid.heads))
    rows = format_html_join("", '<tr role="row">{}</tr>', ((_row(grid, r),) for r in grid.rows))
    return format_html(BODY, heads, rows)


def _row(grid: Grid, row: tuple[Cell, ...]) -> SafeString:
    first = format_html('<th scope="row" role="rowheader">{}</th>', _inside(row[0]))
    named = zip(grid.heads[1:], row[1:], strict=True)
    rest = ((head.text, _inside(cell)) for head, cell in named)
    return first + format_html_join("", '<td role="cell" data-column="{}">{}</td>', rest)


def _inside(cell: Cell) -> SafeString:
    text = format_html("{}", cell.text)
    if cell.url:
        text = format_html('<a href="{}">{}</a>', cell.url, text)
    if cell.strong:
        text = format_html("<strong>{}</strong>", text)
    under = format_html_join("", UNDER, ((line,) for line in cell.under))
    return format_html("{}{}{}", _outcome(cell), text, under)


def _outcome(cell: Cell) -> SafeString | str:
    if cell.outcome is None:
        return ""
    if cell.text:
        mark = '<span class="outcome outcome-{}"><span class="outcome-symbol" title="{}"></span>'
        return format_html(mark + "</span> ", cell.outcome.code, cell.outcome.word)
    return format_html(
        '<span class="outcome outcome-{}"><span class="outcome-symbol" aria-hidden="true"></span>'
        '<span class="outcome-word">{}</span></span>',
        cell.outcome.code,
        cell.outcome.word,
    )
