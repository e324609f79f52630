"""The codebook: every column of every file of an export, explained from where it is defined.

Labels, units and meanings are those of the fields themselves, words those of the rules' own lists;
nothing of it is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from enum import StrEnum
from html import escape
from itertools import groupby

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.courses import CourseEndReason
from hlh_app.clinical.defervescence import ClockState
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.study import values
from hlh_app.clinical.study.facts import PARTS
from hlh_app.clinical.study.index import Treatment
from hlh_app.clinical.survival import Ended
from hlh_app.exchange.study.columns import Column, patient_columns
from hlh_app.exchange.study.csv_text import csv_lines
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.tables import LONG

WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("subject", "treatment"): Treatment,
    ("subject", "criteria"): Outcome,
    ("subject", "hlh2004"): Outcome,
    ("outcome", "classes"): ResponseClass,
    ("outcome", "best"): ResponseClass,
    ("outcome", "course_end"): CourseEndReason,
    ("outcome", "relapse"): Outcome,
    ("outcome", "progression"): Outcome,
    ("outcome", "os_ended"): Ended,
    ("outcome", "os_transplant_ended"): Ended,
    ("outcome", "pfs_ended"): Ended,
    ("outcome", "pfs_transplant_ended"): Ended,
    ("fever", "state"): ClockState,
    ("fever", "came_back"): Outcome,
}
CLASSES = {"CR": "complete response", "PR": "partial response", "NR": "no response"}
HEAD = ("file", "column", "label", "kind", "unit", "meaning", "words")
KINDS = {
    "truth": "TRUE or FALSE",
    "list": "words joined by |",
    "row": "row of another file",
}
SAME = str


def codebook(recorded: Iterable[Explained], say: Callable[[str], str] = SAME) -> list[Explained]:
    """Every column. ``recorded``: those of the record's own rows; ``say`` translates a text."""
    ours = [*_patients(say), *_long(say)]
    return [*ours, *recorded]


def _patients(say: Callable[[str], str]) -> Iterator[Explained]:
    words = (("a", say("First group")), ("b", say("Second group")))
    yield Explained("groups", "group", say("Group"), "text", words=words)
    yield Explained("groups", "n", say("Patients"), "number")
    yield Explained("patients", "id", say("Patient"), "text")
    yield Explained("patients", "group", say("Group"), "text", words=words)
    for column in patient_columns():
        unit = column.unit or _unit(column)
        label = _label(column, say)
        note = say(column.note) if column.note else ""
        yield Explained("patients", column.name, label, column.kind, unit, note, _words(column))


def _label(column: Column, say: Callable[[str], str]) -> str:
    """The field's label, with the key it stands for; a result by its test and time."""
    if (column.part, column.field) == ("values", "values"):
        analyte, time = column.key.split("/")
        return f"{say(ANALYTES[analyte].label)}: {TIMES[time]}"
    key = column.key.replace("_", " ")
    if key.isdigit():
        return f"{say(column.label)}: day {key}"
    return f"{say(column.label)}: {key}" if key else say(column.label)


TIMES = {
    "before": "before treatment",
    **{time: f"nearest day {day}" for time, day in values.NOMINAL_DAYS.items()},
    "weeks2to4": f"first of days {values.WEEKS_2_TO_4[0]} to {values.WEEKS_2_TO_4[1]}",
}


def _unit(column: Column) -> str:
    if (column.part, column.field) != ("values", "values"):
        return ""
    return ANALYTES[column.key.split("/")[0]].unit


def _words(column: Column) -> tuple[tuple[str, str], ...]:
    listed = WORDS.get((column.part, column.field), ())
    return tuple((word.value, CLASSES.get(word, word.replace("_", " "))) for word in listed)


def _long(say: Callable[[str], str]) -> Iterator[Explained]:
    for name, (parts, head, _read) in LONG.items():
        yield Explained(name, "id", say("Patient"), "text")
        note = "; ".join(_said(part, name, say) for part in parts)
        for column in head:
            label = column.replace("_", " ").capitalize()
            yield Explained(
                name, column, label, "number" if column in NUMBERS else "text", "", note
            )


NUMBERS = frozenset(name for _parts, head, _read in LONG.values() for name in head) - frozenset(
    ("analyte", "ctcae", "category", "term", "action")
)
FIELDS_OF = {
    ("series", "series"): ("points",),
    ("fever", "daily"): ("peaks",),
    ("care", "daily"): ("glucocorticoid",),
    ("care", "doses"): ("doses",),
    ("harm", "toxicity"): ("terms", "terms_v4"),
    ("harm", "toxicity_events"): ("events",),
}


def _said(part: str, name: str, say: Callable[[str], str]) -> str:
    """Label, unit and meaning of the fields from which a file is made."""
    told = {field.name: field.metadata for field in fields(PARTS[part])}
    said = [told[field] for field in FIELDS_OF[part, name]]
    parts = [(say(row["label"]), row["unit"], row["note"] and say(row["note"])) for row in said]
    return " ".join(
        f"{label}{f' ({unit})' if unit else ''}.{f' {note}' if note else ''}"
        for label, unit, note in parts
    )


def codebook_csv(rows: Iterable[Explained]) -> Iterator[str]:
    cells = (
        (
            row.file,
            row.column,
            row.label,
            KINDS.get(row.kind, row.kind),
            row.unit,
            row.note,
            "; ".join(f"{word} = {label}" for word, label in row.words),
        )
        for row in rows
    )
    return csv_lines(HEAD, cells)


STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:2rem}"
    "th,td{border-top:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    "td:first-child{font-family:monospace}"
)


def codebook_html(rows: Iterable[Explained], title: str) -> Iterator[str]:
    """To be read: one table a file, in a page that needs nothing else."""
    yield (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
    )
    for name, columns in groupby(rows, key=lambda row: row.file):
        heads = "".join(f"<th scope=col>{word.capitalize()}</th>" for word in HEAD[1:])
        yield f"<h2>{escape(name)}.csv</h2><table><thead><tr>{heads}</tr></thead><tbody>"
        yield "".join(map(_html_row, columns))
        yield "</tbody></table>"
    yield "</body></html>"


def _html_row(row: Explained) -> str:
    words = "; ".join(f"{word} = {label}" for word, label in row.words)
    kind = KINDS.get(row.kind, row.kind)
    cells = (row.column, row.label, kind, row.unit, row.note, words)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
