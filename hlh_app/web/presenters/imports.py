"""Imports as people read them: the list, one import with what it brought, what it left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.messages import INFO, SUCCESS, WARNING
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import gettext_noop
from hlh_app.records.imports.to_correct import to_correct
from hlh_app.records.imports.undoing import Undone
from hlh_app.records.models import ImportBatch, LeftOver, Observation, Patient
from hlh_app.records.models.choices import LeftOverStatus

from . import formats, readings, trail

CSV = "text/csv; charset=utf-8"
FOR_SPREADSHEETS = "\ufeff"  # by this mark they know UTF-8; else µg becomes Âµg, and is sent so

NAMED = 20  # of what an undo leaves, in the message that tells it

# What became of entries, in the order in which it is told.
OUTCOMES = {
    "read": gettext_noop("read"),
    "new": gettext_noop("new"),
    "answers": gettext_noop("answers a pending test"),
    "added": gettext_noop("added beside another value"),
    "corrected": gettext_noop("corrected a value"),
    "withdrawn": gettext_noop("withdrawn: the file says entered in error"),
    "same": gettext_noop("in the record already"),
    "differs": gettext_noop("unlike the record"),
    "unusual": gettext_noop("unusual, to be confirmed"),
    "refused": gettext_noop("refused"),
    "unread": gettext_noop("could not be read"),
    "unknown": gettext_noop("of an unknown patient"),
    "skipped": gettext_noop("left out on purpose"),
    "left": gettext_noop("left over"),
}


@dataclass(frozen=True, slots=True)
class Count:
    code: str
    words: str
    number: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """``state``: undone, rows left over, or nothing to say."""

    url: str
    name: str
    source: str
    patient: str
    when: str
    who: str
    counts: str
    state: str
    open_rows: int


@dataclass(frozen=True, slots=True)
class LeftLine:
    pk: int
    place: str
    patient: str
    found: tuple[tuple[str, str], ...]
    reason: str
    state: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    title: str
    source: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]
    patients: tuple[tuple[str, str, str], ...]
    undone: str
    undo_reason: str
    open_rows: str


def outcome(code: str) -> str:
    return _(OUTCOMES[code]) if code in OUTCOMES else code.replace("_", " ")


def counts(numbers: Mapping[str, int]) -> tuple[Count, ...]:
    """Those that are not zero, in the order of OUTCOMES; others after them."""
    order = [*OUTCOMES, *sorted(set(numbers) - set(OUTCOMES))]
    return tuple(
        Count(code, outcome(code), formats.number(numbers[code]))
        for code in order
        if isinstance(numbers.get(code), int) and numbers[code]
    )


def test(code: str) -> str:
    """The test's name; another kind of row by its own."""
    if code in ANALYTES:
        return readings.analyte(code)
    return trail.kind(code) if code else _("Unknown test")


def lines(batches: Iterable[ImportBatch]) -> list[ImportLine]:
    return [_line(batch) for batch in batches]


def _line(batch: Any) -> ImportLine:
    told = "; ".join(f"{count.number} {count.words}" for count in counts(batch.counts))
    return ImportLine(
        url=reverse("web:import", args=[batch.pk]),
        name=str(batch),
        source=str(batch.get_source_display()),
        patient=batch.patient.code if batch.patient else "",
        when=formats.clock(batch.made_at),
        who=str(batch.made_by) if batch.made_by else _("a command"),
        counts=told or _("nothing"),
        state=_state(batch),
        open_rows=batch.open_rows,
    )


def _state(batch: Any) -> str:
    if batch.undone_at:
        return _("Undone")
    many = batch.open_rows
    if not many:
        return ""
    told = ngettext("%(n)s row left over", "%(n)s rows left over", many)
    return told % {"n": formats.number(many)}


def import_page(batch: Any, patients: Iterable[tuple[Patient, int]]) -> ImportPage:
    facts = (
        (_("Imported"), formats.clock(batch.made_at)),
        (_("By"), str(batch.made_by) if batch.made_by else _("a command")),
        (_("Centre"), batch.centre.code),
        (_("From"), str(batch.get_source_display())),
    )
    return ImportPage(
        title=str(batch),
        source=str(batch.get_source_display()),
        facts=facts,
        counts=counts(batch.counts),
        patients=tuple(_patient(patient, many) for patient, many in patients),
        undone=_undone(batch),
        undo_reason=batch.undo_reason,
        open_rows=formats.number(batch.open_rows) if batch.open_rows else "",
    )


def _undone(batch: ImportBatch) -> str:
    if not batch.undone_at:
        return ""
    return _("%(when)s by %(who)s") % {
        "when": formats.clock(batch.undone_at),
        "who": batch.undone_by or _("a command"),
    }


def _patient(patient: Patient, many: int) -> tuple[str, str, str]:
    told = ngettext("%(n)s entry", "%(n)s entries", many) % {"n": formats.number(many)}
    return patient.code, reverse("web:patient", args=[patient.pk]), told


def left_lines(rows: Iterable[LeftOver]) -> list[LeftLine]:
    return [left_line(row) for row in rows]


def left_line(row: LeftOver) -> LeftLine:
    is_open = row.status == LeftOverStatus.OPEN
    return LeftLine(
        pk=row.pk,
        place=row.place,
        patient=row.patient.code if row.patient else str(row.found.get("patient", "")),
        found=tuple((str(k), str(v)) for k, v in row.found.items()),
        reason=row.reason,
        state="" if is_open else _closed(row),
        is_open=is_open,
        url=reverse("web:left-over", args=[row.batch_id, row.pk]),
    )


def _closed(row: LeftOver) -> str:
    return _("%(what)s, %(when)s by %(who)s") % {
        "what": row.get_status_display(),
        "when": formats.clock(row.closed_at),
        "who": row.closed_by or _("a command"),
    }


def undone(done: Undone) -> Iterator[tuple[int, str]]:
    """What undoing came to, as messages."""
    if done.already:
        yield INFO, _("This import was undone before; nothing was changed now.")
        return
    told = {"n": formats.number(done.withdrawn), "r": formats.number(done.restored)}
    yield (
        SUCCESS,
        _(
            "The import is undone: %(n)s entries are marked as entered in error, %(r)s changed "
            "ones are as they were."
        )
        % told,
    )
    if many := len(done.left):
        told = ngettext(
            "%(n)s entry was changed by somebody since and stays as it is:",
            "%(n)s entries were changed by somebody since and stay as they are:",
            many,
        ) % {"n": many}
        named = "; ".join(_named(row) for row in done.left[:NAMED])
        yield WARNING, f"{told} {named}{' …' if many > NAMED else '.'}"


def _named(row: Any) -> str:
    """So that it can be found: whose, what, when, and what it says."""
    what = [row.patient.code, str(row)]
    if isinstance(row, Observation):
        what[1:] = [_(ANALYTES[row.analyte].label), formats.moment(row.measured)]
        what += (
            [formats.value(row.value, row.unit, row.comparator)] if row.value is not None else []
        )
    return " ".join(what)


def left_csv(rows: Iterable[LeftOver]) -> Iterator[str]:
    """The rows as they stood, with where and why: to be corrected elsewhere and sent anew."""
    yield FOR_SPREADSHEETS
    yield from to_correct((row.place, row.found, row.reason) for row in rows)
