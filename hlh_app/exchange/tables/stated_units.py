"""The unit of a result: as stated beside it, else as usual at the center, else asked about."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import UnitError, is_kept, read_unit
from hlh_app.exchange.tables.model import Question

CELSIUS, FAHRENHEIT = "Cel", "[degF]"
ONE_UNIT_ONLY = frozenset({"esr", "sodium"})
"""No laboratory reports these in another unit. ALT, AST and LDH may be in µkat/L, NK activity in
lytic units."""

TAKEN = gettext_noop("unit not stated: taken as {unit}, as usual at this center")
ONLY_UNIT = gettext_noop("unit not stated: {analyte} has only {unit}")
ONLY_CELSIUS = gettext_noop("unit not stated: {value} can only be °C")
WHICH = gettext_noop("In which unit is {analyte}? None is stated.")
BOTH = gettext_noop("Two units are stated, {one} and {other}. Write the value with its unit.")


class UnitReading(NamedTuple):
    """``unit`` None: asked about (``question``) or refused (``reason`` alone)."""

    unit: str | None
    reason: Message | None = None
    question: Question | None = None


@lru_cache(maxsize=16384)
def stated(text: str, analyte: str) -> UnitReading:
    """A unit that is written somewhere; the reason of a refusal otherwise."""
    try:
        return UnitReading(read_unit(text, analyte))
    except UnitError as error:
        return UnitReading(None, error.message)


def agree(one: str, other: str, analyte: str) -> bool:
    """Whether the same number means the same in both."""
    if one == other:
        return True
    if is_kept(one, analyte) or is_kept(other, analyte):
        return False
    table = ANALYTES[analyte]
    factors = {table.conversions.get(unit, 1) for unit in (one, other)}
    return len(factors) == 1 and FAHRENHEIT not in (one, other)


def not_stated(analyte: str, usual: str, values: tuple[Decimal, ...]) -> UnitReading:
    """Never a guess: the center's word, the only unit there is, or a question."""
    if usual and (said := stated(usual, analyte)).unit:
        return UnitReading(said.unit, Message(TAKEN, {"unit": said.unit}))
    label = Message(ANALYTES[analyte].label)
    if analyte in ONE_UNIT_ONLY:
        unit = ANALYTES[analyte].unit
        return UnitReading(unit, Message(ONLY_UNIT, {"analyte": label, "unit": unit}))
    if analyte == "temperature" and values and all(_celsius_only(value) for value in values):
        return UnitReading(CELSIUS, Message(ONLY_CELSIUS, {"value": values[0]}))
    message = Message(WHICH, {"analyte": label})
    options = ANALYTES[analyte].units
    return UnitReading(None, message, Question(f"unit:{analyte}", message, options))


def _celsius_only(value: Decimal) -> bool:
    low, high = ANALYTES["temperature"].possible
    return low <= value <= high
