"""The caution about mg/kg/day is of the dose that is given, not only of what a rule gives."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.dosing import Urgency

from .diagnosis_builders import at, day, lab, on
from .test_cautions import lines


def marked(side):
    return pytest.mark.boundary("dose_cautions.given_per_kg", side)


def rux(mg, start=-20, stop=None, unit="mg"):
    last = None if stop is None else day(stop)
    dose = None if mg is None else Decimal(mg)
    return Exposure("ruxolitinib", on(start), last, dose, unit, "oral", Decimal(2))


def said(*rows, kg="20", days=-1):
    weight = [] if kg is None else [lab("weight", kg, when=at(days))]
    found = [row for row in lines(*rows, *weight) if row.id == "given_high_per_kg"]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("mg", "high"),
    [
        pytest.param("5.99", False, marks=marked("below")),
        pytest.param("6", False, marks=marked("at")),
        pytest.param("6.01", True, marks=marked("above")),
    ],
)
def test_above_0_6_mg_per_kg_a_day(mg, high):
    assert (said(rux(mg)) is not None) == high


def test_its_words():
    found = said(rux("10"))
    assert str(found.text) == (
        "Ruxolitinib as given is 1.000 mg/kg/day, above 0.6, twice Wang's own yardstick"
    )
    assert (found.citation, found.urgency) == ("wang2020", Urgency.WATCH)


def test_of_the_dose_begun_last_and_still_given():
    assert said(rux("5", -20), rux("10", -5))
    assert not said(rux("10", -20, -6), rux("5", -5))
    assert not said(rux("10", -20, -6))


def test_without_a_usable_weight_or_dose_nothing_is_reckoned():
    assert not said(rux("10"), kg=None)
    assert not said(rux("10"), days=-91)
    assert not said(rux(None, unit=None))


def test_a_part_of_a_milligram_a_day_counts():
    assert "0.750 mg/kg/day" in str(said(rux("3.75"), kg="10").text)
