"""Random patients straight in the tables, every column in play, for round trips."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import (
    DOSE_UNITS,
    EVENTS,
    FINDINGS,
    HEMOPHAGOCYTOSIS_SITES,
    Moment,
)
from hlh_app.clinical.units import exact
from hlh_app.records.models import choices

OFFSETS = [timezone(timedelta(minutes=m)) for m in (0, 60, 120, 480, -300, 345)]
FIRST, LAST = date(2024, 3, 1), date(2024, 6, 30)
text = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)
words = st.one_of(st.just(""), text)
days = st.dates(FIRST, LAST)
maybe_days = st.none() | days


@st.composite
def moments(draw: Any) -> Moment:
    """A timed moment at some offset, or a bare date."""
    day = draw(days)
    if draw(st.booleans()):
        return Moment.dated(day, UTC)
    zone = draw(st.sampled_from(OFFSETS))
    at = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), 30, tzinfo=zone)
    return Moment.timed(at)


def decimals(low: Decimal, high: Decimal, places: int) -> st.SearchStrategy[Decimal]:
    """Decimals of at most 12 digits in all, which both databases keep exactly."""
    least, most = max(low, Decimal(-99999)), min(high, Decimal(999999))
    return st.decimals(least, most, places=places, allow_nan=False, allow_infinity=False)


def choice(words_of: Any, *, blank: bool = True) -> st.SearchStrategy[str]:
    values = [value for value in words_of.values if value]
    return st.sampled_from((["", *values]) if blank else values)


@st.composite
def _value(draw: Any, code: str, unit: str) -> Decimal:
    """A possible value in the unit, with up to four decimals."""
    low, high = ANALYTES[code].possible
    value = draw(decimals(Decimal(0), Decimal(999999), 4))
    standard = exact(value, unit, code)
    if standard is None or low <= standard <= high:
        return value
    return {"[degF]": Decimal("99.5"), "/uL": Decimal(4500)}.get(unit, _middle(code, unit))


def _middle(code: str, unit: str) -> Decimal:
    low, high = ANALYTES[code].possible
    for guess in ("1", "0.5", "10", "37", "70", "100", "140", "1000", "25000"):
        standard = exact(Decimal(guess), unit, code)
        if standard is not None and low <= standard <= high:
            return Decimal(guess)
    raise AssertionError(f"no value for {code} in {unit}")


@st.composite
def observations(draw: Any) -> dict[str, Any]:
    """Columns of a result; ``visit`` is whether it belongs to one."""
    code = draw(st.sampled_from(sorted(ANALYTES)))
    unit = draw(st.sampled_from(ANALYTES[code].units))
    status = draw(choice(choices.ResultStatus, blank=False))
    final = status == "final"
    limits = sorted(draw(st.tuples(*[decimals(Decimal(0), Decimal(9999), 2)] * 2)))
    has_low, has_high = draw(st.booleans()), draw(st.booleans())
    measured = draw(moments())
    has_interval = has_low or has_high
    return {
        "analyte": code,
        "unit": unit,
        "status": status,
        "measured": measured,
        "value": draw(_value(code, unit)) if final else None,
        "comparator": draw(choice(choices.Comparator)) if final else "",
        "low": limits[0] if has_low else None,
        "high": limits[1] if has_high else None,
        "interval_source": draw(st.sampled_from(["reported", "centre"])) if has_interval else "",
        "laboratory": draw(words),
        "assay": draw(words),
        "reported": draw(st.none() | st.just(measured)),
        "expected_on": draw(maybe_days) if status == "pending" else None,
        "missing_reason": draw(text) if status == "not_done" else draw(words) * (not final),
        "site": draw(choice(choices.TemperatureSite)) if code == "temperature" else "",
        "fasting": draw(choice(choices.Fasting)) if code == "triglycerides" else "",
        "antipyretic": draw(st.none() | st.booleans()) if code == "temperature" else None,
        "lipid_infusion": draw(st.none() | st.booleans()) if code == "triglycerides" else None,
        "implausible_confirmed": draw(st.booleans()) if final else False,
        **draw(common()),
    }


@st.composite
def common(draw: Any) -> dict[str, Any]:
    """Note, and whether and why it was entered in error."""
    wrong = draw(st.integers(0, 5)) == 0
    return {
        "note": draw(words),
        "entered_in_error": wrong,
        "error_reason": draw(text) if wrong else "",
        "in_visit": draw(st.none() | st.integers(0, 5)),
    }


@st.composite
def findings(draw: Any) -> dict[str, Any]:
    finding = draw(st.sampled_from(sorted(FINDINGS)))
    status = draw(st.sampled_from([s.value for s in FINDINGS[finding]]))
    sited = finding == "hemophagocytosis"
    return {
        "finding": finding,
        "status": status,
        "on": draw(days),
        "site": draw(st.sampled_from(["", *HEMOPHAGOCYTOSIS_SITES])) if sited else "",
        "method": draw(choice(choices.FindingMethod)),
        "detail": draw(words),
        "expected_on": draw(maybe_days) if status == "pending" else None,
        **draw(common()),
    }


@st.composite
def exposures(draw: Any) -> dict[str, Any]:
    started = draw(moments())
    has_dose = draw(st.booleans())
    after = started.day + timedelta(days=draw(st.integers(0, 40)))
    stopped_on = draw(st.none() | st.just(after))
    return {
        "drug": draw(st.sampled_from(["ruxolitinib", "etoposide", "filgrastim", "ganciclovir"])),
        "started": started,
        "stopped_on": stopped_on,
        "stop_reason": draw(choice(choices.StopReason)) if stopped_on else "",
        "dose": draw(decimals(Decimal("0.01"), Decimal(999), 2)) if has_dose else None,
        "unit": draw(st.sampled_from(DOSE_UNITS)) if has_dose else "",
        "route": draw(choice(choices.Route)),
        "times_per_day": draw(st.none() | decimals(Decimal("0.1"), Decimal(8), 2)),
        "reason": draw(words),
        "purpose": draw(choice(choices.Purpose)),
        **draw(common()),
    }


@st.composite
def adverse_events(draw: Any) -> dict[str, Any]:
    category = draw(choice(choices.AdverseCategory, blank=False))
    if category != "other" and draw(st.booleans()):
        return {"category": category, "status": "absent", "on": draw(days), **draw(common())}
    on, grade = draw(days), draw(st.none() | st.integers(1, 5))
    return {
        "category": category,
        "status": "present",
        "on": on,
        "term": draw(text) if category == "other" else draw(words),
        "grade": grade,
        "ctcae": draw(choice(choices.CtcaeVersion, blank=False)) if grade else "",
        "resolved_on": draw(st.none() | st.just(on + timedelta(days=3))),
        "relation": draw(choice(choices.AdverseRelation)),
        "action": draw(choice(choices.AdverseAction)),
        **draw(common()),
    }


@st.composite
def events(draw: Any) -> dict[str, Any]:
    kinds = st.sampled_from(EVENTS)
    return {"event": draw(kinds), "on": draw(days), "detail": draw(words), **draw(common())}


@st.composite
def visits(draw: Any) -> dict[str, Any]:
    return {"visited": draw(moments()), "label": draw(words), **draw(common())}


@st.composite
def therapy_lines(draw: Any) -> dict[str, Any]:
    start = draw(maybe_days)
    after = (start or FIRST) + timedelta(days=draw(st.integers(0, 90)))
    return {
        "line": draw(st.integers(1, 6)),
        "regimen": draw(text),
        "started_on": start,
        "stopped_on": draw(st.none() | st.just(after)),
        "result": draw(choice(choices.LineResult, blank=False)),
        **draw(common()),
    }


@st.composite
def consents(draw: Any) -> dict[str, Any]:
    return {
        "scope": draw(choice(choices.ConsentScope, blank=False)),
        "status": draw(choice(choices.ConsentStatus, blank=False)),
        "on": draw(days),
        "given_by": draw(words),
        **draw(common()),
    }


@st.composite
def patients(draw: Any) -> dict[str, Any]:
    """Columns of a patient with a birth date, or with an age on a day."""
    by_age = draw(st.booleans())
    source = draw(choice(choices.Source, blank=False))
    trigger = draw(choice(choices.Trigger, blank=False))
    agent = draw(choice(choices.TriggerAgent)) if trigger == "infection" else ""
    return {
        "birth_date": None if by_age else draw(st.dates(date(1950, 1, 1), date(2024, 2, 1))),
        "age_years": draw(st.integers(0, 90)) if by_age else None,
        "age_on": draw(st.dates(date(2023, 1, 1), FIRST)) if by_age else None,
        "sex": draw(choice(choices.Sex, blank=False)),
        "source": source,
        "citation": draw(words),
        "conventional_dates": draw(st.booleans()),
        "trigger": trigger,
        "trigger_agent": agent,
        "trigger_detail": draw(words),
        "course": draw(choice(choices.DiseaseCourse, blank=False)),
        "donor": draw(choice(choices.Donor, blank=False)),
        "note": draw(words),
    }


@st.composite
def records(draw: Any) -> dict[str, Any]:
    """A patient with rows in every table."""
    few = {"max_size": 4}
    return {
        "patient": draw(patients()),
        "visit": draw(st.lists(visits(), **few)),
        "observation": draw(st.lists(observations(), max_size=8)),
        "finding": draw(st.lists(findings(), **few)),
        "exposure": draw(st.lists(exposures(), **few)),
        "event": draw(st.lists(events(), **few)),
        "adverseevent": draw(st.lists(adverse_events(), **few)),
        "therapyline": draw(st.lists(therapy_lines(), **few)),
        "consent": draw(st.lists(consents(), **few)),
    }
