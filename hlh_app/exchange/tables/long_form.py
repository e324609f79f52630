"""One result a row: with headings (test, date, value, unit …) in any order, or a bare list."""

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.cell_words import COMPARATORS, FLAGS
from hlh_app.exchange.tables.dates import read_date
from hlh_app.exchange.tables.grid import Grid, Names, sense
from hlh_app.exchange.tables.headings import (
    is_blood,
    may_be_other,
    names_specimen,
    other_specimen,
    role_of,
)
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import place
from hlh_app.exchange.tables.names import NameReading, looks_like_unit, plain
from hlh_app.exchange.tables.slots import (
    NO_DAY,
    NOT_BLOOD,
    OTHER_SPECIMEN,
    TWO_DATES,
    WHAT_WITH,
    Day,
    Slot,
    holds_results,
    stated_beside,
    undated,
)
from hlh_app.exchange.tables.spaces import words_of

DIFFERENT_VALUES = gettext_noop("Two columns of this row give a result, {one} and {other}.")
SEVERAL = gettext_noop("Several results stand in this row, and no heading says of which day.")
SEVERAL_TESTS = gettext_noop("Several tests are named in this row.")
REPORT_DATE = gettext_noop("This is the date of the report. On which day was the sample taken?")
WITHDRAWN = gettext_noop("the document says: {status}")
PRELIMINARY = gettext_noop("The document says that this is preliminary.")
LONGEST_LINE = 400
_WITHDRAWN = frozenset(
    {
        *("cancelled", "canceled", "deleted", "wrong", "rejected", "error", "storniert", "annule"),
        *(
            "anulado",
            "cancelado",
            "annullato",
            "withdrawn",
            "invalid",
            "entered in error",
            "x",
            "d",
        ),
    }
)
_PRELIMINARY = frozenset({"preliminary", "p", "prelim", "vorlaufig", "provisional", "partial", "i"})
_VIRUS = {"plasma": "ebv_dna_plasma", "血浆": "ebv_dna_plasma"}
_VIRUS |= dict.fromkeys(("whole blood", "vollblut", "全血", "edta blood"), "ebv_dna_whole_blood")


def long_header(grid: Grid) -> tuple[int, dict[str, list[int]]] | None:
    """The row of headings that names a test and a result, with the columns of each role."""
    for index, row in enumerate(grid.rows[:200]):
        found: dict[str, list[int]] = {}
        for c, cell in enumerate(row):
            if cell and (role := sense(cell).role):
                found.setdefault(role, []).append(c)
        if "value" in found and _names_tests(found):
            return index, found
    return None


def _names_tests(found: dict[str, list[int]]) -> bool:
    """“Name” and “lab” head the tests where nothing else does, as “assay” and “method” do."""
    if "test" in found:
        for role, other in (("lab", "laboratory"), ("name", "patient")):
            if role in found:
                found.setdefault(other, found.pop(role))
        return True
    for role in ("lab", "name", "assay"):
        if role in found:
            found["test"] = found.pop(role)
            return True
    return False


class LongRows:
    """The rows under their headings."""

    def __init__(
        self, grid: Grid, names: Names, header: int, columns: dict[str, list[int]]
    ) -> None:
        self.grid = grid
        self.names = names
        self.header = header
        self.columns = columns

    def slots(self) -> list[Slot]:
        given = preamble_day(self.grid, self.header)
        found = []
        for n in range(self.header + 1, len(self.grid.rows)):
            row = self.grid.rows[n]
            written = [cell for cell in row if cell]
            if written and row != self.grid.rows[self.header]:
                slot = self._slot(n, row, given)
                found += [slot] if slot else []
        return found

    def _slot(self, n: int, row: list[str], given: Day) -> Slot | None:
        filled = [c for c in self.columns["value"] if c < len(row) and row[c]]
        if not filled:
            return None
        column, text = filled[0], row[filled[0]]
        name, reading = self._name(row)
        doubt, dropped = self._status(row)
        if len({row[c] for c in filled}) > 1:
            doubt = Message(DIFFERENT_VALUES, {"one": text[:40], "other": row[filled[1]][:40]})
        return Slot(
            n + 1, column + 1, text, name, reading, self._day(n, row, given),
            stated_beside([reading.unit_text, self._text(row, "unit")], self._interval(row)),
            self._interval(row), self._text(row, "patient"), self._text(row, "laboratory"),
            self._text(row, "assay"), self._text(row, "comparator"),
            doubt or self.grid.doubts.get(n) or self._beside(row), dropped,
        )  # fmt: skip

    def _text(self, row: list[str], role: str) -> str:
        columns = self.columns.get(role, ())
        return next((row[c] for c in columns if c < len(row) and row[c]), "")

    def _name(self, row: list[str]) -> tuple[str, NameReading]:
        """The first of the columns that names a known test; EBV-DNA with its specimen."""
        texts = [row[c] for c in self.columns["test"] if c < len(row) and row[c]]
        name = next((text for text in texts if self.names.is_known(text)), (texts or [""])[0])
        reading = self.names.read(name)
        virus = _VIRUS.get(plain(self._text(row, "specimen")))
        if virus in reading.options:
            reading = reading._replace(analyte=virus, options=())
        return name, reading

    def _day(self, n: int, row: list[str], given: Day) -> Day:
        dates, times = self.columns.get("date", []), self.columns.get("time", [])
        if not dates and times and any(read_date(self._text(row, "time")).is_date for _ in times):
            dates, times = times, []
        clock = self._text(row, "time") if times else ""
        if dates:
            written = [c for c in dates if c < len(row) and row[c]] + self._unnamed_dates(row)
            if len({read_date(row[c]).candidates for c in written}) > 1:
                return undated(n + 1, written[0] + 1)._replace(doubt=Message(TWO_DATES))
            where = (written or dates)[0]
            text = row[where] if written else ""
            return Day(text, place(n + 1, where + 1), clock) if text else undated(n + 1, where + 1)
        reported = self._text(row, "reported")
        if reported and not given.text:
            (day,) = read_date(reported).candidates[:1] or (None,)
            options = (day.isoformat(),) if day else ()
            return Day("", "", clock, Message(REPORT_DATE), options)
        return given._replace(clock=clock)

    def _unnamed_dates(self, row: list[str]) -> list[int]:
        """Columns of dates under a heading that is not known."""
        known = {c for columns in self.columns.values() for c in columns}
        return [c for c, text in enumerate(row) if c not in known and read_date(text).certain]

    def _interval(self, row: list[str]) -> str:
        low, high = self._text(row, "low"), self._text(row, "high")
        both = (
            f"{low} - {high}" if low and high else f">{low}" if low else f"<{high}" if high else ""
        )
        return self._text(row, "interval") or both

    def _status(self, row: list[str]) -> tuple[Message | None, Message | None]:
        """What the document says about the row: withdrawn, preliminary, not of blood."""
        status, specimen = self._text(row, "status"), self._text(row, "specimen")
        if plain(status) in _WITHDRAWN:
            return None, Message(WITHDRAWN, {"status": status[:40]})
        if specimen and not is_blood(specimen) and other_specimen(specimen):
            return None, Message(NOT_BLOOD, {"specimen": specimen[:40]})
        return (Message(PRELIMINARY) if plain(status) in _PRELIMINARY else None), None

    def _beside(self, row: list[str]) -> Message | None:
        known = {c for columns in self.columns.values() for c in columns}
        for c, text in enumerate(row):
            if c not in known and text.lower() in COMPARATORS:
                return Message(WHAT_WITH, {"text": text})
        others = (row[c] for c in self.columns.get("other", ()) if c < len(row))
        under = next((text for text in others if names_specimen(text)), "")
        under = under or may_be_other(self._text(row, "specimen"))
        return Message(OTHER_SPECIMEN, {"specimen": under[:40]}) if under else None


def preamble_day(grid: Grid, before: int) -> Day:
    """The last date above that stands alone, or after a word for the day of the sample."""
    found = NO_DAY
    for n, row in enumerate(grid.rows[:before]):
        found = line_day(n, row) or found
    return found


def line_day(n: int, row: list[str]) -> Day | None:
    """“03-Nov-2026”, “Collected: 03-Nov-2026 06:30”: the date of what follows. “Printed” is not."""
    written = [(c, cell) for c, cell in enumerate(row) if cell]
    labelled = (Day(cell, place(n + 1, c + 1)) for c, cell in written if _is_labelled(cell))
    if not 1 <= len(written) <= 2 or holds_results(row):
        return None if holds_results(row) else next(labelled, None)
    column, text = written[-1]
    label = written[0][1] if len(written) == 2 else ""
    if not label and ":" in text and not read_date(text.partition(":")[0]).is_date:
        label = text.partition(":")[0] if any(c.isalpha() for c in text.partition(":")[0]) else ""
    if not read_date(text).certain or (label and role_of(label.rstrip(":")) != "date"):
        return next(labelled, None)
    return Day(text, place(n + 1, column + 1))


def _is_labelled(cell: str) -> bool:
    """“Collected: 03-Nov-2026”."""
    label, colon, _rest = cell.partition(":")
    return bool(colon) and read_date(cell).certain and role_of(label) == "date"


def list_slots(grid: Grid, names: Names) -> list[Slot]:
    """Rows that name a test first, without headings; dates stand in the rows or above them."""
    found: list[Slot] = []
    day = NO_DAY
    for n, row in enumerate(grid.rows):
        written = [(c, cell) for c, cell in enumerate(row) if cell not in ("", "=", ":")]
        if above := line_day(n, row):
            day = above
        elif slots := (
            _list_row(n, written, day, grid, names)
            or _list_row(n, _apart(written, names), day, grid, names)
        ):
            found += slots
    return found


def _apart(written: list[tuple[int, str]], names: Names) -> list[tuple[int, str]]:
    """Cells that hold a test and its result together (“Hb 8.4 g/dL”), word by word."""
    found = []
    for c, cell in written:
        words = [cell]
        if cell[0].isalpha() and any(char.isdigit() for char in cell[:LONGEST_LINE]):
            words = words_of(cell[:LONGEST_LINE].split(), names)
        known = len(words) > 1 and any(names.is_known(word) for word in words)
        found += [(c, word) for word in words] if known else [(c, cell)]
    return found


def _list_row(
    n: int, written: list[tuple[int, str]], day: Day, grid: Grid, names: Names
) -> list[Slot]:
    """“Hb 8.4 g/dL, PLT 45 K/uL” names two tests; each goes with what stands after it."""
    dates = [(c, cell) for c, cell in written if sense(cell).date.certain]
    if dates:
        day = Day(dates[0][1], place(n + 1, dates[0][0] + 1))
    parts: list[list[tuple[int, str]]] = [[]]
    for c, cell in written:
        names_one = not sense(cell).is_value and names.is_known(cell)
        if names_one and any(sense(other).is_value for _c, other in parts[-1]):
            parts.append([])
        parts[-1].append((c, cell))
    found = [slot for part in parts for slot in _one_test(n, part, day, names)]
    doubt = grid.doubts.get(n) or (Message(SEVERAL) if len(dates) > 1 else None)
    return [slot._replace(doubt=doubt or slot.doubt) for slot in found]


def _one_test(n: int, written: list[tuple[int, str]], day: Day, names: Names) -> list[Slot]:
    seen = [(cell, sense(cell)) for _c, cell in written]
    texts = [cell for cell, is_ in seen if not is_.is_value and not is_.date.certain]
    known = [cell for cell in texts if names.is_known(cell)]
    name = (known or [t for t in texts if any(c.isalpha() for c in t)] or [""])[0]
    rest = [(c, cell) for c, cell in written if cell != name]
    units = [cell for _c, cell in rest if looks_like_unit(cell)]
    values = [(c, cell) for c, cell in rest if sense(cell).is_value and cell not in units]
    intervals = [cell for c, cell in rest if _is_interval(cell, bool(values) and c > values[0][0])]
    values = [(c, cell) for c, cell in values if cell not in intervals]
    if not values or not name:
        return []
    doubt = Message(SEVERAL) if len(values) > 1 else _between(written, name, values[0][1], units)
    if len({names.read(k).analyte for k in known}) > 1:
        doubt = Message(SEVERAL_TESTS)
    reading = names.read(name)
    interval = (intervals or [""])[0]
    stated = stated_beside([reading.unit_text, *units], interval)
    return [
        Slot(n + 1, c + 1, text, name, reading, day, stated, interval, doubt=doubt)
        for c, text in values
    ]


def _between(
    written: list[tuple[int, str]], name: str, value: str, units: list[str]
) -> Message | None:
    """Words between the test and its result may say that it is none: “about”, “without”."""
    cells = [cell for _c, cell in written]
    for cell in cells[cells.index(name) + 1 : cells.index(value)]:
        beside = cell in units or is_blood(cell) or sense(cell).date.certain
        if not beside and cell.lower() not in FLAGS:
            return Message(WHAT_WITH, {"text": cell[:40]})
    return None


def _is_interval(cell: str, after_a_value: bool) -> bool:
    """13-400 anywhere; <5 only after the result, which may itself be <5."""
    found = read_interval(cell)
    if found is None or found.ambiguous:
        return found is not None and after_a_value
    return after_a_value or (found.low is not None and found.high is not None)
