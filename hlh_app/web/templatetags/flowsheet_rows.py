"""The flowsheet's table, written in one go: it has thousands of cells."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hlh_app.web.presenters.flowsheet import Row, Sheet
from hlh_app.web.presenters.flowsheet_answers import data_of
from hlh_app.web.presenters.flowsheet_cells import Held, head, inside, together

register = template.Library()
EMPTY = format_html("<td>{}</td>", "")
GROUP = '<tr class="group"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>'
LINE = (
    '<tr data-analyte="{}" data-label="{}" data-unit="{}" data-printed="{}" data-low="{}"'
    ' data-high="{}" data-bound="{}"><th scope="row">{}</th>{}</tr>'
)
NAME = '{} <span class="soft">{}</span><span class="flow-interval">{}</span>'
BOUND = (
    '{} <button type="button" class="flow-state-assay" tabindex="-1" hidden>{}</button>'
    '<span class="flow-stated soft"></span>'
)


@register.simple_tag
def flowsheet_heads(sheet: Sheet) -> SafeString:
    return format_html_join("", "{}", ((head(column),) for column in sheet.columns))


@register.simple_tag
def flowsheet_rows(sheet: Sheet, assay: str) -> SafeString:
    """``assay``: the words on the button with which an assay is stated."""
    parts = []
    for section in sheet.sections:
        parts.append((format_html(GROUP, sheet.width, section.label),))
        parts += [(_line(row, assay),) for row in section.rows]
    return format_html_join("", "{}", parts)


def _line(row: Row, assay: str) -> SafeString:
    name = _name(row)
    first = (
        format_html(BOUND, name, assay)
        if row.assay_bound
        else format_html(NAME, name, row.unit, row.interval)
    )
    cells = together(_cell(held) for held in row.cells)
    bound = "1" if row.assay_bound else ""
    return format_html(
        *(LINE, row.code, row.label, row.unit_code, row.unit, row.low, row.high, bound),
        *(first, cells),
    )


def _name(row: Row) -> SafeString:
    if row.short == row.label:
        return format_html('<span class="flow-test">{}</span>', row.label)
    shown = '<abbr class="flow-test" title="{}">{}</abbr>'
    return format_html(shown, row.label, row.short)


def _cell(results: tuple[Held, ...]) -> SafeString:
    if not results:
        return EMPTY
    data = data_of(results)
    return format_html(_with(tuple(data)), *data.values(), inside(results))


@lru_cache
def _with(names: tuple[str, ...]) -> str:
    """A cell with these data, each to be filled in."""
    return "<td" + "".join(f' data-{name}="{{}}"' for name in names) + ">{}</td>"
