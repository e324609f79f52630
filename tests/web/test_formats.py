"""Every format of the pages, at its edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils import timezone as django_timezone

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.web.presenters import formats

D = Decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("1709.00000000"), "1,709"),
        (D("17090"), "17,090"),
        (D("999"), "999"),
        (D("1000"), "1,000"),
        (D("0.42000000"), "0.42"),
        (D("-3.50"), "−3.5"),
        (D("0"), "0"),
        (D("-0.0"), "0"),
        (D("1E+3"), "1,000"),
        (D("1234567.125"), "1,234,567.125"),
        (7, "7"),
        (0.1, "0.1"),
    ],
)
def test_numbers_have_a_comma_from_1000_and_no_trailing_zero(value, text):
    assert formats.number(value) == text


def test_numbers_round_half_up_only_when_asked():
    assert formats.number(D("0.125"), 2) == "0.13"
    assert formats.number(D("0.305"), 1) == "0.3"
    assert formats.fixed(D("37"), 1) == "37.0"
    assert formats.fixed(D("-1.25"), 1) == "−1.3"
    assert formats.percent(D("-95.16")) == "−95 %"
    assert formats.signed(D("12")) == "+12"
    assert formats.signed(D("0")) == "0"
    assert formats.signed(D("-2")) == "−2"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("Cel", "°C"),
        ("10*9/L", "×10⁹/L"),
        ("ug/L", "µg/L"),
        ("{copies}/mL", "copies/mL"),
        ("g/L", "g/L"),
        ("{unit}", ""),
        ("[lb_av]", "lb"),
    ],
)
def test_units_are_printed_as_a_ward_writes_them(code, printed):
    assert formats.unit(code) == printed


def test_no_unit_of_the_table_is_printed_in_raw_code():
    printed = [formats.unit(code) for analyte in ANALYTES.values() for code in analyte.units]
    assert not [text for text in printed if set(text) & set("*{}[]")]
    assert all(printed)


def test_a_value_keeps_its_comparator_and_a_temperature_its_tenth():
    assert formats.value(D("16500"), "ug/L", ">") == "> 16,500 µg/L"
    assert formats.value(D("0.1"), "g/L", "<=") == "≤ 0.1 g/L"
    assert formats.value(D("38.00"), "Cel") == "38.0 °C"
    assert formats.value(D("38.55"), "Cel") == "38.55 °C"
    assert formats.value(D("4")) == "4"


def test_intervals_with_one_limit_say_which():
    assert formats.interval(D("10"), D("400"), "ug/L") == "10–400 µg/L"
    assert formats.interval(None, D("400")) == "≤ 400"
    assert formats.interval(D("150"), None) == "≥ 150"
    assert formats.interval(None, None, "ug/L") == ""


def test_dates_are_the_same_in_every_language():
    assert formats.day(date(2015, 3, 3)) == "03-Mar-2015"
    assert formats.short_day(date(2026, 11, 8)) == "08-Nov"
    assert formats.day(None) == "Not recorded"
    assert formats.moment(None) == "Not recorded"
    assert formats.clock(None) == "Not recorded"


def test_a_moment_is_read_on_its_own_clock_and_another_offset_is_said():
    shanghai = timezone(timedelta(hours=8))
    at = Moment.timed(datetime(2020, 1, 1, 6, 0, tzinfo=shanghai))
    with django_timezone.override("Asia/Shanghai"):
        assert formats.moment(at) == "01-Jan-2020 06:00"
    with django_timezone.override("UTC"):
        assert formats.moment(at) == "01-Jan-2020 06:00 (UTC+08:00)"
    newfoundland = timezone(-timedelta(hours=3, minutes=30))
    at = Moment.timed(datetime(2020, 1, 1, 6, 0, tzinfo=newfoundland))
    assert formats.moment(at).endswith("(UTC−03:30)")
    assert formats.moment(Moment.dated(date(2020, 1, 1), shanghai)) == "01-Jan-2020"
    assert formats.short_moment(at) == "01-Jan 06:00"
    assert formats.short_moment(Moment.dated(date(2020, 1, 1))) == "01-Jan"


def test_instants_of_the_record_are_on_the_reader_s_clock():
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    with django_timezone.override("Europe/Vienna"):
        assert formats.clock(at) == "21-Nov-2026 00:30"


@pytest.mark.parametrize(
    ("amount", "unit", "times", "text"),
    [
        (D("5"), "mg", D("2"), "5 mg twice a day"),
        (D("2.500000"), "mg", D("2.0000"), "2.5 mg twice a day"),
        (D("0.5"), "g/kg", 1, "0.5 g/kg once a day"),
        (D("10"), "mg", D("0.5"), "10 mg every other day"),
        (D("10"), "mg", D("6"), "10 mg 6 times a day"),
        (D("10"), "mg", None, "10 mg, frequency not recorded"),
        (None, "mg", D("2"), "dose not recorded"),
        (D("1"), "{unit}", None, "1 unit, frequency not recorded"),
        (D("2"), "{unit}", D("1"), "2 units once a day"),
    ],
)
def test_a_dose_never_stands_without_its_frequency(amount, unit, times, text):
    assert formats.dose(amount, unit, times) == text


def test_dose_per_kilogram_has_no_trailing_zero():
    assert formats.per_kg(D("0.400")) == "0.4 mg/kg/day"
    assert formats.per_kg(D("0.309")) == "0.31 mg/kg/day"
    assert formats.per_kg(None) == ""


@pytest.mark.parametrize(
    ("born", "on", "text"),
    [
        (date(2015, 3, 3), date(2026, 11, 20), "11y 8m"),
        (date(2015, 3, 3), date(2027, 3, 2), "11y 11m"),
        (date(2015, 3, 3), date(2027, 3, 3), "12y 0m"),
        (date(2026, 11, 1), date(2026, 11, 28), "27d"),
        (date(2026, 11, 1), date(2026, 11, 29), "4w 0d"),
        (date(2025, 6, 30), date(2026, 8, 1), "13m"),
        (date(2008, 2, 29), date(2026, 2, 28), "17y 11m"),
        (date(2008, 2, 29), date(2026, 3, 1), "18y"),
        (date(2026, 11, 20), date(2026, 11, 19), "not yet born"),
    ],
)
def test_ages_by_the_calendar(born, on, text):
    assert formats.age(born, on) == text


def test_how_old_a_measurement_is():
    assert formats.days_ago(0) == "same day"
    assert formats.days_ago(1) == "1 day old"
    assert formats.days_ago(18) == "18 days old"
