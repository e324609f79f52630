"""What stands in one cell of the flowsheet, on the page and in the answer to what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hlh_app.clinical import case
from hlh_app.records.models import Observation
from hlh_app.web.forms.numbers import plain

from . import formats
from .labs import FLAG_WORDS, flag_of

NOTHING = format_html("{}", "")
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class Held:
    """One result. ``typed``: as it would be typed; ``unit``: its own where the row has another;
    ``marks``: flag and confirmation, each as (class, words, letter)."""

    pk: int
    version: int
    text: str
    typed: str
    unit: str
    status: str
    url: str
    marks: tuple[tuple[str, str, str], ...]

    @property
    def data(self) -> dict[str, str]:
        """What the page must know to change this result."""
        found = {"pk": str(self.pk), "version": str(self.version), "typed": self.typed}
        if self.unit:
            found["own"] = self.unit
        if self.status != "final":
            found["status"] = self.status
        return found


def held(row: Observation, row_unit: str, base: str) -> Held:
    """``base``: the address before the result's own number."""
    own = row.unit if row.unit != row_unit else ""
    return Held(
        pk=row.pk,
        version=row.version,
        text=_shown(row),
        typed=typed(row),
        unit=own,
        status=row.status,
        url=f"{base}{row.pk}/",
        marks=tuple(_marks(row)),
    )


def typed(row: Observation) -> str:
    """A stored result as it would be typed, in its own unit."""
    if row.value is None:
        return "p" if row.status == "pending" else row.missing_reason
    return f"{SIGNS.get(row.comparator, '')}{plain(row.value)}"


def _shown(row: Observation) -> str:
    if row.value is None:
        return _("pending") if row.status == "pending" else _("not done")
    sign = SIGNS.get(row.comparator, "")
    return f"{sign}{formats.number(row.value)}"


def _marks(row: Observation) -> list[tuple[str, str, str]]:
    found = []
    letter = flag_letter(row)
    if letter:
        found.append(("flag", _(FLAG_WORDS[letter]), letter))
    if row.implausible_confirmed:
        found.append(("unusual", _("unusual, confirmed"), "!"))
    return found


def flag_letter(row: Observation) -> str:
    if row.value is None or (row.low is None and row.high is None):
        return ""
    sign = row.comparator or None
    when: Any = None  # the flag does not ask when
    return flag_of(
        case.Observation(row.analyte, row.value, row.unit, when, sign, row.low, row.high)
    )


def together(parts: Iterable[SafeString]) -> SafeString:
    """One after the other; each was escaped when it was made, and is not gone through again."""
    return reduce(add, parts, NOTHING)


def inside(results: tuple[Held, ...]) -> SafeString:
    """The inside of a cell, each result a link to its own page for who has no script."""
    return together(_one(result) for result in results)


def _one(result: Held) -> SafeString:
    text = result.text
    if result.unit:
        text = format_html('{} <span class="own">{}</span>', text, formats.unit(result.unit))
    kind = "" if result.status == "final" else "no-value"
    link = format_html('<a class="{}" href="{}">{}</a>', kind, result.url, text)
    return link + together(_mark(*mark) for mark in result.marks)


@lru_cache
def _mark(kind: str, words: str, letter: str) -> SafeString:
    return format_html(' <abbr class="{}" title="{}">{}</abbr>', kind, words, letter)


def head(column: Any) -> SafeString:
    """The head of a column, the same on the page and for one that is added."""
    day = format_html('{} <span class="year">{}</span>', column.day, column.year)
    if column.url:
        day = format_html('<a href="{}">{}</a>', column.url, day)
    under = format_html_join(
        "", '<span class="under">{}</span>', ((part,) for part in (column.clock, column.kind))
    )
    return format_html(
        '<th scope="col" class="{}" data-column="{}" data-order="{}" data-visit="{}"'
        ' data-signed="{}" data-name="{}">{}{}</th>',
        "num today" if column.today else "num",
        column.key,
        column.order,
        column.visit,
        "1" if column.signed else "",
        column.name,
        day,
        under,
    )
