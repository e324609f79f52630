"""Every result of a table, read, asked about, refused or left out, with the reason."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import SEMICOLON, Message, gettext_noop, listed
from hlh_app.clinical.units import comparable, exact
from hlh_app.exchange.tables.cell_parts import Parts, take_apart, tidy
from hlh_app.exchange.tables.cell_text import read_cell
from hlh_app.exchange.tables.evidence import Dated, Days, Marks, decimal_marks
from hlh_app.exchange.tables.grid import Grid
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import (
    Cell,
    CellReading,
    Kind,
    Means,
    Question,
    Status,
    place,
)
from hlh_app.exchange.tables.names import NameReading, plain, without_unit
from hlh_app.exchange.tables.numbers import COMMA, POINT, read_number
from hlh_app.exchange.tables.slots import Laid, Slot
from hlh_app.exchange.tables.stated_units import agree, stated

UNKNOWN_TEST = gettext_noop("no known test: “{word}”")
NO_TEST = gettext_noop("no test is named here")
LEFT_OUT = gettext_noop("“{word}” is left out, as this center does")
WHICH_TEST = gettext_noop("“{word}” may be {tests}, or another test. Which is it?")
TWO_UNITS = gettext_noop("Two units are stated for “{word}”, {one} and {other}.")
POINT_SHOWN = gettext_noop("decimal point, as in “{text}”")
MARK_ANSWERED = gettext_noop("decimal {mark}, as answered")
INTERVAL_LEFT_OUT = gettext_noop("reference interval “{text}” has two readings: left out")
TWICE = gettext_noop("The same test stands here twice for one moment, with {one} and {other}.")
REPEATED = gettext_noop("the same result stands in row {row}, column {column}")
NO_VALUE = gettext_noop("no value")
FLAGGED = gettext_noop("“{text}”: the sign after the number is a flag, as in the whole table")
ENOUGH_FLAGS = 2


class Judge:
    """Reads what was laid out of a grid."""

    def __init__(self, laid: Laid, means: Means, grid: Grid) -> None:
        self.slots = slots = laid.slots
        self.means = means
        self.corrected = grid.found
        self.exact = grid.exact
        self.marks = decimal_marks(slots, {*grid.found, *grid.exact}) if slots else Marks()
        self.flags = sum(_sign(slot.text) == "-" for slot in slots) >= ENOUGH_FLAGS
        heads = {head.text for head in (*laid.row_heads, *laid.column_heads) if not head.analyte}
        self.days = Days((slot.day for slot in slots), means, heads)
        self.asked: dict[str, Question] = {}

    def cells(self) -> list[Cell]:
        found = [self._cell(slot) for slot in self.slots]
        return self._twice(cell for cell in found if cell.text or cell.reason)

    def questions(self, cells: Iterable[Cell]) -> tuple[Question, ...]:
        """Each question once, with the cells that wait for it."""
        places: dict[str, list[str]] = {}
        for cell in cells:
            for key in cell.asks if cell.status is Status.ASK else ():
                places.setdefault(key, []).append(cell.place)
        return tuple(self.asked[key]._replace(places=tuple(at)) for key, at in places.items())

    def _cell(self, slot: Slot) -> Cell:
        name = slot.name
        if slot.dropped or not name.analyte:
            return self._unnamed(slot, name)
        read, units_doubt = self._read(slot, name.analyte)
        dated = self.days.read(slot.day)
        read = self._with_date(slot, read, dated, units_doubt)
        low, high, left_out = self._interval(slot, read)
        reasons = [read.reason, left_out]
        if read.status is Status.READ:
            reasons += [self._why_number(slot), self._why_flag(slot), dated.reason]
        word = name.word
        return Cell(
            slot.row, slot.column, self.corrected.get((slot.row, slot.column), slot.text),
            read.kind, read.status, slot.word, name.analyte, read.value, read.comparator,
            read.unit, dated.day, dated.at, low, high, _joined(reasons), read.options,
            self._keys(slot, read), slot.patient,
            slot.laboratory or (word.laboratory if word else ""),
            slot.assay or (word.assay if word else ""),
        )  # fmt: skip

    def _unnamed(self, slot: Slot, name: NameReading) -> Cell:
        """Left out, unknown, or several tests."""
        dated = self.days.read(slot.day)
        word = slot.word[:60]
        base = Cell(
            slot.row, slot.column, self.corrected.get((slot.row, slot.column), slot.text),
            Kind.FINAL, Status.IGNORED, slot.word, None,
            measured_on=dated.day, measured_at=dated.at, patient=slot.patient,
        )  # fmt: skip
        if slot.dropped or name.left_out or not name.options:
            template = LEFT_OUT if name.left_out else UNKNOWN_TEST if word else NO_TEST
            return replace(base, reason=slot.dropped or Message(template, {"word": word}))
        tests = listed(Message(ANALYTES[code].label) for code in name.options)
        said = Message(WHICH_TEST, {"word": word, "tests": tests})
        question = Question(f"word:{plain(without_unit(slot.word))}", said, name.options)
        self.asked.setdefault(question.key, question)
        return replace(
            base, status=Status.ASK, reason=said, options=name.options, asks=(question.key,)
        )

    def _read(self, slot: Slot, analyte: str) -> tuple[CellReading, Message | None]:
        """The cell by the unit around it; what somebody typed goes before that."""
        unit, doubt = _unit(slot, analyte)
        text = f"{slot.prefix.strip()}{slot.text}" if slot.prefix.strip() else slot.text
        means = self._means(slot, analyte)
        if self._why_flag(slot):
            text = _without_sign(text)
        if (slot.row, slot.column) in self.corrected:
            parts = take_apart(tidy(text))
            own = isinstance(parts, Parts) and bool(parts.unit)
            return read_cell(text, analyte, None if own else unit, means, POINT), doubt
        if (slot.row, slot.column) in self.exact:
            return read_cell(text, analyte, unit, means, POINT), doubt
        found = read_cell(text, analyte, unit, means, self.marks.shown)
        if found.status is Status.READ and "." in text and not means.decimal and self.marks.shown:
            other = read_cell(text, analyte, unit, replace(means, decimal=COMMA))
            if other.status is Status.READ and other.value != found.value:
                return read_cell(text, analyte, unit, means), doubt
        return found, doubt

    def _means(self, slot: Slot, analyte: str) -> Means:
        """The unit that goes with the center's word comes before the one usual for the test."""
        word = slot.name.word
        if word is None or not word.unit:
            return self.means
        return replace(self.means, units={**self.means.units, analyte: word.unit})

    def _with_date(
        self, slot: Slot, read: CellReading, dated: Dated, units_doubt: Message | None
    ) -> CellReading:
        """What is asked about beside the cell's own text."""
        if read.status in (Status.REFUSED, Status.IGNORED):
            return read
        doubts = [
            Question("cell", message, read.options)
            for message in (units_doubt, self._doubt(slot))
            if message is not None
        ]
        more = (*doubts, *dated.questions)
        if not more:
            return read
        options = read.options or dated.options
        reasons = [read.reason if read.status is Status.ASK else None, *(q.message for q in more)]
        return read._replace(
            status=Status.ASK, value=None, reason=_joined(reasons),
            questions=(*read.questions, *more), options=options,
        )  # fmt: skip

    def _doubt(self, slot: Slot) -> Message | None:
        """A doubt about the cell is settled by writing it again."""
        return None if (slot.row, slot.column) in self.corrected else slot.doubt

    def _keys(self, slot: Slot, read: CellReading) -> tuple[str, ...]:
        keys = []
        for question in read.questions:
            key = question.key
            if key == "cell":
                key = f"cell:{place(slot.row, slot.column)}"
            self.asked.setdefault(key, question._replace(key=key))
            keys.append(key)
        return tuple(dict.fromkeys(keys))

    def _interval(
        self, slot: Slot, read: CellReading
    ) -> tuple[Decimal | None, Decimal | None, Message | None]:
        """Only with a value, in the value's unit and with one reading."""
        if read.status is not Status.READ or read.kind is not Kind.FINAL:
            return None, None, None
        if read.low is not None or read.high is not None:
            return read.low, read.high, None
        if not slot.interval:
            return None, None, None
        found = read_interval(slot.interval, self.means.decimal, self.marks.shown)
        if found is None:
            return None, None, None
        if found.ambiguous:
            return None, None, Message(INTERVAL_LEFT_OUT, {"text": slot.interval[:40]})
        unit = stated(found.rest, slot.name.analyte or "").unit if found.rest else read.unit
        if unit != read.unit and not (
            unit and read.unit and agree(unit, read.unit, slot.name.analyte or "")
        ):
            return None, None, None
        return found.low, found.high, None

    def _why_flag(self, slot: Slot) -> Message | None:
        """A minus after a number is a flag; where there are some, a plus is one as well."""
        corrected = (slot.row, slot.column) in self.corrected
        flagged = self.flags and not corrected and _sign(slot.text)
        return Message(FLAGGED, {"text": slot.text[:40]}) if flagged else None

    def _why_number(self, slot: Slot) -> Message | None:
        """What decided between two readings of the number."""
        if "." not in slot.text and "," not in slot.text:
            return None
        parts = take_apart(tidy(slot.text))
        if not isinstance(parts, Parts) or len(read_number(parts.number).candidates) < 2:
            return None
        if self.means.decimal:
            return Message(MARK_ANSWERED, {"mark": self.means.decimal})
        if (slot.row, slot.column) in self.corrected or not self.marks.by:
            return None
        return Message(POINT_SHOWN, {"text": self.marks.by})

    def _twice(self, cells: Iterable[Cell]) -> list[Cell]:
        """One test at one moment has one value: a repeated one is left out, two are asked about."""
        found = list(cells)
        first: dict[tuple[str, str | None, date | datetime | None, str, str], list[int]] = {}
        for index, cell in enumerate(found):
            if cell.status is Status.READ and cell.analyte:
                moment = cell.measured_at or cell.measured_on
                key = (cell.patient, cell.analyte, moment, cell.laboratory, cell.assay)
                first.setdefault(key, []).append(index)
        for indexes in first.values():
            if len(indexes) > 1:
                self._settle_twice(found, indexes)
        return found

    def _settle_twice(self, cells: list[Cell], indexes: list[int]) -> None:
        kept: list[int] = []
        for index in indexes:
            cell = cells[index]
            same = next((k for k in kept if _same(cells[k], cell)), None)
            if same is None:
                kept.append(index)
                continue
            at = {"row": cells[same].row, "column": cells[same].column}
            cells[index] = replace(cell, status=Status.IGNORED, reason=Message(REPEATED, at))
        others = {k: [o for o in kept if o != k and _clash(cells[k], cells[o])] for k in kept}
        asked = {k: self._clashing(cells[k], cells[o[0]]) for k, o in others.items() if o}
        for k, cell in asked.items():
            cells[k] = cell

    def _clashing(self, cell: Cell, other: Cell) -> Cell:
        said = Message(TWICE, {"one": cell.text[:40], "other": other.text[:40]})
        key = f"cell:{cell.place}"
        self.asked.setdefault(key, Question(key, said, ()))
        return replace(cell, status=Status.ASK, reason=said, asks=(key,), value=None)


def _sign(text: str) -> str:
    """A plus or minus directly after the number."""
    if "-" not in text and "+" not in text:
        return ""
    parts = take_apart(tidy(text))
    return parts.glued if isinstance(parts, Parts) else ""


def _without_sign(text: str) -> str:
    parts = take_apart(tidy(text))
    assert isinstance(parts, Parts)  # only of a text with a sign
    return tidy(text).replace(f"{parts.number}{parts.glued}", parts.number, 1)


def _unit(slot: Slot, analyte: str) -> tuple[str | None, Message | None]:
    """The unit that the table states, and a doubt when it states two that differ."""
    if len(slot.units) < 2:
        return (slot.units[0] if slot.units else None), None
    read = [stated(text, analyte).unit for text in slot.units]
    known = [unit for unit in read if unit]
    if len(known) < len(read):
        return next(t for t, unit in zip(slot.units, read, strict=True) if not unit), None
    if all(agree(known[0], unit, analyte) for unit in known[1:]):
        return slot.units[-1], None
    said = {"word": slot.word[:60], "one": known[0], "other": known[-1]}
    return slot.units[-1], Message(TWO_UNITS, said)


def _same(one: Cell, other: Cell) -> bool:
    if one.kind is not other.kind or one.comparator != other.comparator:
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    if one.unit == other.unit:
        return one.value == other.value
    return not _clash(one, other) and _converts(one, other)


def _converts(one: Cell, other: Cell) -> bool:
    return comparable(one.unit or "", other.unit or "", one.analyte or "")


def _clash(one: Cell, other: Cell) -> bool:
    """Whether both cannot be true; units that are never compared do not clash."""
    if one.kind is not other.kind:
        return True
    if one.value is None or other.value is None:
        return False
    if not _converts(one, other):
        return False
    values = [
        exact(c.value, c.unit or "", c.analyte or "") for c in (one, other) if c.value is not None
    ]
    return one.comparator != other.comparator or values[0] != values[1]


def _joined(reasons: Iterable[Message | None]) -> Message | None:
    said = [reason for reason in reasons if reason is not None]
    return listed(dict.fromkeys(said), SEMICOLON) if said else None
