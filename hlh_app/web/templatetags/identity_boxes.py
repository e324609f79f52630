"""The box of a fact that two records tell differently."""

from __future__ import annotations

from django import template
from django.forms import BoundField

from ..forms.identity import STANDS, MergeForm
from ..presenters.identity_facts import FactLine

register = template.Library()


@register.simple_tag
def stands(form: MergeForm, line: FactLine) -> dict[str, object]:
    """What the template draws the choice from."""
    box: BoundField = form[STANDS + line.name]
    return {
        "name": box.html_name,
        "id": box.id_for_label or box.auto_id,
        "value": box.value(),
        "errors": box.errors,
    }
