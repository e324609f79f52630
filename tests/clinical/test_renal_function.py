"""Creatinine clearance and filtration rate, each by its formula, exact at the label's limits."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.renal_card import CARD
from hlh_app.clinical.renal_function import RenalClass, renal, renal_function

from .diagnosis_builders import ADULT, T, at, case, found, lab, view

D = Decimal
NOT, B60, B30, B15 = (
    RenalClass.NOT_REDUCED, RenalClass.BELOW_60, RenalClass.BELOW_30, RenalClass.BELOW_15,
)  # fmt: skip
UNKNOWN = RenalClass.UNKNOWN
TODDLER = Patient(date(2018, 6, 1), Sex.FEMALE)
WOMAN = Patient(date(1960, 1, 20), Sex.FEMALE)
MAN = Patient(date(1960, 1, 20), Sex.MALE)


def creatinine(value, unit="mg/dL", days=-1, **more):
    return lab("creatinine", value, unit, when=at(days), **more)


def height(cm="60", days=-1, unit="cm", **more):
    return lab("height", cm, unit, when=at(days), **more)


def weight(kg="72", days=-1):
    return lab("weight", kg, when=at(days))


def marked(boundary, side):
    return pytest.mark.boundary(f"renal.{boundary}", side)


def child(value, unit="mg/dL", **more):
    return renal(view(creatinine(value, unit, **more), height()))


class TestFormulas:
    def test_bedside_schwartz(self):
        told = renal(view(creatinine("0.5"), height("100")))
        assert (told.value, told.unit) == (D("82.6"), "mL/min/1.73 m²")
        assert told.citation == "schwartz2009"
        assert not told.source.verified
        assert [row.analyte for row in told.rows] == ["creatinine", "height"]

    def test_cockcroft_gault_in_men(self):
        told = renal(view(creatinine("1"), weight(), patient=MAN))
        assert (told.value, told.unit, told.citation) == (80, "mL/min", "cockcroft1976")

    def test_rounded_to_one_decimal(self):
        assert child("0.3").value == D("82.6")
        assert child("0.35").value == D("70.8")

    def test_and_fifteen_per_cent_less_in_women(self):
        assert renal(view(creatinine("1"), weight(), patient=WOMAN)).value == 68

    def test_both_units_exactly_alike(self):
        per_dl = renal(view(creatinine("1.25"), weight(), patient=MAN))
        per_l = renal(view(creatinine("110.5", "umol/L"), weight(), patient=MAN))
        assert per_dl.value == per_l.value == 64

    def test_height_in_meters_and_weight_in_grams(self):
        assert renal(view(creatinine("0.5"), height("1", unit="m"))).value == D("82.6")
        grams = lab("weight", "72000", "g", when=at(-1))
        assert renal(view(creatinine("1"), grams, patient=MAN)).value == 80

    def test_the_sentence_names_formula_value_and_day(self):
        assert str(child("0.826").statement) == (
            "30.0 mL/min/1.73 m² (bedside Schwartz, unverified), with creatinine 0.826 mg/dL of "
            "2020-01-19: below 60."
        )

    def test_of_a_case(self):
        rows = (creatinine("1"), weight())
        assert renal_function(case(*rows, patient=MAN), T).value == 80


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("0.4131", B60, marks=marked("below_60", "below")),
        pytest.param("0.413", NOT, marks=marked("below_60", "at")),
        pytest.param("0.4129", NOT, marks=marked("below_60", "above")),
        pytest.param("0.8261", B30, marks=marked("below_30", "below")),
        pytest.param("0.826", B60, marks=marked("below_30", "at")),
        pytest.param("0.8259", B60, marks=marked("below_30", "above")),
        pytest.param("1.6521", B15, marks=marked("below_15", "below")),
        pytest.param("1.652", B30, marks=marked("below_15", "at")),
        pytest.param("1.6519", B30, marks=marked("below_15", "above")),
    ],
)
def test_classes_are_exact(value, expected):
    assert child(value).renal_class is expected


def test_the_class_is_exact_in_the_other_unit_too():
    assert child("36.5092", "umol/L").renal_class is NOT
    assert child("36.5093", "umol/L").renal_class is B60


class TestRanges:
    @pytest.mark.parametrize(
        ("value", "comparator", "expected", "bound"),
        [
            ("0.413", "<", NOT, ">"),
            ("0.5", "<=", UNKNOWN, ">"),
            ("0.5", ">", B60, "<"),
            ("1.7", ">=", B15, "<"),
            ("0.3", ">", UNKNOWN, "<"),
        ],
    )
    def test_a_range_says_what_it_can(self, value, comparator, expected, bound):
        told = child(value, comparator=comparator)
        assert (told.renal_class, told.bound) == (expected, bound)
        assert str(told.statement).startswith(f"{bound} ")

    def test_a_height_with_a_comparator_is_passed_over(self):
        told = renal(view(creatinine("0.5"), height("100", -2), height("90", comparator=">")))
        assert told.value == D("82.6")


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param(date(2002, 1, 21), "schwartz2009", marks=marked("adult", "below")),
        pytest.param(date(2002, 1, 20), "cockcroft1976", marks=marked("adult", "at")),
        pytest.param(date(2002, 1, 19), "cockcroft1976", marks=marked("adult", "above")),
    ],
)
def test_the_formula_changes_on_the_eighteenth_birthday(born, expected):
    rows = (creatinine("0.5"), height("170"), weight())
    told = renal(view(*rows, patient=Patient(born, Sex.MALE)))
    assert told.citation == expected
    assert told.renal_class is NOT


@pytest.mark.parametrize(
    ("born", "known"),
    [
        pytest.param(date(2019, 1, 21), False, marks=marked("child", "below")),
        pytest.param(date(2019, 1, 20), True, marks=marked("child", "at")),
        pytest.param(date(2019, 1, 19), True, marks=marked("child", "above")),
    ],
)
def test_no_formula_before_the_first_birthday(born, known):
    told = renal(view(creatinine("0.3"), height("75"), patient=Patient(born, Sex.MALE)))
    assert (told.value is not None) is known


class TestTooOld:
    @pytest.mark.parametrize(
        ("days", "known"),
        [
            pytest.param(13, True, marks=marked("creatinine_days", "below")),
            pytest.param(14, True, marks=marked("creatinine_days", "at")),
            pytest.param(15, False, marks=marked("creatinine_days", "above")),
        ],
    )
    def test_creatinine(self, days, known):
        assert (child("0.5", days=-days).value is not None) is known

    @pytest.mark.parametrize(
        ("days", "known"),
        [
            pytest.param(179, True, marks=marked("height_days", "below")),
            pytest.param(180, True, marks=marked("height_days", "at")),
            pytest.param(181, False, marks=marked("height_days", "above")),
        ],
    )
    def test_height(self, days, known):
        told = renal(view(creatinine("0.5"), height(days=-days)))
        assert (told.value is not None) is known

    @pytest.mark.parametrize(
        ("days", "known"),
        [
            pytest.param(59, True, marks=marked("height_days_under_2", "below")),
            pytest.param(60, True, marks=marked("height_days_under_2", "at")),
            pytest.param(61, False, marks=marked("height_days_under_2", "above")),
        ],
    )
    def test_height_under_two_years(self, days, known):
        told = renal(view(creatinine("0.5"), height(days=-days), patient=TODDLER))
        assert (told.value is not None) is known

    @pytest.mark.parametrize(
        ("days", "known"),
        [
            pytest.param(89, True, marks=marked("weight_days", "below")),
            pytest.param(90, True, marks=marked("weight_days", "at")),
            pytest.param(91, False, marks=marked("weight_days", "above")),
        ],
    )
    def test_weight(self, days, known):
        told = renal(view(creatinine("1"), weight(days=-days), patient=ADULT))
        assert (told.value is not None) is known

    @pytest.mark.parametrize(
        ("born", "known"),
        [(date(2018, 1, 21), False), (date(2018, 1, 20), True), (date(2017, 1, 20), True)],
    )
    def test_height_from_the_second_birthday(self, born, known):
        told = renal(view(creatinine("0.5"), height(days=-61), patient=Patient(born, Sex.MALE)))
        assert (told.value is not None) is known

    def test_it_says_how_old(self):
        assert str(child("0.5", days=-15).statement) == (
            "Kidney function is not known: the last creatinine, 0.5 mg/dL on 2020-01-05, is 15 "
            "days old; at most 14 are allowed (our definition)."
        )


class TestMissing:
    def problem(self, *rows, **more):
        told = renal(view(*rows, **more))
        assert (told.value, told.renal_class) == (None, UNKNOWN)
        return str(told.problem)

    def test_what_is_missing_is_named(self):
        assert "no creatinine" in self.problem(height())
        assert "no height" in self.problem(creatinine("0.5"))
        assert "no creatinine" in self.problem(weight(), patient=ADULT)
        assert "no weight" in self.problem(creatinine("1"), patient=ADULT)
        nobody = Patient(date(1980, 1, 1), Sex.UNKNOWN)
        assert "sex" in self.problem(creatinine("1"), weight(), patient=nobody)

    def test_a_pending_creatinine_is_none(self):
        assert "no creatinine" in self.problem(creatinine(None), height())

    def test_nothing_from_after_the_moment(self):
        assert "no creatinine" in self.problem(creatinine("0.5", days=1), height())

    def test_zero_is_no_creatinine(self):
        assert "not above zero" in self.problem(creatinine("0"), height())

    def test_two_results_of_one_moment_must_agree(self):
        assert "two different" in self.problem(creatinine("0.5"), creatinine("0.6"), height())
        assert "two different" in self.problem(creatinine("0.5"), height("90"), height("91"))
        alike = view(creatinine("0.5"), creatinine("44.2", "umol/L"), height("100"))
        assert renal(alike).value == D("82.6")

    def test_the_newest_counts(self):
        told = renal(view(creatinine("2", days=-3), creatinine("0.5"), height("100")))
        assert told.value == D("82.6")


class TestDialysis:
    @pytest.mark.parametrize(
        ("status", "expected"), [("present", True), ("absent", False), ("unknown", None)]
    )
    def test_recorded_or_not(self, status, expected):
        told = renal(view(creatinine("0.5"), height(), found("dialysis", status)))
        assert told.dialysis is expected
        assert (told.value is None) is (expected is True)

    def test_no_formula_holds(self):
        for rows in ((creatinine("0.5"), height()), ()):
            told = renal(view(*rows, found("dialysis", "present")))
            assert "no formula holds" in str(told.statement)
            assert str(told.problem) == "no formula holds on dialysis"
        assert told.renal_class is UNKNOWN


def test_the_card_names_every_limit():
    assert {b.id for b in CARD.boundaries} >= {"below_60", "below_30", "below_15", "adult"}
    assert [b.condition.values["limit"] for b in CARD.criteria[2].boundaries] == [15, 30, 60]
    assert all(criterion.source for criterion in CARD.criteria)
