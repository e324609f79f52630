"""The page of response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from hlh_app.statistics.response_drawn import Falls, courses, falls, paths
from hlh_app.statistics.responses import Responses
from hlh_app.statistics.subjects import Group

from ...study.asked import Asked
from ..drawing import Drawing
from .cells import ShownTable, shown
from .drawings import address
from .response_drawings import (
    START,
    Which,
    spider_drawing,
    swimmer_drawing,
    waterfall_drawing,
    which,
)
from .response_parts import days_table, parts_table, time_table
from .response_patients import courses_table, falls_table
from .response_tables import best_table, flags_table
from .sensitivity import address as sensitivity_address

Texts = Callable[[Sequence[int]], Mapping[int, str]]
"""Primary keys → the part "series" of each as stored."""


@dataclass(frozen=True, slots=True)
class GroupDrawings:
    """The drawings of one group, each with its table; ``missing``: (code, address) of those without
    ferritin before and after."""

    name: str
    which: Which
    which_fell: Which
    swimmer: Drawing
    courses: ShownTable
    waterfall: Drawing
    spider: Drawing
    falls: ShownTable
    missing: tuple[tuple[str, str], ...]
    more_missing: int


@dataclass(frozen=True, slots=True)
class ResponsePage:
    best: ShownTable
    flags: ShownTable
    parts: ShownTable
    time: ShownTable
    days: ShownTable
    patients: str
    definitions: str


MOST_MISSING = 30


def response_page(asked: Asked, found: Responses) -> ResponsePage:
    """``patients``, ``definitions``: addresses of parts that come after the page."""
    return ResponsePage(
        best=shown(best_table(found), asked),
        flags=shown(flags_table(found), asked),
        parts=shown(parts_table(found), asked),
        time=shown(time_table(found), asked),
        days=shown(days_table(found), asked),
        patients=_patients(asked),
        definitions=sensitivity_address(asked),
    )


def _patients(asked: Asked) -> str:
    query = asked.request.GET.urlencode()
    return reverse("web:study-response-patients") + (f"?{query}" if query else "")


def drawings(asked: Asked, texts: Texts) -> tuple[GroupDrawings, ...]:
    """Patient by patient, of each group."""
    return tuple(_drawings(asked, group, texts) for group in asked.groups)


def _drawings(asked: Asked, group: Group, texts: Texts) -> GroupDrawings:
    subjects, start = asked.subjects, _start(asked)
    swimmers, fallen = asked.answer(
        f"response drawn/{group.code}/{start}",
        lambda: (courses(subjects, group, start), falls(subjects, group, start)),
    )
    by_key = texts([subjects.keys[fall.row] for fall in fallen.part.drawn])
    drawn = fallen.part.drawn
    lines = paths(drawn, {fall.row: by_key.get(subjects.keys[fall.row], "") for fall in drawn})
    return GroupDrawings(
        name=group.name,
        which=which(asked, swimmers),
        which_fell=which(asked, fallen.part),
        swimmer=swimmer_drawing(asked, group, swimmers),
        courses=courses_table(subjects, group, swimmers.drawn),
        waterfall=waterfall_drawing(asked, group, fallen),
        spider=spider_drawing(asked, group, fallen, lines),
        falls=falls_table(subjects, group, drawn, lines),
        missing=_missing(asked, fallen),
        more_missing=max(0, len(fallen.missing) - MOST_MISSING),
    )


def _start(asked: Asked) -> int:
    """The place from which patients are drawn, as the address asks."""
    wanted = asked.request.GET.get(START, "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0


def _missing(asked: Asked, fallen: Falls) -> tuple[tuple[str, str], ...]:
    subjects = asked.subjects
    rows = map(int, fallen.missing[:MOST_MISSING])
    return tuple((subjects.codes[row], address(subjects, row)) for row in rows)
