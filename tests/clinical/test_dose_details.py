"""What is said beside a dose: the rule's own words, the weight used, and why there is none."""

from decimal import Decimal

import pytest

from hlh_app.clinical import dose_chi2020, dose_wang2020
from hlh_app.clinical.dosing import Urgency, Weight, cautions_for, usable_weight

from .diagnosis_builders import T, at, case, lab, view

RULES = [dose_wang2020.dose_wang2020, dose_chi2020.dose_chi2020]


def weighing(kg, when=None):
    return lab("weight", kg, "kg", when=when or at(-1))


@pytest.mark.parametrize(
    ("rule", "kg", "words"),
    [
        (dose_chi2020.dose_chi2020, "25", "25 kg or less: 2.5 mg twice a day"),
        (dose_chi2020.dose_chi2020, "25.1", "above 25 kg: 5 mg twice a day"),
    ],
)
def test_the_words_of_the_rule_that_gave_the_dose(rule, kg, words):
    assert str(rule(case(weighing(kg)), T).rule_words) == words


@pytest.mark.parametrize("rule", RULES)
def test_the_weight_that_was_used(rule):
    found = rule(case(weighing("20")), T)
    assert (found.weight.kg, found.weight_problem) == (20, None)


@pytest.mark.parametrize("rule", RULES)
def test_why_there_is_no_weight(rule):
    found = rule(case(), T)
    assert (found.weight, str(found.weight_problem)) == (None, "no weight is recorded")


def test_chi_studied_children_of_one_to_six_years():
    assert dose_chi2020.STUDIED_YEARS == (1, 6)


def ids(dose_mg, kg, years=30):
    weight = usable_weight(view(weighing(kg)), years)
    assert isinstance(weight, Weight)
    return {caution.id for caution in cautions_for(Decimal(dose_mg), weight, years)}


@pytest.mark.parametrize("dose_mg", ["5", "10", "15", "20", "25"])
def test_the_strengths_that_tablets_have(dose_mg):
    assert "not_a_tablet_strength" not in ids(dose_mg, "90")


@pytest.mark.parametrize("dose_mg", ["2.5", "7.5", "11", "24", "26"])
def test_what_is_no_strength_of_a_tablet(dose_mg):
    assert "not_a_tablet_strength" in ids(dose_mg, "90")


@pytest.mark.parametrize(("dose_mg", "high"), [("5.99", False), ("6", False), ("6.01", True)])
def test_exactly_twice_the_yardstick_is_not_above_it(dose_mg, high):
    assert ("high_per_kg" in ids(dose_mg, "20")) is high


def test_the_order_in_which_cautions_want_to_be_read():
    assert [(urgency.name, int(urgency)) for urgency in Urgency] == [
        ("FIRST", 0),
        ("BEFORE_NEXT_DOSE", 1),
        ("WATCH", 2),
        ("NOT_RECORDED", 3),
        ("NOTE", 4),
    ]
