"""Both ruxolitinib rules at every limit (Wang 2020; Chi preprint 2020). 20-Jan-2020 is today."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Event, Patient, Sex
from hlh_app.clinical.dose import dose
from tests.clinical.diagnosis_builders import T, at, case, day, lab

from .sides import every, sides

D = Decimal
RULES = ("dose_wang2020", "dose_chi2020")
CHILD_OF_5 = Patient(date(2014, 6, 1), Sex.FEMALE)
ADULT = Patient(date(1980, 6, 1), Sex.MALE)


def born(years, days_to_birthday=0):
    """So many years old today, or so many days before (positive) that birthday."""
    return Patient(date(2020 - years, 1, 20) + timedelta(days=days_to_birthday), Sex.FEMALE)


def given(rule, *rows, patient=CHILD_OF_5):
    pair = dose(case(*rows, patient=patient), T)
    return pair.wang2020 if rule == "dose_wang2020" else pair.chi2020


def weight(kg, days=0):
    return lab("weight", kg, when=at(-days, "07:00"))


def mg(verdict):
    return None if verdict.dose_mg is None else str(verdict.dose_mg)


def of_both(boundary, *cases):
    return every(*(sides(f"{rule}.{boundary}", *((rule, *one) for one in cases)) for rule in RULES))


@pytest.mark.parametrize(
    ("rule", "kg", "expected"),
    every(
        sides("dose_wang2020.weight", ("dose_wang2020", "24.9", "2.5"),
              ("dose_wang2020", "25.0", "5"), ("dose_wang2020", "25.1", "5")),
        sides("dose_chi2020.weight", ("dose_chi2020", "24.9", "2.5"),
              ("dose_chi2020", "25.0", "2.5"), ("dose_chi2020", "25.1", "5")),
    ),
)  # fmt: skip
def test_the_line_of_25_kg_where_the_rules_part(rule, kg, expected):
    assert mg(given(rule, weight(kg))) == expected


@pytest.mark.parametrize(
    ("patient", "expected"),
    sides("dose_wang2020.adult_dose", (born(14, 1), "5"), (born(14), "10"), (born(14, -1), "10")),
)
def test_the_age_of_wangs_adult_dose(patient, expected):
    assert mg(given("dose_wang2020", weight("40"), patient=patient)) == expected


@pytest.mark.parametrize(
    ("rule", "patient", "gives"),
    every(
        of_both("from_years", (born(1, 1), False), (born(1), True), (born(1, -1), True)),
        sides("dose_wang2020.before_years", ("dose_wang2020", born(75, 1), True),
              ("dose_wang2020", born(75), False), ("dose_wang2020", born(75, -1), False)),
        sides("dose_chi2020.before_years", ("dose_chi2020", born(18, 1), True),
              ("dose_chi2020", born(18), False), ("dose_chi2020", born(18, -1), False)),
    ),
)  # fmt: skip
def test_the_ages_covered(rule, patient, gives):
    assert (given(rule, weight("20"), patient=patient).dose_mg is not None) is gives


@pytest.mark.parametrize(
    ("rule", "patient", "studied"),
    every(
        sides("dose_wang2020.studied_from", ("dose_wang2020", born(2, 1), False),
              ("dose_wang2020", born(2), True), ("dose_wang2020", born(2, -1), True)),
        sides("dose_wang2020.studied_to", ("dose_wang2020", born(70), True),
              ("dose_wang2020", born(71, 1), True), ("dose_wang2020", born(71), False)),
        sides("dose_chi2020.studied_to", ("dose_chi2020", born(6), True),
              ("dose_chi2020", born(7, 1), True), ("dose_chi2020", born(7), False)),
    ),
)  # fmt: skip
def test_the_ages_studied_are_said(rule, patient, studied):
    """70 completed years last until the day before the 71st birthday."""
    verdict = given(rule, weight("20"), patient=patient)
    assert verdict.within_ages_studied is studied
    said = {caution.id for caution in verdict.cautions}
    assert bool(said & {"outside_ages_studied", "older_than_studied"}) is not studied


@pytest.mark.parametrize(
    ("rule", "days", "gives"),
    of_both("weight_days", (89, True), (90, True), (91, False)),
)
def test_how_old_a_weight_may_be(rule, days, gives):
    assert (given(rule, weight("20", days)).dose_mg is not None) is gives


@pytest.mark.parametrize(
    ("rule", "days", "gives"),
    of_both("weight_days_infant", (29, True), (30, True), (31, False)),
)
def test_how_old_an_infants_weight_may_be(rule, days, gives):
    assert (given(rule, weight("10", days), patient=born(1, -60)).dose_mg is not None) is gives


@pytest.mark.parametrize(
    ("rule", "days", "gives"),
    of_both("planned_infusion", (2, True), (1, False), (0, False)),
)
def test_the_days_before_a_planned_infusion(rule, days, gives):
    verdict = given(rule, weight("20"), Event("transplant_planned", day(days)))
    assert (verdict.dose_mg is not None) is gives


def cautioned(rule, caution, *rows, patient=CHILD_OF_5):
    return caution in {one.id for one in given(rule, *rows, patient=patient).cautions}


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    of_both("stale_weight_days", (13, False), (14, False), (15, True)),
)
def test_when_a_weight_is_said_to_be_old(rule, days, said):
    assert cautioned(rule, "stale_weight", weight("16", days)) is said


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    of_both("near_line_days", (2, False), (3, False), (4, True)),
)
def test_when_a_weight_near_the_line_is_said_to_be_old(rule, days, said):
    assert cautioned(rule, "weight_near_25_kg", weight("25", days)) is said


@pytest.mark.parametrize(
    ("rule", "kg", "said"),
    every(
        of_both("near_line_low", ("22.4", False), ("22.5", True), ("22.6", True)),
        of_both("near_line_high", ("27.4", True), ("27.5", True), ("27.6", False)),
    ),
)
def test_what_is_near_the_line(rule, kg, said):
    assert cautioned(rule, "weight_near_25_kg", weight(kg, 4)) is said


@pytest.mark.parametrize(
    ("rule", "kg", "said"),
    every(
        sides("dose_wang2020.high_per_kg", ("dose_wang2020", "33.4", False),
              ("dose_wang2020", "33.333333333333333333333333333333334", False),
              ("dose_wang2020", "33.3", True)),
        sides("dose_chi2020.high_per_kg", ("dose_chi2020", "8.4", False),
              ("dose_chi2020", "8.333333333333333333333333333333334", False),
              ("dose_chi2020", "8.3", True)),
    ),
)  # fmt: skip
def test_a_high_dose_per_kilogram_is_said(rule, kg, said):
    """0.6 mg/kg/day: 20 mg a day at 33⅓ kg from 14 years, 5 mg a day at 8⅓ kg. No decimal is that
    weight: the nearest above it stands for it."""
    patient = born(15) if rule == "dose_wang2020" else CHILD_OF_5
    assert cautioned(rule, "high_per_kg", weight(kg), patient=patient) is said
