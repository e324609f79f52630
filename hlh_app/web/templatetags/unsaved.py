"""The two places of a form that is kept while it is typed: above it what was restored, and inside
it what the page needs to keep it, with the line that says how it stands."""

from __future__ import annotations

from typing import Any

from django import template

from ..presenters.unsaved import restored_line

register = template.Library()


@register.inclusion_tag("unsaved/restored.html", takes_context=True)
def unsaved_line(context: dict[str, Any]) -> dict[str, Any]:
    """Stands above the form: it holds a form of its own, to throw the text away."""
    opened = getattr(context.get("request"), "opened_form", None)
    line = restored_line(opened) if opened else None
    return {"line": line, "opened": opened, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("unsaved/keep.html", takes_context=True)
def keep(context: dict[str, Any]) -> dict[str, Any]:
    """Stands in the form, where its state is to be read."""
    return {"opened": getattr(context.get("request"), "opened_form", None)}
