"""Both published ruxolitinib rules, side by side (Wang 2020; Chi preprint 2020)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as given_any
from hypothesis import strategies

from hlh_app.clinical.case import Event, Patient, Sex
from hlh_app.clinical.dose import dose
from hlh_app.clinical.dose_chi2020 import dose_chi2020
from hlh_app.clinical.dose_wang2020 import dose_wang2020
from hlh_app.clinical.dosing import DoseOutcome, usable_weight
from hlh_app.clinical.text import Message

from .diagnosis_builders import T, at, case, day, lab, on, view

GIVES, UNKNOWN = DoseOutcome.RULE_GIVES, DoseOutcome.UNKNOWN
NOT_APPLICABLE = DoseOutcome.NOT_APPLICABLE
D = Decimal


def aged(years: int, days_past: int = 0) -> Patient:
    """Completed ``years`` so many days before the moment asked about."""
    return Patient(date(2020 - years, 1, 20 - days_past), Sex.FEMALE)


def weighing(kg: str, unit: str = "kg", when=None, **more):
    return lab("weight", kg, unit, when=when or at(-1), **more)


def pair(*rows, patient=None, **more):
    return dose(case(*rows, patient=patient or aged(5)), T, **more)


class TestWang:
    @pytest.mark.parametrize(
        ("kg", "unit", "dose_mg"),
        [
            ("24.9", "kg", "2.5"),
            ("24.999", "kg", "2.5"),
            ("25", "kg", "5"),
            ("25.1", "kg", "5"),
            ("24999", "g", "2.5"),
            ("25000", "g", "5"),
            ("55.115", "[lb_av]", "2.5"),
            ("55.116", "[lb_av]", "5"),
        ],
    )
    def test_under_14_years_by_25_kg(self, kg, unit, dose_mg):
        assert dose_wang2020(case(weighing(kg, unit)), T).dose_mg == D(dose_mg)

    @pytest.mark.parametrize(
        ("patient", "dose_mg"),
        [(aged(14), "10"), (Patient(date(2006, 1, 21), Sex.MALE), "2.5")],
    )
    def test_ten_mg_from_the_fourteenth_birthday(self, patient, dose_mg):
        assert dose_wang2020(case(weighing("20"), patient=patient), T).dose_mg == D(dose_mg)

    @pytest.mark.parametrize(
        ("born", "outcome"),
        [
            (date(2019, 1, 21), NOT_APPLICABLE),
            (date(2019, 1, 20), GIVES),
            (date(1945, 1, 21), GIVES),
            (date(1945, 1, 20), NOT_APPLICABLE),
        ],
    )
    def test_from_the_first_to_before_the_75th_birthday(self, born, outcome):
        found = dose_wang2020(case(weighing("20"), patient=Patient(born, Sex.MALE)), T)
        assert found.outcome is outcome
        assert (found.dose_mg is None) == (outcome is NOT_APPLICABLE)

    @pytest.mark.parametrize(
        ("years", "studied"), [(1, False), (2, True), (70, True), (71, False), (74, False)]
    )
    def test_ages_studied(self, years, studied):
        found = dose_wang2020(case(weighing("20"), patient=aged(years)), T)
        assert found.within_ages_studied is studied
        assert ("outside_ages_studied" in [c.id for c in found.cautions]) is not studied

    def test_without_a_weight_unknown_under_14_and_10_mg_from_then(self):
        young = dose_wang2020(case(patient=Patient(date(2006, 1, 21), Sex.MALE)), T)
        assert (young.outcome, young.dose_mg) == (UNKNOWN, None)
        assert "needs a weight" in str(young.reason)
        older = dose_wang2020(case(patient=aged(14)), T)
        assert (older.dose_mg, older.mg_per_kg_per_day) == (10, None)
        assert "mg/kg/day not known: no weight is recorded" in str(older.arithmetic)


class TestChi:
    @pytest.mark.parametrize(
        ("kg", "unit", "dose_mg"),
        [
            ("24.9", "kg", "2.5"),
            ("25", "kg", "2.5"),
            ("25.001", "kg", "5"),
            ("25000", "g", "2.5"),
            ("25001", "g", "5"),
            ("55.115", "[lb_av]", "2.5"),
            ("55.116", "[lb_av]", "5"),
        ],
    )
    def test_by_25_kg(self, kg, unit, dose_mg):
        assert dose_chi2020(case(weighing(kg, unit)), T).dose_mg == D(dose_mg)

    @pytest.mark.parametrize(
        ("born", "outcome"),
        [
            (date(2019, 1, 21), NOT_APPLICABLE),
            (date(2019, 1, 20), GIVES),
            (date(2002, 1, 21), GIVES),
            (date(2002, 1, 20), NOT_APPLICABLE),
        ],
    )
    def test_from_the_first_to_before_the_18th_birthday(self, born, outcome):
        found = dose_chi2020(case(weighing("20"), patient=Patient(born, Sex.MALE)), T)
        assert found.outcome is outcome

    @pytest.mark.parametrize(("years", "studied"), [(1, True), (6, True), (7, False), (17, False)])
    def test_older_than_the_children_studied_from_seven(self, years, studied):
        found = dose_chi2020(case(weighing("20"), patient=aged(years)), T)
        assert found.within_ages_studied is studied
        assert ("older_than_studied" in [c.id for c in found.cautions]) is not studied

    def test_without_a_weight_unknown(self):
        found = dose_chi2020(case(), T)
        assert (found.outcome, found.dose_mg) == (UNKNOWN, None)
        assert str(found.reason) == "The rule needs a weight: no weight is recorded."


class TestWhereTheyPart:
    def test_at_25_kg_under_14(self):
        both = pair(weighing("25.0"))
        assert (both.wang2020.dose_mg, both.chi2020.dose_mg) == (5, D("2.5"))
        assert str(both.parting) == (
            "They part at 25.0 kg under 14 years: Wang gives 5 mg, Chi 2.5 mg twice a day."
        )

    @pytest.mark.parametrize(("kg", "chi"), [("20", "2.5"), ("25", "2.5"), ("60", "5")])
    @pytest.mark.parametrize("years", [14, 17])
    def test_at_every_weight_from_14_to_17(self, years, kg, chi):
        both = pair(weighing(kg), patient=aged(years))
        assert (both.wang2020.dose_mg, both.chi2020.dose_mg) == (10, D(chi))
        assert "from 14 to 17 years" in str(both.parting)

    @pytest.mark.parametrize("kg", ["24.9", "25.1"])
    def test_not_elsewhere(self, kg):
        assert pair(weighing(kg)).parting is None

    def test_only_one_gives_a_dose(self):
        assert "Only Wang's rule" in str(pair(patient=aged(40)).parting)
        assert "needs a weight" in str(pair(patient=aged(15)).parting)

    def test_neither_gives_one(self):
        assert pair().parting is None


class TestNotApplicable:
    @pytest.mark.parametrize(
        ("event", "days", "stops"),
        [
            ("transplant", -1, True),
            ("transplant", 0, True),
            ("transplant", 1, False),
            ("transplant_planned", -5, True),
            ("transplant_planned", 0, True),
            ("transplant_planned", 1, True),
            ("transplant_planned", 2, False),
            ("death", -1, True),
            ("death", 0, True),
            ("death", 1, False),
            ("relapse", -1, False),
        ],
    )
    def test_from_the_day_before_transplant_and_after_death(self, event, days, stops):
        both = pair(weighing("20"), Event(event, day(days)))
        for found in (both.wang2020, both.chi2020):
            assert found.outcome is (NOT_APPLICABLE if stops else GIVES)
            assert (found.reason is not None) == stops

    def test_the_age_is_the_reason_given(self):
        both = pair(patient=aged(0))
        assert str(both.wang2020.reason) == "Not applicable before the first birthday."
        both = pair(patient=aged(80))
        assert str(both.chi2020.reason) == "Not applicable from the 18th birthday (our definition)."


class TestWeight:
    @pytest.mark.parametrize(
        ("years", "age", "usable"),
        [(5, 90, True), (5, 91, False), (2, 90, True), (1, 30, True), (1, 31, False)],
    )
    def test_at_most_90_days_30_under_two_years(self, years, age, usable):
        both = pair(weighing("20", when=at(-age)), patient=aged(years))
        assert (both.chi2020.outcome is GIVES) == usable
        if not usable:
            assert f"is {age} days old" in str(both.chi2020.reason)

    def test_an_old_weight_gives_no_mg_per_kg_at_any_age(self):
        both = pair(weighing("60", when=at(-91)), patient=aged(40))
        assert (both.wang2020.dose_mg, both.wang2020.mg_per_kg_per_day) == (10, None)

    def test_age_in_calendar_days(self):
        assert pair(weighing("20", when=at(-90, "00:01"))).chi2020.outcome is GIVES
        assert pair(weighing("20", when=on(-90))).chi2020.outcome is GIVES

    def test_the_latest_counts(self):
        rows = (weighing("26", when=at(-1)), weighing("24", when=at(-2)))
        assert pair(*rows).wang2020.dose_mg == 5

    def test_one_with_a_comparator_is_passed_over(self):
        rows = (weighing("26", when=at(-1), comparator=">"), weighing("24", when=at(-2)))
        assert pair(*rows).wang2020.dose_mg == D("2.5")
        assert "comparator" in str(pair(rows[0]).chi2020.reason)

    def test_nothing_from_after_the_moment(self):
        rows = (weighing("26", when=at(1)), weighing("24", when=at(-2)))
        assert pair(*rows).wang2020.dose_mg == D("2.5")

    def test_one_reported_later_is_not_known_yet(self):
        rows = (weighing("26", when=at(-1), reported_at=at(1)), weighing("24", when=at(-2)))
        assert pair(*rows).wang2020.dose_mg == D("2.5")

    def test_two_different_weights_of_one_moment_are_no_weight(self):
        found = pair(weighing("24"), weighing("26"))
        assert found.chi2020.outcome is UNKNOWN
        assert "two different weights" in str(found.chi2020.reason)
        assert pair(weighing("24"), weighing("24000", "g")).chi2020.outcome is GIVES

    def test_it_is_shown_as_reported(self):
        found = pair(weighing("16200", "g")).wang2020
        assert found.weight is not None
        assert (found.weight.row.value, found.weight.kg, found.weight.age_days) == (
            16200, D("16.2"), 1,
        )  # fmt: skip

    def test_the_problem_is_kept_beside_a_dose(self):
        found = usable_weight(view(), 5)
        assert isinstance(found, Message)


class TestArithmetic:
    @pytest.mark.parametrize(
        ("kg", "per_kg"),
        [("16.2", "0.309"), ("24.9", "0.201"), ("7.5", "0.667"), ("8", "0.625"), ("10", "0.5")],
    )
    def test_mg_per_kg_per_day_to_three_decimals(self, kg, per_kg):
        assert pair(weighing(kg)).chi2020.mg_per_kg_per_day == D(per_kg)

    def test_it_is_written_out(self):
        assert str(pair(weighing("16.2")).chi2020.arithmetic) == (
            "2.5 mg × 2 = 5.0 mg a day; ÷ 16.2 kg = 0.309 mg/kg/day"
        )

    def test_twice_a_day(self):
        assert pair(weighing("20")).wang2020.times_per_day == 2


def cautions(*rows, patient=None):
    return {c.id: str(c.text) for c in pair(*rows, patient=patient).wang2020.cautions}


class TestCautions:
    @pytest.mark.parametrize(
        ("kg", "age", "years", "expected"),
        [
            ("20", 14, 5, None),
            ("20", 15, 5, "stale_weight"),
            ("40", 15, 17, "stale_weight"),
            ("40", 15, 18, None),
            ("22.4", 4, 5, None),
            ("22.5", 3, 5, None),
            ("22.5", 4, 5, "weight_near_25_kg"),
            ("25", 4, 5, "weight_near_25_kg"),
            ("27.5", 4, 5, "weight_near_25_kg"),
            ("27.6", 4, 5, None),
            ("25", 18, 5, "weight_near_25_kg"),
        ],
    )
    def test_weigh_again(self, kg, age, years, expected):
        found = cautions(weighing(kg, when=at(-age)), patient=aged(years))
        about_weight = set(found) & {"stale_weight", "weight_near_25_kg"}
        assert about_weight == ({expected} if expected else set())

    @pytest.mark.parametrize(
        ("kg", "years", "high"),
        [("8.33", 2, True), ("8.3333333333333333333333334", 2, False), ("8.34", 2, False),
         ("33.3", 14, True), ("33.4", 14, False)],
    )  # fmt: skip
    def test_above_0_6_mg_per_kg_per_day(self, kg, years, high):
        assert ("high_per_kg" in cautions(weighing(kg), patient=aged(years))) == high

    def test_not_a_tablet_strength(self):
        found = cautions(weighing("20"))
        assert found["not_a_tablet_strength"] == (
            "2.5 mg is not a tablet strength: 0.5 mL of the 5 mg/mL solution"
        )
        assert "not_a_tablet_strength" not in cautions(weighing("30"))

    def test_always_said(self):
        assert {"yardstick", "rule_not_order", "unlicensed"} <= set(cautions(weighing("20")))
        borrowed = [c for c in pair(weighing("20")).chi2020.cautions if c.id == "borrowed_rule"]
        assert borrowed[0].source.key == "spoerl2014"

    def test_each_has_a_source(self):
        both = pair(weighing("25", when=at(-20)), patient=aged(8))
        assert all(c.source for c in (*both.wang2020.cautions, *both.chi2020.cautions))
        assert both.wang2020.source.key == "wang2020"


@given_any(
    strategies.decimals(D("0.3"), D(400), places=3),
    strategies.integers(1, 74),
)
def test_the_rules_part_only_where_it_is_said(kg, years):
    both = pair(weighing(str(kg)), patient=aged(years))
    wang, chi = both.wang2020.dose_mg, both.chi2020.dose_mg
    if years < 14:
        assert (wang == chi) == (kg != 25)
    elif years < 18:
        assert (wang, chi) == (10, D("2.5") if kg <= 25 else 5)
    else:
        assert (wang, chi) == (10, None)
