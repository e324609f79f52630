"""Observations, findings, exposures and events of a case file, row by row.

A row entered in error is checked like any other and returned as None: no rule sees it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import (
    COMPARATORS,
    DOSE_UNITS,
    EVENTS,
    HEMOPHAGOCYTOSIS_SITES,
    PURPOSES,
    STOP_REASONS,
    Event,
    Exposure,
    Finding,
    FindingStatus,
    Moment,
    Observation,
)
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.exchange import fields, words
from hlh_app.exchange.errors import FieldError
from hlh_app.exchange.fields import Moments, Row
from hlh_app.exchange.limits import Limits, impossible, units_of

_EVERY_ROW = frozenset({"note", "entered_in_error"})
_OBSERVATION_NEEDS = ("analyte", "value", "unit", "measured_at")
_OBSERVATION = _EVERY_ROW.union(
    _OBSERVATION_NEEDS,
    ("comparator", "low", "high", "status", "reported_at", "laboratory", "assay", "site"),
    ("fasting", "visit", "expected_on", "missing_reason", "antipyretic", "lipid_infusion"),
    ("confirmed", "reference_source"),
)
_OBSERVATION_PLAIN = frozenset(
    {"analyte", "value", "unit", "measured_at", "comparator", "low", "high", "status"}
)
_FINDING_NEEDS = ("finding", "status", "on")
_FINDING = _EVERY_ROW.union(_FINDING_NEEDS, ("site", "visit", "method", "detail", "expected_on"))
_EXPOSURE_NEEDS = ("drug", "start")
_EXPOSURE = _EVERY_ROW.union(
    _EXPOSURE_NEEDS,
    ("stop", "dose", "unit", "route", "times_per_day", "reason", "purpose", "stop_reason"),
)
_EVENT_NEEDS = ("event", "on")
_EVENT = _EVERY_ROW.union(_EVENT_NEEDS, ("detail",))

_MOST_REFERENCE = Decimal(10) ** 13
_MOST_DOSE = Decimal(10) ** 6
_MOST_TIMES = Decimal(96)

_NOT_A_UNIT = gettext_noop("“{unit}” is not a unit of {analyte}; one of: {units}")
_NEUTROPHILS_PERCENT = Message(gettext_noop("neutrophils in %: give the absolute count"))
_HAS_VALUE = gettext_noop("a result that is {status} has no value")
_NO_VALUE = Message(gettext_noop("is null: give a number, or the status pending"))
_NO_RANGE = Message(gettext_noop("a comparator needs a value"))
_INTERVAL = gettext_noop("the lower limit {low} lies above the upper limit {high}")
_NOT_DONE_ONLY = Message(gettext_noop("is for results with the status not_done"))
_BEFORE_BIRTH = gettext_noop("{day} lies before the birth on {birth}")
_NO_SITE = Message(gettext_noop("only hemophagocytosis has a site"))
_LOWER_CASE = gettext_noop("“{drug}”: write the generic name in lower case, without spaces around")
_DOSE_UNIT = Message(gettext_noop("a dose needs its unit"))
_ABOVE_ZERO = gettext_noop("{found} is not above 0 and at most {most}")
_STOP_FIRST = gettext_noop("the last day {stop} lies before the start {start}")
_NOT_STOPPED = Message(gettext_noop("is for what was stopped: give the last day as well"))
_Further = tuple[date | None, str | None, bool | None, bool | None]


def entered_in_error(row: Row) -> bool:
    """Whether the row gives a reason why it should not be there."""
    fields.text(row, "note")
    return fields.text(row, "entered_in_error") is not None


def observation(row: Any, key: str, moments: Moments, birth: date | None) -> Observation | None:
    """One result; None when it was entered in error or never done."""
    fields.check_keys(row, _OBSERVATION, _OBSERVATION_NEEDS)
    analyte = fields.required_word(row, "analyte", ANALYTES)
    unit, limits = _unit(row, analyte)
    measured_at = moments.required(row, "measured_at")
    status = fields.word(row, "status", words.OBSERVATION_STATUSES) or "final"
    value, comparator = _value(row, analyte, unit, limits, status)
    low = high = None
    if row.get("low") is not None or row.get("high") is not None:
        low, high = _interval(row)
    in_error = False
    reported_at = laboratory = assay = site = fasting = None
    further: _Further = (None, None, None, None)
    if not row.keys() <= _OBSERVATION_PLAIN:
        in_error = entered_in_error(row)
        reported_at = moments.moment(row, "reported_at")
        laboratory, assay = fields.text(row, "laboratory"), fields.text(row, "assay")
        site, fasting = fields.text(row, "site"), _fasting(row)
        further = _further(row, status)
    if in_error:
        return None
    if birth is not None and measured_at.day < birth:
        values = {"day": measured_at.day, "birth": birth}
        raise FieldError(".measured_at", Message(_BEFORE_BIRTH, values))
    if status == "not_done":
        return None
    return Observation(
        analyte, value, unit, measured_at, comparator, low, high, status == "pending",
        reported_at, laboratory, assay, site, fasting, key, *further,
    )  # fmt: skip


def _unit(row: Row, analyte: str) -> tuple[str, Limits]:
    unit = row["unit"]
    if type(unit) is not str:
        raise FieldError(".unit", fields.not_text(unit))
    units = units_of(analyte)
    limits = units.get(unit)
    if limits is None:
        if analyte == "neutrophils" and unit.strip() == "%":
            raise FieldError(".unit", _NEUTROPHILS_PERCENT)
        label, known = Message(ANALYTES[analyte].label), ", ".join(units)
        values: dict[str, Value] = {"unit": fields.shown(unit), "analyte": label, "units": known}
        raise FieldError(".unit", Message(_NOT_A_UNIT, values))
    return unit, limits


def _value(
    row: Row, analyte: str, unit: str, limits: Limits, status: str
) -> tuple[Decimal | None, str | None]:
    """Value and comparator: both for a final result, neither for one that is not there."""
    value = fields.number(row, "value")
    comparator = fields.word(row, "comparator", COMPARATORS)
    if value is None:
        if status == "final":
            raise FieldError(".value", _NO_VALUE)
        if comparator is not None:
            raise FieldError(".comparator", _NO_RANGE)
        return None, None
    if status != "final":
        raise FieldError(".value", Message(_HAS_VALUE, {"status": status}))
    reason = impossible(value, unit, analyte, limits)
    if reason is not None:
        raise FieldError(".value", reason)
    return value, comparator


def _interval(row: Row) -> tuple[Decimal | None, Decimal | None]:
    low = fields.number_between(row, "low", Decimal(0), _MOST_REFERENCE)
    high = fields.number_between(row, "high", Decimal(0), _MOST_REFERENCE)
    if low is not None and high is not None and low > high:
        raise FieldError(".low", Message(_INTERVAL, {"low": low, "high": high}))
    return low, high


def _fasting(row: Row) -> str | None:
    """Yes, no or unknown, true and false read as well; in the document only yes or no is kept."""
    value = row.get("fasting")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    else:
        value = fields.word(row, "fasting", words.FASTING)
    if "fasting" in row:
        row["fasting"] = None if value == "unknown" else value
    return value


def _further(row: Row, status: str) -> _Further:
    """When it should come, whose interval it is, and what spoils it; the rest is only kept."""
    fields.text(row, "visit")
    fields.boolean(row, "confirmed")
    if fields.text(row, "missing_reason") is not None and status == "final":
        raise FieldError(".missing_reason", _NOT_DONE_ONLY)
    return (
        fields.day(row, "expected_on"),
        fields.word(row, "reference_source", words.REFERENCE_SOURCES),
        fields.boolean(row, "antipyretic"),
        fields.boolean(row, "lipid_infusion"),
    )


def finding(row: Any, key: str) -> Finding | None:
    """One statement on a day."""
    fields.check_keys(row, _FINDING, _FINDING_NEEDS)
    kind = fields.required_word(row, "finding", words.FINDING_STATUSES)
    status = fields.required_word(row, "status", words.FINDING_STATUSES[kind])
    on = fields.required_day(row, "on")
    site = fields.word(row, "site", HEMOPHAGOCYTOSIS_SITES)
    if kind == "hemophagocytosis":
        site = site or HEMOPHAGOCYTOSIS_SITES[0]
    elif site is not None:
        raise FieldError(".site", _NO_SITE)
    fields.text(row, "visit")
    method, detail = fields.text(row, "method"), fields.text(row, "detail")
    expected_on = fields.day(row, "expected_on")
    if entered_in_error(row):
        return None
    return Finding(kind, FindingStatus(status), on, site, key, method, detail, expected_on)


def exposure(row: Any, key: str, moments: Moments) -> Exposure | None:
    """One drug or blood product with its dose."""
    fields.check_keys(row, _EXPOSURE, _EXPOSURE_NEEDS)
    drug = fields.required_text(row, "drug", 200)
    if drug != drug.strip().lower():
        raise FieldError(".drug", Message(_LOWER_CASE, {"drug": fields.shown(drug)}))
    dose = _above_zero(row, "dose", _MOST_DOSE)
    unit = fields.word(row, "unit", DOSE_UNITS)
    if dose is not None and unit is None:
        raise FieldError(".unit", _DOSE_UNIT)
    times = _above_zero(row, "times_per_day", _MOST_TIMES)
    route = fields.text(row, "route")
    fields.text(row, "reason")
    start, stop = moments.required(row, "start"), fields.day(row, "stop")
    purpose = fields.word(row, "purpose", PURPOSES)
    stop_reason = fields.word(row, "stop_reason", STOP_REASONS)
    in_error = entered_in_error(row)
    _check_order(start, stop)
    if stop_reason is not None and stop is None:
        raise FieldError(".stop_reason", _NOT_STOPPED)
    if in_error:
        return None
    return Exposure(drug, start, stop, dose, unit, route, times, key, purpose, stop_reason)


def _check_order(start: Moment, stop: date | None) -> None:
    if stop is not None and stop < start.day:
        raise FieldError(".stop", Message(_STOP_FIRST, {"stop": stop, "start": start.day}))


def _above_zero(row: Row, key: str, most: Decimal) -> Decimal | None:
    value = fields.number(row, key)
    if value is not None and not 0 < value <= most:
        raise FieldError(f".{key}", Message(_ABOVE_ZERO, {"found": value, "most": most}))
    return value


def event(row: Any, key: str) -> Event | None:
    """Something that happened, or a planned transplant."""
    fields.check_keys(row, _EVENT, _EVENT_NEEDS)
    kind = fields.required_word(row, "event", EVENTS)
    on = fields.required_day(row, "on")
    fields.text(row, "detail")
    return None if entered_in_error(row) else Event(kind, on, key)
