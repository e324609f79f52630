"""Values with their units. A value without a unit is never kept, and a unit is never guessed."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import COMPARATORS
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.exchange.fhir.loinc import Test
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, record, records, text
from hlh_app.exchange.fhir.systems import UCUM
from hlh_app.exchange.fields import kind_of

_NO_UNIT = Message(gettext_noop("has a value without a unit"))
_NO_NUMBER = gettext_noop("has a value that is {found}, not a number")
_COMPARATOR = gettext_noop("has the comparator “{found}”, which is not known")
_DISAGREE = gettext_noop("states two units: {code} as code, “{unit}” in words")
_NOT_OF_CODE = gettext_noop("states {unit}, which does not fit {name} ({code})")
_INTERVAL_UNIT = Message(gettext_noop("Its reference interval is in another unit or in none."))
_INTERVALS = Message(gettext_noop("It has several reference intervals: none is kept."))
_INTERVAL_ORDER = Message(gettext_noop("The limits of its reference interval are in wrong order."))
_INTERVAL_TEXT = Message(gettext_noop("Its reference interval has no limits in numbers."))


class Value(NamedTuple):
    number: Decimal
    unit: str
    comparator: str | None


Limits = tuple[Decimal | None, Decimal | None]


@lru_cache(maxsize=4096)
def _read(analyte: str, written: str) -> str | Message:
    """UnitError says what to enter: kept with what was asked, so that each is read once."""
    try:
        return read_unit(written, analyte)
    except UnitError as refused:
        return refused.message


@lru_cache(maxsize=4096)
def _stated(analyte: str, system: str, code: str, unit: str) -> str | Message:
    """The unit by its UCUM code, else as written out; both must say the same where both can be
    read."""
    system, code, unit = text(system), text(code), text(unit)
    coded = code if system in (UCUM, "") else ""
    if not coded:
        return _read(analyte, unit) if unit else _NO_UNIT
    found = _read(analyte, coded)
    if isinstance(found, str) and unit and unit != coded:
        beside = _read(analyte, unit)
        if isinstance(beside, str) and beside != found and not _same_size(analyte, found, beside):
            return Message(_DISAGREE, {"code": coded[:40], "unit": unit[:40]})
    return found


def _same_size(analyte: str, one: str, other: str) -> bool:
    conversions = ANALYTES[analyte].conversions
    sizes = [
        1 if unit == ANALYTES[analyte].unit else conversions.get(unit) for unit in (one, other)
    ]
    return None not in sizes and sizes[0] == sizes[1] and "[degF]" not in (one, other)


def _written(value: object) -> str:
    return value if type(value) is str else ""


def unit_of(quantity: Json, test: Test) -> str:
    """The unit in which a quantity of this test is given. NotKept, with the reason."""
    stated = _stated(
        test.analyte,
        _written(quantity.get("system")),
        _written(quantity.get("code")),
        _written(quantity.get("unit")),
    )
    if not isinstance(stated, str):
        raise NotKept(stated)
    if test.units is None:
        return stated
    meant = test.meant.get(stated, stated)
    if meant not in test.units:
        values = {"unit": stated, "name": test.name, "code": test.code}
        raise NotKept(Message(_NOT_OF_CODE, dict(values)))
    return meant


def value_of(quantity: Json, test: Test) -> Value:
    """Number, unit and comparator. NotKept, with the reason."""
    number = quantity.get("value")
    if type(number) is not Decimal:
        raise NotKept(Message(_NO_NUMBER, {"found": kind_of(number)}))
    comparator = quantity.get("comparator")
    if comparator is not None and comparator not in COMPARATORS:
        raise NotKept(Message(_COMPARATOR, {"found": text(comparator)[:20]}))
    return Value(number, unit_of(quantity, test), comparator)


def interval_of(part: Json, test: Test, unit: str) -> tuple[Limits, Message | None]:
    """Limits in the unit of the result, and what is to be said of those that are not kept."""
    ranges = records(part.get("referenceRange"))
    if not ranges:
        return (None, None), None
    if len(ranges) > 1:
        for_nobody = [one for one in ranges if "appliesTo" not in one and "age" not in one]
        ranges = [one for one in for_nobody if _is_normal(one)]
        if len(ranges) != 1:
            return (None, None), _INTERVALS
    if not _is_plain(ranges[0]):
        return (None, None), _INTERVALS
    return _limits(ranges[0], test, unit)


def _is_normal(one: Json) -> bool:
    kinds = [text(coding.get("code")) for coding in records(record(one.get("type")).get("coding"))]
    return "normal" in kinds


def _is_plain(one: Json) -> bool:
    """Not a critical, therapeutic or recommended one, and not negated by an extension."""
    return ("type" not in one or _is_normal(one)) and "modifierExtension" not in one


def _limits(one: Json, test: Test, unit: str) -> tuple[Limits, Message | None]:
    low, high = record(one.get("low")), record(one.get("high"))
    if not low and not high:
        return (None, None), _INTERVAL_TEXT
    found: list[Decimal | None] = []
    for limit in (low, high):
        try:
            found.append(_limit(limit, test, unit) if limit else None)
        except NotKept:
            return (None, None), _INTERVAL_UNIT
    if found[0] is not None and found[1] is not None and found[0] > found[1]:
        return (None, None), _INTERVAL_ORDER
    return (found[0], found[1]), None


def _limit(limit: Json, test: Test, unit: str) -> Decimal:
    read = value_of(limit, test)
    if read.unit != unit or read.comparator is not None:
        raise NotKept(_INTERVAL_UNIT)
    return read.number
