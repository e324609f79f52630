"""The table of results: tests down, dates across, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.clinical.case import Moment
from hlh_app.clinical.spans import stated_span
from hlh_app.records.models import Observation
from hlh_app.records.models.choices import ResultStatus

from . import formats
from .links import Trail

DAYS_AT_FIRST = 8


@dataclass(frozen=True, slots=True)
class Value:
    """One result of a cell. ``flag``: H above or L below the result's own interval, or empty."""

    text: str
    time: str
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
    """``older``: days that are not shown; ``errors``: rows entered in error that are hidden."""

    days: tuple[DayHead, ...]
    sections: tuple[Section, ...]
    older: str
    errors_hidden: str
    errors_shown: bool

    def __bool__(self) -> bool:
        return bool(self.days)


@dataclass(frozen=True, slots=True)
class _Stated:
    value: Decimal | None
    comparator: str | None


def lab_table(
    results: Iterable[Observation],
    trail: Trail,
    as_of: Moment,
    day0: date | None = None,
    *,
    days: int | None = DAYS_AT_FIRST,
    with_errors: bool = False,
) -> LabTable:
    """Results measured up to ``as_of``; ``days``: only so many days, None for all."""
    seen = [row for row in results if row.measured_at <= as_of.at]
    errors = sum(1 for row in seen if row.entered_in_error)
    shown = seen if with_errors else [row for row in seen if not row.entered_in_error]
    all_days = sorted({row.measured_day for row in shown}, reverse=True)
    columns = all_days[:days]
    hidden = len(all_days) - len(columns)
    return LabTable(
        days=tuple(_heads(columns, day0)),
        sections=tuple(_sections(_cells(shown, columns, trail, as_of), columns)),
        older=ngettext("%(n)s earlier day", "%(n)s earlier days", hidden) % {"n": hidden}
        if hidden
        else "",
        errors_hidden=_errors(errors) if errors else "",
        errors_shown=with_errors,
    )


def _errors(count: int) -> str:
    text = ngettext("%(n)s result entered in error", "%(n)s results entered in error", count)
    return text % {"n": count}


def _heads(columns: list[date], day0: date | None) -> Iterable[DayHead]:
    year = None
    for on in columns:
        number = _("day %(n)s") % {"n": formats.number((on - day0).days)} if day0 else ""
        yield DayHead(formats.short_day(on), str(on.year) if on.year != year else "", number)
        year = on.year


Cells = dict[str, dict[date, list[tuple[Observation, Value]]]]


def _cells(shown: list[Observation], columns: list[date], trail: Trail, as_of: Moment) -> Cells:
    wanted = set(columns)
    found: Cells = defaultdict(lambda: defaultdict(list))
    for row in sorted(shown, key=lambda row: row.measured_at, reverse=True):
        if row.measured_day in wanted:
            value = _value(row, trail, as_of)
            found[row.analyte][row.measured_day].append((row, value))
    return found


def _sections(cells: Cells, columns: list[date]) -> Iterable[Section]:
    for group in Group:
        rows = tuple(
            _row(analyte.code, cells[analyte.code], columns)
            for analyte in ANALYTES.values()
            if analyte.group is group and analyte.code in cells
        )
        if rows:
            yield Section(group_label(group), rows)


def _row(
    code: str, by_day: dict[date, list[tuple[Observation, Value]]], columns: list[date]
) -> Row:
    newest = next(by_day[on][0][0] for on in columns if on in by_day)
    texts = []
    for on in columns:
        held = by_day.get(on, [])
        if code == "temperature":
            texts.append(_highest(held))
        else:
            texts.append(tuple(_in_row(row, value, newest, len(held)) for row, value in held))
    return Row(
        label=_(ANALYTES[code].label),
        unit=formats.unit(newest.unit),
        interval=formats.interval(newest.low, newest.high),
        cells=tuple(texts),
    )


def _in_row(row: Observation, value: Value, newest: Observation, held: int) -> Value:
    """With its own unit where it differs from the row's, with its time where it is not alone."""
    text = value.text
    if row.unit != newest.unit and row.value is not None:
        text = f"{text} {formats.unit(row.unit)}"
    time = value.time if held > 1 else ""
    return Value(text, time, value.flag, value.flag_word, value.url, value.kind, value.remark)


def _highest(held: list[tuple[Observation, Value]]) -> tuple[Value, ...]:
    read = [(row, value) for row, value in held if row.canonical_value is not None]
    if not read:
        return tuple(value for _row, value in held)
    _top, value = max(read, key=lambda pair: pair[0].canonical_value)
    if len(read) == 1:
        return (value,)
    remark = _("highest of %(n)s") % {"n": len(read)}
    return (Value(value.text, "", "", "", value.url, value.kind, remark),)


def _value(row: Observation, trail: Trail, as_of: Moment) -> Value:
    kind = _kind(row, as_of)
    flag = _flag(row) if kind == "final" else ""
    words = {"H": _("above the interval"), "L": _("below the interval"), "": ""}
    when = row.measured
    return Value(
        text=_text(row, kind),
        time="" if when.is_date else f"{when.seen:%H:%M}",
        flag=flag,
        flag_word=words[flag],
        url=trail.row("observation", row.pk),
        kind=kind,
        remark=_("entered in error") if row.entered_in_error else "",
    )


def _kind(row: Observation, as_of: Moment) -> str:
    if row.entered_in_error:
        return "error"
    if row.status == ResultStatus.NOT_DONE:
        return "not_done"
    later = row.reported_at is not None and row.reported_at > as_of.at
    return "pending" if row.value is None or later else "final"


def _text(row: Observation, kind: str) -> str:
    if kind == "pending":
        return _("pending")
    if row.value is None:
        return _("not done")
    if row.unit == "Cel" and row.value == round(row.value, 1):
        text = formats.fixed(row.value, 1)
    else:
        text = formats.number(row.value)
    sign = formats.comparator(row.comparator)
    return f"{sign} {text}" if sign else text


def _flag(row: Observation) -> str:
    """A result that is certainly outside; ``<2000`` against a limit of 500 says nothing."""
    span = stated_span(_Stated(row.value, row.comparator or None))  # type: ignore[arg-type]
    if row.high is not None and span.at_most(row.high) is None:
        return "H"
    return "L" if row.low is not None and span.at_least(row.low) is None else ""


def group_label(group: Group) -> str:
    return {
        Group.MEASURES: _("Measures"),
        Group.BLOOD_COUNT: _("Blood count"),
        Group.HYPERINFLAMMATION: _("Hyperinflammation"),
        Group.COAGULATION: _("Coagulation"),
        Group.LIVER: _("Liver"),
        Group.KIDNEY: _("Kidney"),
        Group.VIRUS: _("Virus"),
        Group.CYTOKINES: _("Cytokines"),
    }[group]
