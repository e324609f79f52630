"""What somebody answered about a paste, and what its reader is told by it.

``ask.<key>`` answers a question, ``row.<plain word>.<part>`` says what a word of the laboratory
means, ``cell.<place>`` is a cell typed anew, ``do.<place>`` what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.model import Means, Word
from hlh_app.records.imports.outcomes import Choice
from hlh_app.web.forms.days import read_day

LEFT_OUT = "-"
LONGEST_ANSWER = 80
PARTS = ("analyte", "unit", "laboratory", "assay", "not_stated")
Texts = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """Question → answer, word → part → answer, place → text, place → Choice."""

    asks: Texts = field(default_factory=dict)
    rows: dict[str, Texts] = field(default_factory=dict)
    cells: Texts = field(default_factory=dict)
    does: Texts = field(default_factory=dict)

    def of_row(self, word: str, part: str) -> str:
        return self.rows.get(word, {}).get(part, "")


def answers_of(data: Mapping[str, str] | None) -> Answers:
    """Out of the boxes of the form. What was never asked is harmless, and dropped."""
    found = Answers()
    for name, given in (data or {}).items():
        kind, _dot, about = name.partition(".")
        text = given.strip()[:LONGEST_ANSWER]
        if kind == "ask" and text:
            found.asks[about] = text
        elif kind == "row" and about.rpartition(".")[2] in PARTS:
            word, _dot, part = about.rpartition(".")
            found.rows.setdefault(word, {})[part] = text
        elif kind == "cell" and text:
            found.cells[about] = text
        elif kind == "do" and text in list(Choice):
            found.does[about] = text
    return found


def means_of(answers: Answers, remembered: Mapping[str, Word], today: date) -> Means:
    """What the reader is told. An answer that is none is not told: it is asked about again."""
    asks = answers.asks
    return Means(
        words={**remembered, **dict(_words(answers, remembered))},
        units={key[5:]: unit for key, unit in asks.items() if key.startswith("unit:")},
        decimal=asks.get("decimal", "") if asks.get("decimal") in ("point", "comma") else "",
        day_first={"yes": True, "no": False}.get(asks.get("day_first", "")),
        year=_year(asks.get("year", "")),
        day=_day(asks.get("day", "")),
        today=today,
        cells=answers.cells | {k[5:]: text for k, text in asks.items() if k.startswith("cell:")},
    )


def _words(answers: Answers, remembered: Mapping[str, Word]) -> Iterable[tuple[str, Word]]:
    for word, parts in answers.rows.items():
        before = remembered.get(word)
        analyte = _analyte(parts.get("analyte", ""))
        if analyte is None and before is not None:
            analyte = before.analyte
        if analyte is not None:
            yield word, _word(analyte, parts, before)
    for key, answer in answers.asks.items():
        analyte = _analyte(answer)
        if key.startswith("word:") and analyte is not None:
            word = key[5:]
            yield word, _word(analyte, answers.rows.get(word, {}), remembered.get(word))


def _word(analyte: str, parts: Mapping[str, str], before: Word | None) -> Word:
    known = before if before is not None and before.analyte == analyte else Word(analyte)
    return Word(
        analyte,
        parts.get("unit") or known.unit,
        parts.get("laboratory", known.laboratory),
        parts.get("assay", known.assay),
    )


def _analyte(answer: str) -> str | None:
    """The test, "" to leave the word out, None for no answer."""
    if answer == LEFT_OUT:
        return ""
    return answer if answer in ANALYTES else None


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200 else None


def _day(text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except ValidationError:
        return None
