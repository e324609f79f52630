"""The way from a number to the patients behind it."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from hlh_app.statistics.figures import Figure

from .asked import Asked


def behind(asked: Asked, figure: Figure) -> str:
    """The address that lists the patients behind the number; "" for one that has none."""
    return "" if figure.who is None else patients_of(asked, figure.key)


def patients_of(asked: Asked, key: str) -> str:
    """The address that lists the patients behind the number with this key."""
    query = f"{asked.query}&" if asked.query else ""
    return f"{reverse('web:study-patients')}?{query}of={quote(key)}"
