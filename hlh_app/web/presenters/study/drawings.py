"""What a drawing of groups needs of the page: its place, the groups' names, patients' lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.charts.study.day_lines import MOST, PatientLine, drawn
from hlh_app.statistics.figures import Floats
from hlh_app.statistics.subjects import Group, Subjects

from .cells import number


@dataclass(frozen=True, slots=True)
class LineRow:
    """A drawn line in words, for who does not point at it."""

    code: str
    address: str
    results: int
    first: str
    last: str


def line_rows(lines: Sequence[PatientLine], digits: int) -> tuple[LineRow, ...]:
    """One row a drawn patient."""
    return tuple(
        LineRow(
            line.name,
            line.address,
            len(line.days),
            _point(line, 0, digits),
            _point(line, -1, digits),
        )
        for line in lines
    )


def _point(line: PatientLine, at: int, digits: int) -> str:
    return _("%(value)s on day %(day)s") % {
        "value": number(line.values[at], digits),
        "day": number(line.days[at], 0),
    }


def named(group: Group, n: int | None = None) -> str:
    """Group A, n = 11."""
    return _("%(group)s, n = %(n)s") % {"group": group.name, "n": group.n if n is None else n}


def counted_each(counts: Sequence[int]) -> str:
    """ "n = 34", or "n = 11 and 11" of two groups."""
    return _("n = %(n)s") % {"n": _(" and ").join(map(str, counts))}


def patient_lines(
    subjects: Subjects, group: Group, days: Sequence[float], values: Floats, most: int = MOST
) -> Iterator[PatientLine]:
    """Of the patients of the group that are drawn; ``values``: a row a patient of the group."""
    places = {int(row): at for at, row in enumerate(group.rows)}
    for row in map(int, drawn(group.rows, most)):
        points = [
            (day, float(value))
            for day, value in zip(days, values[places[row]], strict=True)
            if value == value
        ]
        if points:
            yield PatientLine(
                group.code,
                subjects.codes[row],
                address(subjects, row),
                [day for day, _value in points],
                [value for _day, value in points],
            )


def address(subjects: Subjects, row: int) -> str:
    """Of the page of the patient at this position."""
    return reverse("web:patient", args=[subjects.keys[row]])


def which_lines(groups: Sequence[Group], most: int = MOST) -> str:
    """Whose lines are drawn, where not everybody's."""
    steps = [-(-group.n // most) for group in groups if group.n > most]
    if not steps:
        return _("Every patient's line is drawn, faint; a click opens the patient.")
    return _(
        "Faint lines: one patient in %(step)s, in the order in which they were entered, always the "
        "same ones; a click opens the patient. Means and medians are those of everybody."
    ) % {"step": max(steps)}
