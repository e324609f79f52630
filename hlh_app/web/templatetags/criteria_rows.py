"""The rows of a verdict's criteria, of which a page has some seventy: written in one go."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hlh_app.web.presenters.readings import ReadingView
from hlh_app.web.presenters.verdicts import CriterionView

register = template.Library()
ROW = (
    '<tr{}><th scope="row">{}<span class="under">{}</span></th>'
    '<td><span class="outcome outcome-{}"><span class="outcome-symbol" aria-hidden="true"></span>'
    '<span class="outcome-word">{}</span></span>{}</td>'
    '<td>{}{}<span class="under">{}</span></td></tr>'
)
PART = format_html(' class="{}"', "part")


@register.simple_tag
def criteria_rows(criteria: tuple[CriterionView, ...]) -> SafeString:
    return format_html_join("", ROW, (_columns(row) for row in criteria))


def _columns(row: CriterionView) -> tuple[object, ...]:
    return (
        PART if row.part else "",
        row.label,
        row.threshold,
        row.outcome.code,
        row.outcome.word,
        format_html('<span class="under">{}</span>', row.points) if row.points else "",
        format_html_join("", "{}", ((_reading(one),) for one in row.readings)),
        format_html_join("", '<span class="under">{}</span>', ((note,) for note in row.notes)),
        row.source,
    )


def _reading(one: ReadingView) -> SafeString:
    value = format_html('<a href="{}">{}</a>', one.url, one.value) if one.url else one.value
    return format_html(
        '<span class="reading{}">{} <span class="soft">{}, <span class="when">{}</span>{}</span>'
        "</span>",
        "" if one.used else " beside",
        value,
        one.name,
        one.when,
        "".join(f"; {flag}" for flag in one.flags),
    )
