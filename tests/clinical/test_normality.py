"""By which limit a result is normal, and the shipped sCD25 intervals by age."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment, Patient, Sex
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.normality import (
    COMPLETE_NEEDS,
    LOWER_LIMIT,
    SHIPPED_SCD25_CITATION,
    UPPER_LIMIT,
    LimitSource,
    limit_of,
    normality,
    shipped_scd25,
)
from hlh_app.clinical.spans import stated_span
from tests.clinical.response_builders import TODDLER, lab, on


def judged(analyte, value, patient=TODDLER, **fields):
    row = lab(analyte, 0, value, **fields)
    return normality(stated_span(row), limit_of(row, patient))


@pytest.mark.parametrize(
    ("analyte", "value", "expected"),
    [
        *((a, v, e) for a in UPPER_LIMIT for v, e in (("99", True), ("100", True))),
        *((a, "100.01", False) for a in UPPER_LIMIT),
        *((a, v, e) for a in LOWER_LIMIT for v, e in (("101", True), ("100", True))),
        *((a, "99.99", False) for a in LOWER_LIMIT),
        *((a, ">=100", None) for a in UPPER_LIMIT),
        *((a, ">100", False) for a in UPPER_LIMIT),
        *((a, "<=100", None) for a in LOWER_LIMIT),
        *((a, "<100", False) for a in LOWER_LIMIT),
    ],
)
def test_the_limit_itself_is_normal(analyte, value, expected):
    assert judged(analyte, value, limit="100") is expected


def test_every_analyte_has_one_side():
    assert set(UPPER_LIMIT) | set(LOWER_LIMIT) == set(COMPLETE_NEEDS)
    assert not set(UPPER_LIMIT) & set(LOWER_LIMIT)


@pytest.mark.parametrize("analyte", [a for a in COMPLETE_NEEDS if a != "scd25"])
def test_without_a_limit_it_is_not_known(analyte):
    assert judged(analyte, "100", limit=None) is None


def test_the_other_end_of_an_interval_says_nothing():
    assert judged("ferritin", "1", limit=None, low=Decimal(15)) is None
    assert judged("hemoglobin", "300", limit=None, high=Decimal(160)) is None
    assert judged("ferritin", "1", low=Decimal(15)) is True


def default(born, day):
    shipped = shipped_scd25(Patient(born, Sex.UNKNOWN), day)
    return (shipped.low, shipped.high)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 3, 3), (398, 1940)),
        (date(2020, 3, 4), (144, 1329)),
        (date(2025, 3, 3), (144, 1329)),
        (date(2025, 3, 4), (137, 838)),
        (date(2080, 1, 1), (137, 838)),
    ],
)
def test_the_shipped_interval_changes_on_the_birthday(day, expected):
    assert default(date(2017, 3, 4), day) == expected


def test_a_child_of_29_february_turns_three_on_1_march():
    assert default(date(2016, 2, 29), date(2019, 2, 28)) == (398, 1940)
    assert default(date(2016, 2, 29), date(2019, 3, 1)) == (144, 1329)


def test_a_printed_age_grows_by_completed_years():
    patient = Patient(None, Sex.MALE, age_years=2, age_on=date(2020, 1, 10))
    assert shipped_scd25(patient, date(2021, 1, 9)).high == 1940
    assert shipped_scd25(patient, date(2021, 1, 10)).high == 1329


@pytest.mark.parametrize("patient", [Patient(None, Sex.MALE), Patient(None, Sex.MALE, 4, None)])
def test_without_an_age_there_is_no_default(patient):
    assert shipped_scd25(patient, on(0)) is None
    assert judged("scd25", "500", patient, limit=None) is None


def test_the_default_is_for_units_per_milliliter_alone():
    assert judged("scd25", "1940", limit=None) is True
    assert judged("scd25", "1941", limit=None) is False
    for unit in ("pg/mL", "ng/mL", "ng/L"):
        assert judged("scd25", "1", limit=None, unit=unit) is None
        assert judged("scd25", "1", limit="2", unit=unit) is True


def test_the_age_is_that_of_the_day_when_drawn():
    patient = Patient(date(2017, 1, 21), Sex.MALE)  # three on day 1
    before = lab("scd25", 0, "1900", limit=None)
    after = lab("scd25", 0, "1900", limit=None, measured_at=Moment.dated(on(1)))
    assert limit_of(before, patient).value == 1940
    assert limit_of(after, patient).value == 1329


def test_own_limit_before_the_default_and_each_says_its_source():
    own = limit_of(lab("scd25", 0, "900"), TODDLER)
    assert (own.value, own.source, own.is_upper) == (840, LimitSource.OWN, True)
    shipped = limit_of(lab("scd25", 0, None, limit=None), TODDLER)
    assert (shipped.value, shipped.source) == (1940, LimitSource.SHIPPED_DEFAULT)
    assert CITATIONS[SHIPPED_SCD25_CITATION].short == "Seattle Children's catalogue"
    lower = limit_of(lab("platelets", 0, "900"), TODDLER)
    assert (lower.value, lower.unit, lower.is_upper) == (150, "10*9/L", False)
