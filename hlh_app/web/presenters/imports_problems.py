"""Entries of a file that need a look: the first of each kind, and what can be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hlh_app.records.imports.checking import SHOWN, UNREAD, Line
from hlh_app.records.imports.outcomes import Choice, Outcome
from hlh_app.records.imports.to_correct import csv_line

from . import formats
from .imports import FOR_SPREADSHEETS, outcome, test
from .paste_questions import Option

DATE_ALONE = 10
PROBLEMS = (Outcome.DIFFERS, Outcome.UNUSUAL, Outcome.REFUSED, UNREAD)
HEADINGS = {
    Outcome.DIFFERS: gettext_lazy("Differs from the record"),
    Outcome.UNUSUAL: gettext_lazy("Unusual values, to be confirmed"),
    Outcome.REFUSED: gettext_lazy("Refused"),
    UNREAD: gettext_lazy("Could not be read"),
}
CHOICES = {
    Outcome.DIFFERS: (
        ("", gettext_lazy("Leave the record as it is")),
        (Choice.CORRECT, gettext_lazy("Correct the record to the file’s value")),
        (Choice.ADD, gettext_lazy("Add it beside the recorded value")),
    ),
    Outcome.UNUSUAL: (
        ("", gettext_lazy("Not kept")),
        (Choice.CONFIRM, gettext_lazy("Confirmed: keep it")),
    ),
}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """``options``: what can be done about this entry, if anything."""

    place: str
    patient: str
    test: str
    when: str
    text: str
    stored: str
    reason: str
    name: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Problems:
    """One kind. ``all_name``: of the box that says what to do with all of them."""

    code: str
    heading: str
    number: str
    lines: tuple[ProblemLine, ...]
    further: str
    all_name: str = ""
    options: tuple[Option, ...] = ()
    has_stored: bool = False


def problems(report: Mapping[str, Any], boxes: Mapping[str, str]) -> Iterator[Problems]:
    for kind in PROBLEMS:
        many = report["outcomes"].get(kind, 0)
        if not many:
            continue
        held = report["lines"].get(kind, ())
        yield Problems(
            code=str(kind),
            heading=str(HEADINGS[kind]),
            number=formats.number(many),
            lines=tuple(_line(kind, line, boxes, many) for line in held),
            further=_further(many - len(held)),
            all_name=f"all.{kind}" if kind in CHOICES and many > 1 else "",
            options=_options(kind, boxes.get(f"all.{kind}", "")),
            has_stored=kind == Outcome.DIFFERS,
        )


def _line(kind: str, line: Mapping[str, str], boxes: Mapping[str, str], many: int) -> ProblemLine:
    name = f"do.{line['place']}"
    return ProblemLine(
        place=line["place"],
        patient=line["patient"],
        test=test(line["test"]) if kind != UNREAD else line["test"],
        when=_when(line["when"]),
        text=line["text"],
        stored=line["stored"],
        reason=line["reason"],
        name=name if kind in CHOICES else "",
        options=_one_of(kind, boxes.get(name, ""), many),
    )


def _when(text: str) -> str:
    """A date as pages write it; what is none, as it stood."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (
        f"{formats.day(at.date())} {at:%H:%M}" if len(text) > DATE_ALONE else formats.day(at.date())
    )


def _options(kind: str, chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(str(code), str(label), code == chosen) for code, label in CHOICES.get(kind, ())
    )


def _one_of(kind: str, chosen: str, many: int) -> tuple[Option, ...]:
    """For a single entry: as all of them, or otherwise."""
    if kind not in CHOICES or many == 1:
        return _options(kind, chosen)
    skip = Option(str(Choice.SKIP), _("Leave out"), chosen == Choice.SKIP)
    as_all = Option("", _("As all of these"), not chosen)
    return (as_all, *_options(kind, chosen)[1:], skip)


def _further(many: int) -> str:
    if many <= 0:
        return ""
    told = ngettext(
        "The first %(shown)s are shown; %(n)s more is in the table to download.",
        "The first %(shown)s are shown; %(n)s more are in the table to download.",
        many,
    )
    return told % {"shown": SHOWN, "n": formats.number(many)}


def table(found: Iterable[tuple[str, Line]]) -> Iterator[str]:
    """All of them as CSV, line by line."""
    heads = (_("outcome"), _("where"), _("patient"), _("test"), _("date"), _("in the file"))
    yield FOR_SPREADSHEETS + csv_line([*heads, _("in the record"), _("why")])
    for kind, line in found:
        about = (line.place, line.patient, line.test, line.when, line.text, line.stored)
        yield csv_line([outcome(kind), *about, line.reason])
