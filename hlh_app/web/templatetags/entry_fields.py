"""What stands in a box: as typed, or the stored value as it would be typed."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def shown(field: Any) -> str:
    """The text of a bound field's box; empty for none."""
    value = field.field.prepare_value(field.value())
    return "" if value is None else str(value)


@register.filter
def recorded(form: Any) -> str:
    """The value that the record holds, as it would be typed; empty for a new line."""
    value = form.fields["value"].prepare_value(form.stored.get("value"))
    return "" if value is None else str(value)
