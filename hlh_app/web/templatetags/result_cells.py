"""The cells of the table of results. There are hundreds on a page: written in one go, they cost a
fifth of what the template's own loops would."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hlh_app.web.presenters.labs import Row, Value

register = template.Library()
RESULT = '<span class="lab lab-{}"><a href="{}">{}</a>{}{}</span>'


@register.simple_tag
def result_cells(row: Row) -> SafeString:
    """One cell a day, empty where there is no result."""
    return format_html_join("", '<td class="num">{}</td>', ((_cell(one),) for one in row.cells))


def _cell(values: tuple[Value, ...]) -> SafeString:
    return format_html_join("", "{}", ((_result(value),) for value in values))


def _result(value: Value) -> SafeString:
    flag = (
        format_html(' <abbr class="flag" title="{}">{}</abbr>', value.flag_word, value.flag)
        if value.flag
        else ""
    )
    remark = format_html(' <span class="soft">{}</span>', value.remark) if value.remark else ""
    return format_html(RESULT, value.kind, value.url, value.text, flag, remark)
