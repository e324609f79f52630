"""The boxes of a list's filter, without the widget templates, which cost more than the list."""

from __future__ import annotations

from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def filter_box(field: forms.BoundField) -> SafeString:
    """A select for a field with choices, a text box for any other."""
    value = str(field.value() or "")
    choices = getattr(field.field, "choices", None)
    if choices is None:
        box = '<input type="search" name="{}" id="{}" value="{}" maxlength="{}">'
        return format_html(box, field.html_name, field.id_for_label, value, field.field.max_length)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, _selected(str(code), value), label) for code, label in choices),
    )
    box = '<select name="{}" id="{}">{}</select>'
    return format_html(box, field.html_name, field.id_for_label, options)


def _selected(code: str, value: str) -> SafeString | str:
    return format_html(" {}", "selected") if code == value else ""
