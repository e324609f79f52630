"""Cautions from findings, and the one line that names what nobody has recorded."""

from datetime import date

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.caution_findings import FINDING_CAUTIONS, ONLY_WHEN_PRESENT
from hlh_app.clinical.dosing import Urgency

from .diagnosis_builders import at, found, lab
from .test_cautions import drug, lines, marked, told

WOMAN = Patient(date(1990, 1, 20), Sex.FEMALE)
SAFE = tuple(
    found(kind, "absent")
    for kind in (*FINDING_CAUTIONS, "hepatitis_b", "tuberculosis", "liver_impairment")
)
COMPLETE = (
    *SAFE, lab("weight", "60", when=at(-1)), lab("creatinine", "60"), lab("platelets", "90"),
    lab("neutrophils", "3"), drug("co-trimoxazole"), drug("micafungin"),
)  # fmt: skip


@pytest.mark.parametrize("kind", FINDING_CAUTIONS)
def test_present_is_said_with_its_source(kind):
    (row,) = [row for row in lines(found(kind, "present")) if row.id == kind]
    assert row.text == FINDING_CAUTIONS[kind].present
    assert row.urgency < Urgency.NOT_RECORDED


@pytest.mark.parametrize("kind", FINDING_CAUTIONS)
@pytest.mark.parametrize("status", ["absent", "unknown", "pending"])
def test_anything_else_is_not(kind, status):
    assert told(kind, found(kind, status), patient=WOMAN) is None


@pytest.mark.parametrize("kind", [k for k in FINDING_CAUTIONS if k not in ONLY_WHEN_PRESENT])
@pytest.mark.parametrize("status", [None, "unknown", "pending"])
def test_not_recorded_is_never_taken_for_absent(kind, status):
    rows = [row for row in COMPLETE if getattr(row, "finding", "") != kind]
    rows += [found(kind, status)] if status else []
    text = told("not_recorded", *rows, patient=WOMAN)
    assert str(FINDING_CAUTIONS[kind].name) in text


def test_a_contradiction_is_not_known():
    rows = (found("herpes_zoster", "present"), found("herpes_zoster", "absent"))
    assert "herpes zoster" in told("not_recorded", *rows)


def test_all_recorded_leaves_no_such_line():
    assert told("not_recorded", *COMPLETE, patient=WOMAN) is None


@pytest.mark.parametrize(
    ("left_out", "word"),
    [
        ("co-trimoxazole", "Pneumocystis prophylaxis"),
        ("micafungin", "fungal prophylaxis"),
        ("platelets", "platelets and neutrophils"),
        ("neutrophils", "platelets and neutrophils"),
        ("weight", "a usable weight (no weight is recorded)"),
        ("creatinine", "kidney function (no creatinine is recorded)"),
        ("hepatitis_b", "hepatitis B"),
        ("tuberculosis", "tuberculosis (Chi: skin test"),
        ("liver_impairment", "liver impairment (Total bilirubin not measured"),
    ],
)
def test_what_is_missing_is_named(left_out, word):
    def name(row):
        return getattr(row, "drug", getattr(row, "finding", getattr(row, "analyte", "")))

    rows = [row for row in COMPLETE if name(row) != left_out]
    text = told("not_recorded", *rows, patient=WOMAN)
    assert text.startswith("Not recorded, so not known to be safe: ")
    assert word in text


class TestPregnancy:
    def named(self, born, sex=Sex.FEMALE):
        return "pregnancy, breast-feeding" in told("not_recorded", patient=Patient(born, sex))

    @pytest.mark.parametrize(
        ("born", "asked"),
        [
            pytest.param(date(2010, 1, 21), False, marks=marked("pregnancy_from", "below")),
            pytest.param(date(2010, 1, 20), True, marks=marked("pregnancy_from", "at")),
            pytest.param(date(2010, 1, 19), True, marks=marked("pregnancy_from", "above")),
            pytest.param(date(1964, 1, 21), True, marks=marked("pregnancy_before", "below")),
            pytest.param(date(1964, 1, 20), False, marks=marked("pregnancy_before", "at")),
            pytest.param(date(1964, 1, 19), False, marks=marked("pregnancy_before", "above")),
        ],
    )
    def test_ages(self, born, asked):
        assert self.named(born) is asked

    def test_not_of_men_but_where_the_sex_is_not_recorded(self):
        assert not self.named(date(1990, 1, 1), Sex.MALE)
        assert self.named(date(1990, 1, 1), Sex.UNKNOWN)

    def test_recorded_it_is_said_at_any_age(self):
        assert told("pregnancy", found("pregnancy", "present"))


class TestHepatitisB:
    def test_without_an_antiviral(self):
        (row,) = [r for r in lines(found("hepatitis_b", "present")) if r.id == "hepatitis_b"]
        assert row.urgency is Urgency.BEFORE_NEXT_DOSE
        assert "without a recorded antiviral" in str(row.text)

    def test_with_one(self):
        rows = (found("hepatitis_b", "present"), drug("entecavir"), drug("tenofovir alafenamide"))
        (row,) = [r for r in lines(*rows) if r.id == "hepatitis_b"]
        assert row.urgency is Urgency.WATCH
        assert "Hepatitis B, entecavir, tenofovir given" in str(row.text)

    def test_absent_is_silent(self):
        assert told("hepatitis_b", found("hepatitis_b", "absent")) is None


class TestTuberculosis:
    def test_present(self):
        assert "treat it first" in told("tuberculosis", found("tuberculosis", "present"))

    def test_a_positive_test_alone(self):
        rows = (found("tb_blood_test", "present"),)
        assert "not excluded" in told("tuberculosis", *rows)
        assert "tuberculosis (Chi" not in told("not_recorded", *rows)

    def test_excluded_by_word_or_by_three_tests(self):
        kinds = ("tb_skin_test", "tb_chest_imaging", "tb_blood_test")
        for rows in ([found("tuberculosis", "absent")], [found(kind, "absent") for kind in kinds]):
            assert told("tuberculosis", *rows) is None
            assert "tuberculosis" not in told("not_recorded", *rows)


def test_edema_makes_the_weight_doubtful():
    assert "mg/kg/day may be off" in told("edema", found("edema", "present"))


class TestTuberculosisByTests:
    POSITIVE = found("tb_skin_test", "present")

    def test_a_positive_test_without_a_word_is_to_be_settled(self):
        text = told("tuberculosis", self.POSITIVE)
        assert text.startswith("Tuberculosis is not excluded (tuberculin skin test present")
        assert "tuberculosis" not in told("not_recorded", self.POSITIVE)

    def test_excluded_by_word_a_positive_test_says_nothing_more(self):
        assert told("tuberculosis", self.POSITIVE, found("tuberculosis", "absent")) is None

    def test_never_looked_for_it_is_named_as_not_recorded_alone(self):
        assert told("tuberculosis") is None
        assert "tuberculosis (Chi" in told("not_recorded")
