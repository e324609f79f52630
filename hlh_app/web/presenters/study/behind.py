"""The patients behind one number of an analysis, and the number in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.statistics.everything import topic_of
from hlh_app.statistics.figures import Figure

from ...study.asked import Asked
from .. import formats
from .cells import NONE, number
from .matched import Person, person

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """``words``: what the number is. ``value``: as computed, rounded. ``n``: of the patients."""

    words: str
    value: str
    n: int
    page: Page[Any]
    patients: tuple[tuple[Person, str], ...]


def behind(asked: Asked, key: str, page_number: str | None) -> Behind | None:
    """The patients of the number ``key``; None where these groups have no such number."""
    topic = topic_of(key)
    assert topic is not None
    figures = asked.analysis(topic.name).figures()
    figure = next((each for each in figures if each.key == key), None)
    if figure is None or figure.who is None:
        return None
    rows = sorted((int(row) for row in figure.who), key=lambda row: asked.subjects.codes[row])
    page = Paginator(rows, ON_A_PAGE).get_page(page_number)
    days = asked.subjects.column("subject", "day0")
    return Behind(
        words=_words(asked, key),
        value=_value(figure),
        n=len(rows),
        page=page,
        patients=tuple(
            (person(asked, row), formats.day(formats.date.fromisoformat(days[row])))
            for row in page.object_list
        ),
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return NONE
    digits = 0 if float(figure.value).is_integer() else 3
    return number(figure.value, digits)


def _words(asked: Asked, key: str) -> str:
    """ "table1/age/median/a" as "Age, median: Ruxolitinib"."""
    _topic, *parts = key.split("/")
    names = {group.code: group.name for group in asked.groups} | {"ab": _("both groups")}
    group = names.get(parts[-1], "") if parts else ""
    told = ", ".join(_part(part) for part in (parts[:-1] if group else parts))
    told = told[:1].upper() + told[1:]
    return f"{told}: {group}" if group else told


def _part(part: str) -> str:
    known = {
        "n": _("number of patients"),
        "sd": _("standard deviation"),
        "ebv": "EBV",
        "os": _("overall survival"),
        "pfs": _("progression-free survival"),
        "week1": _("week 1"),
        "week2": _("week 2"),
        "month1": _("month 1"),
        "weeks2to4": _("weeks 2–4"),
    }
    if part in ANALYTES:
        return _(ANALYTES[part].label)
    return known.get(part, part.replace("_", " "))
