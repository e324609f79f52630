"""The table of results: tests down, dates across, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.spans import stated_span
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.units import canonical
from hlh_app.records import models

from . import formats
from .links import Trail

DAYS_AT_FIRST = 8
FLAG_WORDS = {"H": gettext_noop("above the interval"), "L": gettext_noop("below the interval")}
GROUPS = {
    Group.MEASURES: gettext_noop("Measures"),
    Group.BLOOD_COUNT: gettext_noop("Blood count"),
    Group.HYPERINFLAMMATION: gettext_noop("Hyperinflammation"),
    Group.COAGULATION: gettext_noop("Coagulation"),
    Group.LIVER: gettext_noop("Liver"),
    Group.KIDNEY: gettext_noop("Kidney"),
    Group.VIRUS: gettext_noop("Virus"),
    Group.CYTOKINES: gettext_noop("Cytokines"),
}


def group_label(group: Group) -> str:
    return _(GROUPS[group])


@dataclass(slots=True)
class Value:
    """One result of a cell. ``flag``: H above or L below the result's own interval, or empty;
    ``kind``: final, pending, not_done or error; ``remark``: its time where it is not alone, how
    many it stands for, or that it was entered in error."""

    text: str
    flag: str
    flag_word: str
    url: str
    kind: str
    remark: str


@dataclass(frozen=True, slots=True)
class Row:
    """One test. ``cells`` stand in the order of the table's days."""

    label: str
    unit: str
    interval: str
    cells: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DayHead:
    text: str
    year: str
    number: str


@dataclass(frozen=True, slots=True)
class LabTable:
    """``older``: days that are not shown; ``errors_hidden``: rows entered in error."""

    days: tuple[DayHead, ...]
    sections: tuple[Section, ...]
    older: str
    errors_hidden: str
    errors_shown: bool

    def __bool__(self) -> bool:
        return bool(self.days)


@dataclass(slots=True)
class Result:
    """A row of the case, or one that no rule sees; ``kind`` as in Value."""

    row: Observation
    kind: str


Cells = dict[str, dict[date, list[Result]]]


def results(
    observations: Iterable[Observation], unseen: Iterable[models.Observation], as_of: Moment
) -> list[Result]:
    """What was measured up to ``as_of``: the rows of the case, and those ``unseen`` by the rules
    because they were entered in error or not done."""
    found = [
        Result(row, _kind(row, as_of)) for row in observations if row.measured_at.at <= as_of.at
    ]
    for stored in unseen:
        if stored.measured_at <= as_of.at:
            found.append(Result(_as_case_row(stored), _why_unseen(stored)))
    return found


def _kind(row: Observation, as_of: Moment) -> str:
    later = row.reported_at is not None and row.reported_at.seen > as_of.at
    return "pending" if row.value is None or later else "final"


def _why_unseen(stored: models.Observation) -> str:
    return "error" if stored.entered_in_error else "not_done"


def _as_case_row(stored: models.Observation) -> Observation:
    return Observation(
        stored.analyte,
        stored.value,
        stored.unit,
        stored.measured,
        stored.comparator or None,
        stored.low,
        stored.high,
        key=f"observation:{stored.pk}",
    )


def lab_table(
    found: list[Result],
    trail: Trail,
    day0: date | None = None,
    *,
    days: int | None = DAYS_AT_FIRST,
    with_errors: bool = False,
) -> LabTable:
    """``days``: only so many days, None for all; rows in error only when asked for."""
    shown = found if with_errors else [one for one in found if one.kind != "error"]
    errors = sum(1 for one in found if one.kind == "error")
    all_days = sorted(_days(shown, all_of_them=days is None), reverse=True)
    columns = all_days[:days]
    hidden = len(all_days) - len(columns)
    older = ngettext("%(n)s earlier day", "%(n)s earlier days", hidden) % {"n": hidden}
    return LabTable(
        days=tuple(_heads(columns, day0)),
        sections=tuple(_sections(_cells(shown, columns), columns, trail)),
        older=older if hidden else "",
        errors_hidden=_errors(errors) if errors else "",
        errors_shown=with_errors,
    )


def _days(shown: list[Result], all_of_them: bool) -> set[date]:
    """A short table leaves out the days on which nothing but the temperature was taken."""
    others = {one.row.measured_at.day for one in shown if one.row.analyte != "temperature"}
    return {one.row.measured_at.day for one in shown} if all_of_them or not others else others


def _errors(count: int) -> str:
    text = ngettext("%(n)s result entered in error", "%(n)s results entered in error", count)
    return text % {"n": count}


def _heads(columns: list[date], day0: date | None) -> Iterator[DayHead]:
    year = None
    for on in columns:
        number = _("day %(n)s") % {"n": formats.number((on - day0).days)} if day0 else ""
        yield DayHead(formats.short_day(on), str(on.year) if on.year != year else "", number)
        year = on.year


def _cells(shown: list[Result], columns: list[date]) -> Cells:
    """Analyte → day → results, the newest first."""
    wanted = set(columns)
    found: Cells = defaultdict(lambda: defaultdict(list))
    for one in sorted(shown, key=lambda one: one.row.measured_at.at, reverse=True):
        if one.row.measured_at.day in wanted:
            found[one.row.analyte][one.row.measured_at.day].append(one)
    return found


def _sections(cells: Cells, columns: list[date], trail: Trail) -> Iterator[Section]:
    for group in Group:
        rows = tuple(
            _row(analyte.code, cells[analyte.code], columns, trail)
            for analyte in ANALYTES.values()
            if analyte.group is group and analyte.code in cells
        )
        if rows:
            yield Section(group_label(group), rows)


def _row(code: str, by_day: dict[date, list[Result]], columns: list[date], trail: Trail) -> Row:
    newest = next(by_day[on][0].row for on in columns if on in by_day)
    cells = []
    for on in columns:
        held = by_day.get(on, [])
        if code == "temperature" and len(held) > 1:
            cells.append(tuple(_highest(held, newest.unit, trail)))
        else:
            alone = len(held) == 1
            cells.append(tuple(_value(one, newest.unit, alone, trail) for one in held))
    return Row(
        label=_(ANALYTES[code].label),
        unit=formats.unit(newest.unit),
        interval=formats.interval(newest.low, newest.high),
        cells=tuple(cells),
    )


def _highest(held: list[Result], unit: str, trail: Trail) -> Iterator[Value]:
    read = [one for one in held if one.kind == "final" and one.row.value is not None]
    if read:
        top = max(read, key=lambda one: canonical(one.row.value, one.row.unit, "temperature"))
        value = _value(top, unit, True, trail)
        value.remark = _("highest of %(n)s") % {"n": len(read)}
        yield value
    yield from (_value(one, unit, False, trail) for one in held if one.kind != "final")


def _value(one: Result, unit: str, alone: bool, trail: Trail) -> Value:
    """With its own unit where it differs from the row's, with its time where it is not alone."""
    row = one.row
    flag = flag_of(row) if one.kind == "final" else ""
    return Value(
        text=_text(row, one.kind, unit),
        flag=flag,
        flag_word=_(FLAG_WORDS[flag]) if flag else "",
        url=trail.key(row.key),
        kind=one.kind,
        remark=_remark(row, one.kind, alone),
    )


def _text(row: Observation, kind: str, unit: str) -> str:
    if kind == "pending":
        return _("pending")
    if row.value is None:
        return _("not done")
    if row.unit == "Cel" and row.value == round(row.value, 1):
        text = formats.fixed(row.value, 1)
    else:
        text = formats.number(row.value)
    sign = formats.comparator(row.comparator)
    text = f"{sign} {text}" if sign else text
    return text if row.unit == unit else f"{text} {formats.unit(row.unit)}"


def _remark(row: Observation, kind: str, alone: bool) -> str:
    if kind == "error":
        return _("entered in error")
    when = row.measured_at
    return "" if alone or when.is_date else f"{when.seen:%H:%M}"


def flag_of(row: Observation) -> str:
    """A result that is certainly outside; ``<2000`` against a limit of 500 says nothing."""
    if row.low is None and row.high is None:
        return ""
    span = stated_span(row)
    if row.high is not None and span.at_most(row.high) is None:
        return "H"
    return "L" if row.low is not None and span.at_least(row.low) is None else ""
