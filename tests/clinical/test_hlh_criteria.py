"""The eight criteria at their edges (Henter 2007, Pediatr Blood Cancer 48:124)."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.evidence import (
    OPEN_RANGE,
    PENDING,
)
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import at, day, found, lab, on, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
CEL = Decimal("38.5")


class TestFever:
    @pytest.mark.parametrize(
        ("value", "unit", "outcome"),
        [
            ("38.4", "Cel", NOT_MET),
            ("38.49", "Cel", NOT_MET),
            ("38.5", "Cel", MET),
            ("38.6", "Cel", MET),
            ("101.2", "[degF]", NOT_MET),
            ("101.29", "[degF]", NOT_MET),
            ("101.3", "[degF]", MET),
            ("101.4", "[degF]", MET),
        ],
    )
    def test_chi_2020_table_1(self, value, unit, outcome):
        assert hlh.fever(view(lab("temperature", value, unit)), CEL).outcome is outcome

    @pytest.mark.parametrize(
        ("threshold", "value", "outcome", "citation"),
        [
            ("38.0", "37.9", NOT_MET, "our_definition"),
            ("38.0", "38.0", MET, "our_definition"),
            ("38", "38.0", MET, "our_definition"),
            ("38.2", "38.1", NOT_MET, "our_definition"),
            ("38.2", "38.2", MET, "our_definition"),
            ("38.3", "38.2", NOT_MET, "jordan2019"),
            ("38.3", "38.3", MET, "jordan2019"),
            ("38.5", "38.5", MET, "chi2020"),
            ("39.1", "39.0", NOT_MET, "our_definition"),
        ],
    )
    def test_selectable_with_its_source(self, threshold, value, outcome, citation):
        criterion = hlh.fever(view(lab("temperature", value)), Decimal(threshold))
        assert (criterion.outcome, criterion.citation) == (outcome, citation)
        assert "prints no number for fever" in str(criterion.notes[-1])

    def test_the_highest_reading_decides(self):
        rows = (
            lab("temperature", "38.7", when=at(-3)),
            lab("temperature", "39.5", when=at(-2)),
            lab("temperature", "36.8"),
        )
        criterion = hlh.fever(view(*rows), CEL)
        assert criterion.outcome is MET
        assert criterion.readings[0].row is rows[1]

    def test_the_threshold_is_said_in_the_unit_reported(self):
        criterion = hlh.fever(view(lab("temperature", "101.4", "[degF]")), CEL)
        assert str(criterion.threshold) == "Temperature ≥ 101.3 [degF]"

    def test_no_reading_is_unknown(self):
        criterion = hlh.fever(view(), CEL)
        assert criterion.outcome is UNKNOWN
        assert str(criterion.notes[0]) == "no value in the 14 days before"

    def test_a_stale_reading_is_shown_and_unknown(self):
        row = lab("temperature", "39.5", when=at(-14))
        criterion = hlh.fever(view(row), CEL)
        assert criterion.outcome is UNKNOWN
        assert criterion.readings[0].row is row
        assert "older than 14 days" in str(criterion.readings[0].flags[0])


class TestPending:
    """A pending result keeps open what is not yet met."""

    def test_beside_a_value_that_does_not_meet(self):
        criterion = hlh.ferritin(view(lab("ferritin", "300"), lab("ferritin", None, when=at(-1))))
        assert criterion.outcome is UNKNOWN
        assert criterion.notes[0] == PENDING
        assert [r.used for r in criterion.readings] == [True, False]

    def test_beside_a_value_that_meets(self):
        criterion = hlh.ferritin(view(lab("ferritin", "500"), lab("ferritin", None, when=at(-1))))
        assert criterion.outcome is MET

    def test_alone(self):
        criterion = hlh.ferritin(view(lab("ferritin", None)))
        assert criterion.outcome is UNKNOWN
        assert criterion.readings[0].used

    def test_reported_after_the_moment(self):
        criterion = hlh.ferritin(view(lab("ferritin", "900", reported_at=at(1))))
        assert criterion.outcome is UNKNOWN
        assert "reported 2020-01-21" in str(criterion.notes[0])


class TestTriglyceridesOrFibrinogen:
    @pytest.mark.parametrize(
        ("value", "unit", "outcome"),
        [
            ("2.99", "mmol/L", NOT_MET),
            ("3.0", "mmol/L", MET),
            ("3.01", "mmol/L", MET),
            ("264.9", "mg/dL", NOT_MET),
            ("265", "mg/dL", MET),
            ("265.71", "mg/dL", MET),
        ],
    )
    def test_triglycerides(self, value, unit, outcome):
        rows = (lab("triglycerides", value, unit), lab("fibrinogen", "3"))
        assert hlh.triglycerides_fibrinogen(view(*rows)).outcome is outcome

    @pytest.mark.parametrize(
        ("value", "unit", "outcome"),
        [
            ("1.49", "g/L", MET),
            ("1.5", "g/L", MET),
            ("1.51", "g/L", NOT_MET),
            ("150", "mg/dL", MET),
            ("150.1", "mg/dL", NOT_MET),
            ("4.41", "umol/L", MET),
            ("4.42", "umol/L", NOT_MET),
        ],
    )
    def test_fibrinogen(self, value, unit, outcome):
        rows = (lab("triglycerides", "1"), lab("fibrinogen", value, unit))
        assert hlh.triglycerides_fibrinogen(view(*rows)).outcome is outcome

    @pytest.mark.parametrize(
        ("rows", "outcome"),
        [
            ((lab("triglycerides", "4"),), MET),
            ((lab("fibrinogen", "1"),), MET),
            ((lab("triglycerides", "1"),), UNKNOWN),
            ((lab("fibrinogen", "3"),), UNKNOWN),
            ((), UNKNOWN),
            ((lab("triglycerides", "4"), lab("fibrinogen", None)), MET),
        ],
    )
    def test_one_is_enough_and_not_met_needs_both(self, rows, outcome):
        assert hlh.triglycerides_fibrinogen(view(*rows)).outcome is outcome

    @pytest.mark.parametrize("fasting", ["yes", "no", "unknown", None])
    def test_fasting_flags_and_never_changes_the_outcome(self, fasting):
        criterion = hlh.triglycerides_fibrinogen(view(lab("triglycerides", "3", fasting=fasting)))
        assert criterion.outcome is MET
        assert bool(criterion.parts[0].notes) == (fasting == "no")


class TestFerritin:
    @pytest.mark.parametrize(
        ("value", "unit", "comparator", "outcome"),
        [
            ("499.9", "ug/L", None, NOT_MET),
            ("500", "ug/L", None, MET),
            ("500.1", "ug/L", None, MET),
            ("500", "ng/mL", None, MET),
            ("1123.5", "pmol/L", None, NOT_MET),
            ("1123.6", "pmol/L", None, MET),
            ("16500", "ng/mL", ">", MET),
            ("2000", "ng/mL", "<", UNKNOWN),
            ("500", "ng/mL", "<", NOT_MET),
        ],
    )
    def test_five_hundred(self, value, unit, comparator, outcome):
        row = lab("ferritin", value, unit, comparator=comparator)
        assert hlh.ferritin(view(row)).outcome is outcome

    def test_the_value_that_decides_stands_first_then_what_is_open(self):
        rows = (
            lab("ferritin", "2000", comparator="<", when=at(-2)),
            lab("ferritin", "300", when=at(-1)),
        )
        criterion = hlh.ferritin(view(*rows))
        assert criterion.outcome is UNKNOWN
        assert criterion.readings[0].row is rows[0]
        assert criterion.notes[0] == OPEN_RANGE

    def test_a_met_value_is_chosen_over_a_wider_range(self):
        rows = (
            lab("ferritin", "2000", comparator="<", when=at(-2)),
            lab("ferritin", "600", when=at(-1)),
        )
        criterion = hlh.ferritin(view(*rows))
        assert criterion.outcome is MET
        assert [r.row for r in criterion.readings] == [rows[1], rows[0]]


def test_all_eight_in_their_order():
    ids = [c.id for c in hlh.hlh_criteria(view())]
    assert ids == [
        "fever",
        "splenomegaly",
        "cytopenias",
        "triglycerides_fibrinogen",
        "hemophagocytosis",
        "nk_activity",
        "ferritin",
        "scd25",
    ]


def test_a_reading_says_what_a_page_needs():
    row = lab("ferritin", "600", "ng/mL", comparator=">", key="observations[3]")
    reading = hlh.ferritin(view(row)).readings[0]
    assert (reading.key, reading.code, reading.value) == ("observations[3]", "ferritin", 600)
    assert (reading.comparator, reading.unit, reading.site) == (">", "ng/mL", None)
    assert (reading.measured_at, reading.day) == (row.measured_at, date(2020, 1, 20))
    assert (reading.status, reading.outcome) == (None, MET)


def test_a_reading_of_a_finding():
    row = found("hemophagocytosis", "present", -2, "liver")
    reading = hlh.hemophagocytosis(view(row)).readings[0]
    assert (reading.code, reading.status, reading.site) == ("hemophagocytosis", "present", "liver")
    assert (reading.value, reading.comparator, reading.unit) == (None, None, None)
    assert (reading.measured_at, reading.day, reading.key) == (None, day(-2), "")


def test_a_criterion_names_its_source():
    assert hlh.ferritin(view()).source.doi == "10.1002/pbc.21039"


def test_the_latest_of_equal_values_is_shown():
    rows = (lab("ferritin", "600", when=at(-2)), lab("ferritin", "600", "ng/mL", when=at(-1)))
    assert hlh.ferritin(view(*rows)).readings[0].row is rows[1]


def test_a_date_alone_counts_as_the_end_of_its_day():
    assert hlh.ferritin(view(lab("ferritin", "600", when=on(-14)))).outcome is MET
