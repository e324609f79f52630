"""Random tables of results that know what they mean: layouts × number styles × date styles × units.

``truths`` says by (row, column), from 1, what a cell means and what the reader must do with it:
READ it, ASK about it, or NEVER give a value (asked, refused, pending and ignored all serve).
"""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.exchange.tables.printed import (
    ALWAYS_ONE_UNIT,
    DATES,
    FLAGGED,
    LABELS,
    NOT_VALUES,
    NUMBERS,
    PIECES,
    TESTS,
    UNKNOWN,
)

READ, ASK, NEVER = "read", "ask", "never"
TWO_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
TWO_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass
class Truth:
    must: str
    analyte: str | None = None
    value: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    day: date | None = None
    clock: str = ""


@dataclass
class Block:
    text: str
    truths: dict[tuple[int, int], Truth] = field(default_factory=dict)
    layout: str = ""


class Maker:
    """One random block after another."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def block(self) -> Block:
        rng = self.rng
        self.number_style = rng.choice(list(NUMBERS))
        self.date_style = rng.choice(list(DATES))
        self.mark = rng.choice(["\t", "\t", "\t", "|", ";", ",", "aligned"])
        if self.mark == "aligned" and self.date_style == "Chinese":
            self.date_style = "iso"  # how wide its letters are depends on the screen
        make = rng.choice([self._down, self._down, self._across, self._long, self._list])
        rows, truths = make()
        self._judge()
        return Block(self._written(rows), truths, make.__name__)

    # What stands in the cells ---------------------------------------------------------------------

    def _tests(self) -> list[str]:
        return self.rng.sample(list(TESTS), self.rng.choice([1, 2, 2, 3, 4]))

    def _days(self) -> list[date]:
        start = date(2024, 1, 1) + timedelta(days=self.rng.randrange(1000))
        step = self.rng.choice([1, 2, 7])
        return [start + timedelta(days=n * step) for n in range(self.rng.choice([1, 2, 2, 3]))]

    def _day_texts(self, days: list[date]) -> tuple[list[str], bool]:
        """The texts, and whether day and month may be exchanged."""
        write, loose = DATES[self.date_style]
        is_open = loose and all(d.day <= 12 for d in days)
        return [write(d) for d in days], is_open

    def _name(self, analyte: str) -> str:
        names = TESTS[analyte][0]
        if self.mark == "aligned":
            names = [name for name in names if name.isascii()]
        return self.rng.choice(names)

    def _value(self, analyte: str) -> Decimal:
        low, high, decimals = TESTS[analyte][2]
        places = self.rng.choice(decimals)
        return Decimal(self.rng.randint(low * 10**places, high * 10**places)).scaleb(-places)

    def _cell(self, analyte: str, unit: tuple[str, str] | None, in_cell: bool) -> tuple[str, Truth]:
        """Text and truth, without the day; ``unit`` None: not stated anywhere."""
        rng = self.rng
        if rng.random() < 0.06:
            return rng.choice(NOT_VALUES), Truth(NEVER, analyte)
        value = self._value(analyte)
        written = NUMBERS[self.number_style](value)
        must = READ if unit or analyte in ALWAYS_ONE_UNIT else ASK
        code = unit[1] if unit else "mmol/L" if analyte == "sodium" else None
        comparator = rng.choice(["<", ">", "≤", ">="]) if rng.random() < 0.1 else None
        truth = Truth(must, analyte, value, {"≤": "<="}.get(comparator or "", comparator), code)
        if TWO_COMMA.fullmatch(written) or TWO_POINT.fullmatch(written):
            truth.must = ASK  # _judge() looks at the rest of the block
        text = f"{comparator or ''}{rng.choice(['', ' ']) if comparator else ''}{written}"
        if in_cell and unit:
            text += rng.choice(["", " "]) + unit[0] if unit[0][0] not in "x×1" else f" {unit[0]}"
        elif rng.random() < 0.12 and not comparator:
            text = rng.choice(FLAGGED).format(text)
        self._numbers.append((written, truth))
        return text, truth

    def _unit(self, analyte: str) -> tuple[str, str] | None:
        return self.rng.choice(TESTS[analyte][1]) if self.rng.random() < 0.88 else None

    # Layouts --------------------------------------------------------------------------------------

    def _down(self) -> tuple[list[list[str]], dict[tuple[int, int], Truth]]:
        rng, self._numbers = self.rng, []
        days = self._days()
        texts, is_open = self._day_texts(days)
        where = rng.choice(["name", "column", "cell"])
        with_interval = rng.random() < 0.2
        label = rng.choice(LABELS if self.mark != "aligned" else LABELS[:5]) or (
            "Test" if self.mark in ("aligned", "|", ",") else ""
        )
        beside = (["Unit"] if where == "column" else []) + (["Ref"] if with_interval else [])
        rows = [[f"Patient report {rng.randint(1, 9)}"]] if rng.random() < 0.1 else []
        rows.append([label, *beside, *texts])
        truths = {}
        for analyte in self._tests():
            unit = self._unit(analyte)
            name = self._name(analyte) + (f" ({unit[0]})" if unit and where == "name" else "")
            row = [name] + ([unit[0] if unit else ""] if where == "column" else [])
            row += ["10 - 400"] if with_interval else []
            for day in days:
                if rng.random() < 0.08:
                    row.append("")
                    continue
                text, truth = self._cell(analyte, unit, where == "cell")
                _date(truth, day, is_open)
                row.append(text)
                truths[len(rows) + 1, len(row)] = truth
            rows.append(row)
            self._noise(rows, len(beside) + 1, len(days), truths)
        return rows, truths

    def _noise(
        self, rows: list[list[str]], before: int, days: int, truths: dict[tuple[int, int], Truth]
    ) -> None:
        """Blank rows, headings of groups, tests that are not ours."""
        kind = self.rng.random()
        if kind < 0.07 and self.mark != "aligned":
            rows.append([])
        elif kind < 0.14 and self.mark not in (",", "aligned"):
            rows.append([self.rng.choice(["Hematology", "Chemistry", "凝血"])])
        elif kind < 0.22:
            rows.append([self.rng.choice(UNKNOWN)] + [""] * (before - 1) + ["7"] * days)
            for n in range(days):
                truths[len(rows), before + n + 1] = Truth(NEVER)

    def _across(self) -> tuple[list[list[str]], dict[tuple[int, int], Truth]]:
        rng, self._numbers = self.rng, []
        days, tests = self._days(), self._tests()
        texts, is_open = self._day_texts(days)
        where = rng.choice(["name", "row", "cell"])
        units = {analyte: self._unit(analyte) for analyte in tests}
        heads = [
            self._name(a) + (f" ({u[0]})" if u and where == "name" else "")
            for a, u in units.items()
        ]
        rows = [[rng.choice(["Date", "Datum", "Collected"]), *heads]]
        if where == "row":
            rows.append(["Unit", *(u[0] if u else "" for u in units.values())])
        truths = {}
        for day, text in zip(days, texts, strict=True):
            row = [text]
            for analyte, unit in units.items():
                written, truth = self._cell(analyte, unit, where == "cell")
                if rng.random() < 0.08 and len(tests) > 1:
                    self._numbers = [n for n in self._numbers if n[1] is not truth]
                    row.append("")
                    continue
                _date(truth, day, is_open)
                row.append(written)
                truths[len(rows) + 1, len(row)] = truth
            rows.append(row)
        return rows, truths

    def _long(self) -> tuple[list[list[str]], dict[tuple[int, int], Truth]]:
        rng, self._numbers = self.rng, []
        columns = ["test", "date", "value", "unit", *rng.sample(["patient", "interval", "flag"], 1)]
        rng.shuffle(columns)
        heads = {
            **{"test": "Analyte", "date": "Collection date", "unit": "Units", "patient": "MRN"},
            **{"interval": "Reference range", "flag": "Flag"},
            "value": rng.choice(["Result", "Value"]),
        }
        days = self._days()
        texts, is_open = self._day_texts(days)
        rows = [[heads[column] for column in columns]]
        truths = {}
        for analyte in self._tests():
            unit = self._unit(analyte)
            for day, text in zip(days, texts, strict=True):
                written, truth = self._cell(analyte, unit, in_cell=False)
                _date(truth, day, is_open)
                said = {
                    **{"test": self._name(analyte), "date": text, "value": written},
                    **{"unit": unit[0] if unit else "", "patient": "P1"},
                    **{"interval": "1 - 9", "flag": "H"},
                }
                rows.append([said[column] for column in columns])
                truths[len(rows), columns.index("value") + 1] = truth
        return rows, truths

    def _list(self) -> tuple[list[list[str]], dict[tuple[int, int], Truth]]:
        rng, self._numbers = self.rng, []
        self.mark = "\t"
        (day,) = self._days()[:1]
        (text,), is_open = self._day_texts([day])
        rows = [[rng.choice(["Collected: ", "Abnahme: ", ""]) + text]]
        truths = {}
        for analyte in self._tests():
            unit = self._unit(analyte)
            written, truth = self._cell(analyte, unit, in_cell=False)
            _date(truth, day, is_open)
            rows.append([self._name(analyte), written, *([unit[0]] if unit else [])])
            truths[len(rows), 2] = truth
        return rows, truths

    # What the block as a whole decides ------------------------------------------------------------

    def _judge(self) -> None:
        """1.234 is read where another number of the block shows a decimal point, 1,234 never."""
        points = any("." in text and not TWO_POINT.fullmatch(text) for text, _t in self._numbers)
        if self.number_style in ("point", "point, grouped", "apostrophes") and points:
            for text, truth in self._numbers:
                if TWO_POINT.fullmatch(text) and truth.must == ASK:
                    truth.must = "read or ask"

    def _written(self, rows: list[list[str]]) -> str:
        if self.mark in (";", ","):
            out = io.StringIO()
            width = max(map(len, rows))
            csv.writer(out, delimiter=self.mark).writerows(
                r + [""] * (width - len(r)) for r in rows
            )
            return out.getvalue()
        if self.mark == "aligned":
            return _aligned(rows)
        if self.mark == "|":
            return "\n".join("| " + " | ".join(row) + " |" for row in rows)
        return "\n".join(self.mark.join(row) for row in rows)


def _date(truth: Truth, day: date, is_open: bool) -> None:
    """A day that may be exchanged with its month is asked about."""
    truth.day = day
    if is_open and day.day <= 12 and day.day != day.month and truth.must == READ:
        truth.must = ASK


def _aligned(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    widest = [max(len(row[c]) if c < len(row) else 0 for row in rows) + 2 for c in range(width)]
    lines = ("".join(text.ljust(widest[c]) for c, text in enumerate(row)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def garbage(rng: random.Random, block: str) -> str:
    """Pieces of tables in any order, or a table with letters lost, doubled and exchanged."""
    if rng.random() < 0.5:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 40)))
    letters = list(block)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(letters) + 1)
        kind = rng.random()
        if kind < 0.4 and letters:
            del letters[min(at, len(letters) - 1)]
        else:
            letters[at:at] = rng.choice(PIECES)
    return "".join(letters)
