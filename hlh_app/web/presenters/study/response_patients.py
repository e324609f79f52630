"""The tables below the drawings of single patients: the same values, patient by patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hlh_app.charts.study.class_looks import percent
from hlh_app.clinical.unit_names import UNITS
from hlh_app.exchange.study.plain_table import PlainCell, PlainTable, head, word
from hlh_app.statistics.response_drawn import EVENTS, Fall, Path, PatientCourse
from hlh_app.statistics.subjects import Group, Subjects

from .. import formats
from .cells import NONE, ShownCell, ShownPart, ShownTable
from .drawings import address
from .response_words import class_words


def courses_table(subjects: Subjects, group: Group, courses: Sequence[PatientCourse]) -> ShownTable:
    """Days of everything that the swimmer plot shows."""
    plain = PlainTable(
        name=f"courses_{group.code}",
        title=_("Course of each patient: %(group)s") % {"group": group.name},
        caption=_("Days since the first dose of ruxolitinib; those drawn."),
        heads=(
            _("Patient"),
            _("Ruxolitinib, mg a day"),
            _("First response"),
            _("Complete"),
            _("Relapse"),
            _("Progression"),
            _("Other treatment for failure"),
            _("Transplant"),
            _("Death"),
            _("Last contact"),
        ),
        rows=tuple(_course(subjects, course) for course in courses),
    )
    return linked(plain, [address(subjects, course.row) for course in courses])


def _course(subjects: Subjects, course: PatientCourse) -> tuple[PlainCell, ...]:
    doses = "; ".join(_dose(*dose) for dose in course.doses) or NONE
    going = _("still given") if course.still_given else ""
    days = (course.marks.get(event) for event in EVENTS)
    return (
        head(subjects.codes[course.row]),
        word(doses, note=going),
        *(PlainCell(text=NONE if day is None else str(day), value=day) for day in days),
        PlainCell(text=str(course.last_day), value=course.last_day),
    )


def _dose(first: int, last: int, mg: float | None) -> str:
    amount = _("dose not known") if mg is None else formats.number(mg)
    return f"{first}–{last}: {amount}"


def falls_table(
    subjects: Subjects, group: Group, falls: Sequence[Fall], paths: Sequence[Path]
) -> ShownTable:
    """Before, lowest and change, as the waterfall draws them, and the days of the spider."""
    unit = UNITS["ug/L"]
    plain = PlainTable(
        name=f"ferritin_{group.code}",
        title=_("Ferritin of each patient: %(group)s") % {"group": group.name},
        caption=_(
            "Lowest from day 1 to day 56, or to the end of the response assessments (our "
            "definition); values beyond the measuring range count as the limit they state."
        ),
        heads=(
            _("Patient"),
            _("Best response"),
            _("Before, %(unit)s") % {"unit": unit},
            _("Lowest, %(unit)s") % {"unit": unit},
            _("Day"),
            _("Change"),
            _("Change by day"),
        ),
        rows=tuple(_falls(subjects, falls, paths)),
    )
    return linked(plain, [address(subjects, fall.row) for fall in falls])


def _falls(
    subjects: Subjects, falls: Sequence[Fall], paths: Sequence[Path]
) -> Iterator[tuple[PlainCell, ...]]:
    for fall, path in zip(falls, paths, strict=True):
        by_day = "; ".join(f"{day}: {percent(ratio)}" for day, ratio in path.points[1:])
        yield (
            head(subjects.codes[fall.row]),
            word(class_words(fall.best)),
            PlainCell(text=_amount(fall.before), value=fall.before),
            PlainCell(text=_amount(fall.lowest), value=fall.lowest),
            PlainCell(text=str(fall.lowest_day), value=fall.lowest_day),
            PlainCell(text=percent(fall.ratio), value=fall.ratio),
            word(by_day or NONE),
        )


def _amount(value: float) -> str:
    return formats.number(value, 1 if value < 100 else 0) if value == value else NONE


def linked(plain: PlainTable, addresses: Sequence[str]) -> ShownTable:
    """A table of patients: the head of each row leads to the patient."""
    rows = tuple(
        tuple(_shown(cell, where if at == 0 else "") for at, cell in enumerate(row))
        for row, where in zip(plain.rows, addresses, strict=True)
    )
    return ShownTable(plain, rows)


def _shown(cell: PlainCell, where: str) -> ShownCell:
    scope = "row" if where else ""
    return ShownCell(cell.kind.value, ShownPart(cell.text, where), cell.note, (), "", scope)
