"""The lines of the patients list, fifty on a page: written in one go."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hlh_app.web.presenters.patient_list import Line, Spark

register = template.Library()
# On a phone a line stands as a block: the roles keep it a table, the label names its column.
CELL = '<td role="cell" data-column="{}">'
ROW = (
    '<tr role="row"><th role="rowheader" scope="row">'
    '<a href="{}">{}</a>{}{}<span class="under">{}</span></th>'
    f"{CELL}{{}}</td>"
    f'{CELL}{{}}<span class="under">{{}}</span></td>'
    f'{CELL}{{}}{{}}<span class="under">{{}}</span></td>'
    f'{CELL}<span class="ferritin">{{}}</span>{{}}</td>'
    f"{CELL}{{}}{{}}{{}}</td></tr>"
)
DRAWING = (
    '<svg class="spark" width="96" height="24" viewBox="0 0 96 24" aria-hidden="true">'
    '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>'
)


@register.simple_tag
def patient_rows(lines: tuple[Line, ...]) -> SafeString:
    overdue = format_html('<strong class="overdue">{}</strong> ', _("Overdue"))
    names = (_("Trigger"), _("HLH-2004 now"), _("Response"), _("Ferritin"), _("Next due"))
    return format_html_join("", ROW, (_columns(line, overdue, names) for line in lines))


def _columns(line: Line, overdue: SafeString, names: tuple[str, ...]) -> tuple[object, ...]:
    flags = format_html('<span class="under flag-line">{}</span>', line.flags) if line.flags else ""
    return (
        *(line.url, line.code, f" {line.name}" if line.name else ""),
        format_html(' <span class="tag">{}</span>', line.mark) if line.mark else "",
        *(line.who, names[0], line.trigger, names[1], line.count, line.beside_the_count),
        *(names[2], line.response, flags, line.day),
        *(names[3], line.ferritin, _drawing(line.spark) if line.spark else ""),
        *(names[4], overdue if line.overdue else "", line.due, _under(line)),
    )


def _drawing(spark: Spark) -> SafeString:
    return format_html(DRAWING, spark.points, spark.x, spark.y)


def _under(line: Line) -> SafeString:
    told = (line.due_on, *line.remarks) if line.due_on else line.remarks
    return format_html_join("", '<span class="under">{}</span>', ((text,) for text in told))
