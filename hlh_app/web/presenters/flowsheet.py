"""The flowsheet: tests down, moments across, the newest at the right beside today.

So do the flowsheets of hospital records (Epic's among them): the value before stands directly to
the left of the box that is typed into. The table of results for reading has the newest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES, Analyte, Group
from hlh_app.clinical.case import Moment
from hlh_app.clinical.units import from_canonical
from hlh_app.records.models import Observation, Visit
from hlh_app.records.plausibility import USUAL_BY_AGE
from hlh_app.records.selectors.flowsheet import TESTS, Stated
from hlh_app.records.selectors.intervals import Usual

from . import formats
from .flowsheet_cells import Held, held
from .labs import group_label

MOST_COLUMNS = 60
LONG_NAME = 14  # a longer one is shown as wards abbreviate it
Place = tuple[bool, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A date, or a date and time. ``key``: the moment as it is stored; ``kind``: what the head
    says below the date; ``visit``: of the visit at that moment, "" for none."""

    key: str
    order: float
    day: str
    year: str
    clock: str
    kind: str
    visit: str
    url: str
    signed: bool
    today: bool
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One test. ``low``, ``high``: the usual values in its unit, beyond which the page waits for
    the answer before it goes on; the server judges. ``cells`` stand in the order of the columns."""

    code: str
    label: str
    short: str
    unit_code: str
    unit: str
    interval: str
    low: str
    high: str
    assay_bound: bool
    laboratory: str
    assay: str
    units: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Held, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the centre remembers: usual units and intervals, laboratories, assays."""

    usual: Mapping[str, Usual]
    stated: Mapping[str, Stated]
    laboratories: list[str]
    assays: Mapping[str, list[str]]

    @property
    def laboratory(self) -> str:
        """The one that most intervals of the centre are of; it stands in a box, to be changed."""
        named = Counter(one.laboratory for one in self.usual.values() if one.laboratory)
        return named.most_common(1)[0][0] if named else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    older: str
    known: Known

    @property
    def assays(self) -> dict[str, dict[str, Any]]:
        """Assay-bound test → what is asked for before its first result."""
        return {
            row.code: {
                "label": row.label,
                "units": row.units,
                "laboratory": row.laboratory or self.known.laboratory,
                "assay": row.assay,
                "known": self.known.assays.get(row.code, []),
            }
            for section in self.sections
            for row in section.rows
            if row.assay_bound
        }

    @property
    def height(self) -> int:
        return 1 + sum(1 + len(section.rows) for section in self.sections)

    @property
    def width(self) -> int:
        return 1 + len(self.columns)


def sheet(
    rows: list[Observation],
    visits: list[Visit],
    known: Known,
    patient_pk: int,
    today: Moment,
    *,
    everything: bool = False,
    day0: date | None = None,
    edits: bool = True,
) -> Sheet:
    """``today``: the day at the ward; it has a column of its own unless something of it is there,
    or for who only reads (``edits``)."""
    base = result_base(patient_pk, edits=edits)
    moments = _moments(rows, visits)
    days = {moment.day for moment in moments.values()}
    if edits and today.day not in days:
        moments[place(today)] = today
    kept = sorted(moments.items(), key=lambda one: (one[1].at, one[1].is_date))
    hidden = 0 if everything else max(0, len(kept) - MOST_COLUMNS)
    at = {place(visit.visited): visit for visit in reversed(visits)}
    shown = kept[hidden:]
    older = ngettext("%(n)s earlier column", "%(n)s earlier columns", hidden) % {"n": hidden}
    return Sheet(
        columns=tuple(_columns(shown, at, patient_pk, today.day, day0)),
        sections=tuple(_sections(rows, [where for where, _when in shown], known, base)),
        older=older if hidden else "",
        known=known,
    )


def result_base(patient_pk: int, *, edits: bool = True) -> str:
    """The address before a result's number: of its form, or of its history for who only reads."""
    if edits:
        return reverse("web:observation", args=[patient_pk, 0]).removesuffix("0/")
    return reverse("web:row-trail", args=[patient_pk, "observation", 0]).removesuffix("0/")


def limits(table: Analyte, unit: str) -> tuple[str, str]:
    """The usual values in a unit, as the page reads numbers; 0 and 0 where they depend on age, so
    that the page waits for every answer; empty where there are none."""
    if table.code in USUAL_BY_AGE:
        return ("0", "0")
    if unit not in table.units:
        return ("", "")
    found = [from_canonical(limit, unit, table.code) for limit in table.usual]
    return ("", "") if None in found else (f"{found[0]:f}", f"{found[1]:f}")


def place(moment: Moment) -> Place:
    """Which column a moment belongs to: its day, or its instant."""
    return (True, moment.day) if moment.is_date else (False, moment.at)


def _moments(rows: Iterable[Observation], visits: Iterable[Visit]) -> dict[Place, Moment]:
    found: dict[Place, Moment] = {}
    seen: set[tuple[Any, str]] = set()
    for at, text, one in (
        *((visit.visited_at, visit.visited_text, visit) for visit in visits),
        *((row.measured_at, row.measured_text, row) for row in rows),
    ):
        if (at, text) not in seen:
            seen.add((at, text))
            moment = one.visited if isinstance(one, Visit) else one.measured
            found.setdefault(place(moment), moment)
    return found


def _columns(
    shown: list[tuple[Place, Moment]],
    visits: Mapping[Place, Visit],
    patient_pk: int,
    today: date,
    day0: date | None,
) -> Iterator[Column]:
    year = None
    for where, when in shown:
        visit = visits.get(where)
        yield column(when, visit, patient_pk, today, day0, with_year=when.day.year != year)
        year = when.day.year


def column(
    when: Moment,
    visit: Visit | None,
    patient_pk: int,
    today: date,
    day0: date | None = None,
    *,
    with_year: bool = True,
) -> Column:
    signed = bool(visit and visit.signed_at)
    number = _("day %(n)s") % {"n": formats.number((when.day - day0).days)} if day0 else ""
    kinds = (
        _("today") if when.day == today else number,
        (_("visit, signed") if signed else _("visit")) if visit else "",
    )
    return Column(
        key=when.text,
        order=when.at.timestamp(),
        day=formats.short_day(when.day),
        year=str(when.day.year) if with_year else "",
        clock="" if when.is_date else f"{when.seen:%H:%M}",
        kind=" · ".join(part for part in kinds if part),
        visit=str(visit.pk) if visit else "",
        url=reverse("web:visit", args=[patient_pk, visit.pk]) if visit else "",
        signed=signed,
        today=when.day == today,
        name=formats.moment(when),
    )


def _sections(
    rows: list[Observation], order: list[Place], known: Known, base: str
) -> Iterator[Section]:
    held_at = _by_test(rows, order)
    for group in Group:
        codes = [code for code in TESTS if ANALYTES[code].group is group]
        if codes:
            lines = (_row(ANALYTES[code], held_at[code], len(order), known, base) for code in codes)
            yield Section(group_label(group), tuple(lines))


def _by_test(
    rows: list[Observation], order: list[Place]
) -> defaultdict[str, dict[int, list[Observation]]]:
    """Test → number of the column → what stands there."""
    numbers = {where: n for n, where in enumerate(order)}
    column_of: dict[tuple[Any, str], int | None] = {}
    found: defaultdict[str, dict[int, list[Observation]]] = defaultdict(dict)
    for row in rows:
        key = (row.measured_at, row.measured_text)
        if key not in column_of:
            column_of[key] = numbers.get(place(row.measured))
        number = column_of[key]
        if number is not None:
            found[row.analyte].setdefault(number, []).append(row)
    return found


def _row(
    table: Analyte, at: dict[int, list[Observation]], width: int, known: Known, base: str
) -> Row:
    usual = known.usual.get(table.code, Usual(""))
    stated = known.stated.get(table.code, Stated("", ""))
    low, high = limits(table, usual.unit)
    nothing: tuple[Held, ...] = ()
    return Row(
        code=table.code,
        label=_(table.label),
        short=_(table.short if len(table.label) > LONG_NAME else table.label),
        unit_code=usual.unit,
        unit=formats.unit(usual.unit),
        interval=formats.interval(usual.low, usual.high),
        low=low,
        high=high,
        assay_bound=table.assay_bound,
        laboratory=stated.laboratory,
        assay=stated.assay,
        units=tuple((code, formats.unit(code)) for code in table.units),
        cells=tuple(
            tuple(held(row, usual.unit, base) for row in at[n]) if n in at else nothing
            for n in range(width)
        ),
    )
