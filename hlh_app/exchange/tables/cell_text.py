"""One cell's text: comparator, number and unit, or why there is no result.

“neg” and “not detected” are never 0: the limit below which it lies is asked for where a test has
one, elsewhere the word is refused. “hemolyzed” and the like are kept as “not done” with that word;
“-” and “n/a” say nothing and are ignored.
"""

from decimal import Decimal
from functools import lru_cache

from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.limits import impossible, units_of
from hlh_app.exchange.tables import cell_words
from hlh_app.exchange.tables.cell_parts import LONGEST, Odd, Parts, take_apart, tidy
from hlh_app.exchange.tables.dates import read_clock, read_date
from hlh_app.exchange.tables.model import (
    NOTHING,
    CellReading,
    Kind,
    Means,
    Question,
    Status,
)
from hlh_app.exchange.tables.numbers import decide, read_number
from hlh_app.exchange.tables.stated_units import (
    BOTH,
    FAHRENHEIT,
    UnitReading,
    agree,
    not_stated,
    stated,
)

HAVE_A_LIMIT = frozenset(
    code
    for code, analyte in ANALYTES.items()
    if analyte.group in (Group.VIRUS, Group.CYTOKINES) or code in ("crp", "d_dimer", "scd25")
)
"""Tests that a laboratory may find "negative": below its limit of detection."""

TOO_LONG = gettext_noop("This is too long for a result.")
NOTHING_SAID = gettext_noop("“{text}” says nothing.")
NO_RESULT = gettext_noop("no result: {text}")
BELOW_WHICH = gettext_noop(
    "“{text}” is not 0. Below which limit is it? Write the limit of the laboratory after <."
)
UNCLEAR = gettext_noop("“{text}” may be not done or not detected. Write “not done”, or the limit.")
NO_NUMBER = gettext_noop("“{text}” is no number. Write the value.")
WHY = {
    "date": gettext_noop("“{text}” is a date or a time, no value."),
    "range": gettext_noop("“{text}” is a range, no value."),
    "below zero": gettext_noop("“{text}” is below zero."),
    "footnote": gettext_noop("“{text}” has a raised digit or a fraction. Write the value alone."),
    "words": gettext_noop("“{text}” is not understood. Write the value, then its unit."),
}
TWO_NUMBERS = gettext_noop("“{text}” may be {one} or {other}. Is the decimal mark a point?")
GLUED = gettext_noop("“{text}” may be a flag beside {one}, or mean more or less than that.")
POWER = gettext_noop("“{text}”: the unit has a power of ten as well. Write the value alone.")
NOT_BELOW = gettext_noop("“{text}”: nothing is below 0.")


def read_cell(
    text: str, analyte: str, unit: str | None, means: Means = NOTHING, shown: str = ""
) -> CellReading:
    """What ``text`` says about ``analyte``; ``unit`` as a header or column writes it, or None.

    ``shown``: the decimal mark that other numbers of the same table prove.
    """
    return _read(text, analyte, unit, means.units.get(analyte, ""), means.decimal, shown)


@lru_cache(maxsize=65536)
def _read(
    text: str, analyte: str, unit: str | None, usual: str, decimal: str, shown: str
) -> CellReading:
    written = tidy(text)
    if not written:
        return CellReading(Kind.BLANK, Status.IGNORED)
    if len(written) > LONGEST:
        return _refused(Message(TOO_LONG))
    return _word(written, analyte, unit, usual) or _number(
        written, analyte, unit, usual, decimal, shown
    )


def _refused(reason: Message) -> CellReading:
    return CellReading(Kind.FINAL, Status.REFUSED, reason=reason)


def _about(template: str, text: str, **more: str | Decimal | Message) -> Message:
    return Message(template, {"text": text[:40], **more})


def _word(written: str, analyte: str, unit: str | None, usual: str) -> CellReading | None:
    """A cell without a number."""
    word = written.lower()
    plain = word.strip("()[]{}*:;,! ") or word
    if word in cell_words.NEGATIVE or plain in cell_words.NEGATIVE:
        return _negative(written, analyte, unit)
    if word in cell_words.EMPTY:
        return CellReading(Kind.BLANK, Status.IGNORED, reason=_about(NOTHING_SAID, written))
    if plain in cell_words.PENDING:
        found = stated(unit or usual, analyte).unit
        return CellReading(Kind.PENDING, Status.READ, unit=found)
    if plain in cell_words.NOT_DONE:
        found = stated(unit or usual, analyte).unit
        reason = _about(NO_RESULT, written)
        return CellReading(Kind.NOT_DONE, Status.READ, unit=found, reason=reason)
    if word in cell_words.UNCLEAR:
        said = _about(UNCLEAR, written)
        question = Question("cell", said, ("not done",))
        return CellReading(
            Kind.FINAL, Status.ASK, reason=said, options=("not done",), questions=(question,)
        )
    if word in cell_words.POSITIVE or word in cell_words.FLAGS:
        return _refused(_about(NO_NUMBER, written))
    return _negative_with_limit(written, analyte, unit)


def _negative(written: str, analyte: str, unit: str | None, *limits: str) -> CellReading:
    if analyte not in HAVE_A_LIMIT:
        return _refused(_about(NO_NUMBER, written))
    reason = _about(BELOW_WHICH, written)
    found = stated(unit, analyte).unit if unit else None
    question = Question("cell", reason, limits)
    return CellReading(Kind.FINAL, Status.ASK, None, None, found, reason, limits, (question,))


def _negative_with_limit(written: str, analyte: str, unit: str | None) -> CellReading | None:
    """“not detected (<150)”: most likely the limit of detection, but that is asked."""
    before, mark, limit = written.partition("<")
    word = before.lower().strip(" ,;:(")
    detected = word in cell_words.NEGATIVE or word in cell_words.POSITIVE
    if not mark or not word or not detected:
        return None
    return _negative(written, analyte, unit, "<" + limit.strip(" )"))


def _number(
    written: str, analyte: str, unit: str | None, usual: str, decimal: str, shown: str
) -> CellReading:
    parts = take_apart(written)
    if isinstance(parts, Odd):
        is_date = read_date(written).certain or read_clock(written)
        return _refused(_about(WHY["date" if is_date else parts.why], written))
    found = decide(read_number(parts.number), Means(decimal=decimal), shown)
    values = found.candidates
    if not values:
        return _refused(_about(WHY["words"], written))
    if parts.comparator in ("<", "<=") and not any(values):
        return _refused(_about(NOT_BELOW, written))
    measured = _unit(parts, analyte, unit, usual, values)
    if measured.unit is None and measured.question is None:
        return _refused(measured.reason or Message(TOO_LONG))
    return _judged(written, parts, values, measured, analyte)


def _unit(
    parts: Parts, analyte: str, outer: str | None, usual: str, values: tuple[Decimal, ...]
) -> UnitReading:
    """The cell's own unit, which must not contradict the one around it."""
    around = stated(outer, analyte) if outer else None
    if not parts.unit:
        return around or not_stated(analyte, usual, values)
    own = stated(parts.unit, analyte)
    if around is None or own.unit is None or around.unit is None:
        return own
    if agree(own.unit, around.unit, analyte):
        return own
    said = Message(BOTH, {"one": own.unit, "other": around.unit})
    options = tuple(f"{parts.comparator or ''}{value:f} {own.unit}" for value in values)
    return UnitReading(None, said, Question("cell", said, options))


def _judged(
    written: str, parts: Parts, values: tuple[Decimal, ...], measured: UnitReading, analyte: str
) -> CellReading:
    """Refused when every reading is impossible, asked when several are left, read otherwise."""
    units = (measured.unit,) if measured.unit else ANALYTES[analyte].units
    found = [(v, u, impossible(v, u, analyte, units_of(analyte)[u])) for v in values for u in units]
    if all(reason for _value, _unit, reason in found):
        return _refused(found[0][2] or Message(TOO_LONG))
    doubts = _doubts(written, parts, values, measured)
    if doubts:
        tail = "" if measured.unit is None or not parts.unit else f" {parts.unit}"
        return _asked(parts, values, measured, doubts, tail)
    interval = parts.interval
    low, high = (interval.low, interval.high) if interval else (None, None)
    return CellReading(
        Kind.FINAL, Status.READ, values[0], parts.comparator, measured.unit, measured.reason,
        low=low, high=high,
    )  # fmt: skip


def _doubts(
    written: str, parts: Parts, values: tuple[Decimal, ...], measured: UnitReading
) -> list[Question]:
    doubts = []
    if len(values) > 1:
        said = _about(TWO_NUMBERS, written, one=values[0], other=values[1])
        doubts.append(Question("decimal", said, ("point", "comma")))
    if parts.glued:
        said = _about(GLUED, written, one=values[0])
        doubts.append(Question("cell", said, ()))
    if parts.power and measured.unit in ("10*9/L", "10*3/uL"):
        doubts.append(Question("cell", _about(POWER, written), ()))
    if measured.question:
        doubts.append(measured.question)
    return doubts


def _asked(
    parts: Parts,
    values: tuple[Decimal, ...],
    measured: UnitReading,
    doubts: list[Question],
    tail: str,
) -> CellReading:
    mark = parts.comparator or ""
    options = tuple(f"{mark}{value:f}{tail}" for value in values)
    only = doubts[0]
    if len(doubts) == 1 and measured.question is only:
        options = only.options if only.key == "cell" else _in_units(mark, values[0], only)
    return CellReading(
        Kind.FINAL, Status.ASK, None, parts.comparator, measured.unit, only.message,
        options, tuple(doubts),
    )  # fmt: skip


def _in_units(mark: str, value: Decimal, question: Question) -> tuple[str, ...]:
    """The value in each unit it may have; a temperature only where it is possible."""
    analyte = question.key.partition(":")[2]
    return tuple(
        f"{mark}{value:f} {unit}"
        for unit in question.options
        if not impossible(value, unit, analyte, units_of(analyte)[unit]) or unit == FAHRENHEIT
    )
