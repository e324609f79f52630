"""The eight criteria at their edges (Henter 2007, Pediatr Blood Cancer 48:124)."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.evidence import (
    CONTRADICTION,
    NO_LIMIT,
    NOT_RECORDED,
    OPEN_RANGE,
    OTHER_ASSAY,
    PENDING,
    RECORDED_UNKNOWN,
)
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import at, day, found, given, lab, on, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
CEL = Decimal("38.5")


def words(messages):
    return [str(message) for message in messages]


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


class TestSplenomegaly:
    @pytest.mark.parametrize(
        ("status", "outcome", "note"),
        [
            ("present", MET, None),
            ("absent", NOT_MET, None),
            ("pending", UNKNOWN, PENDING),
            ("unknown", UNKNOWN, RECORDED_UNKNOWN),
        ],
    )
    def test_by_its_status(self, status, outcome, note):
        criterion = hlh.splenomegaly(view(found("splenomegaly", status)))
        assert criterion.outcome is outcome
        assert criterion.notes == (() if note is None else (note,))

    def test_not_recorded(self):
        criterion = hlh.splenomegaly(view())
        assert (criterion.outcome, criterion.notes) == (UNKNOWN, (NOT_RECORDED,))

    def test_older_than_fourteen_days(self):
        criterion = hlh.splenomegaly(view(found("splenomegaly", "present", -15)))
        assert criterion.outcome is UNKNOWN
        assert "older than 14 days" in str(criterion.notes[0])
        assert criterion.readings[0].outcome is UNKNOWN

    def test_contradiction_on_one_day(self):
        rows = (found("splenomegaly", "present"), found("splenomegaly", "absent"))
        criterion = hlh.splenomegaly(view(*rows))
        assert (criterion.outcome, criterion.notes) == (UNKNOWN, (CONTRADICTION,))
        assert [r.outcome for r in criterion.readings] == [MET, NOT_MET]


LOW = {"hemoglobin": "89", "platelets": "99", "neutrophils": "0.99"}
NORMAL = {"hemoglobin": "90", "platelets": "100", "neutrophils": "1.0"}


class TestCytopenias:
    @pytest.mark.parametrize(
        ("analyte", "value", "unit", "outcome"),
        [
            ("hemoglobin", "89.9", "g/L", MET),
            ("hemoglobin", "90", "g/L", NOT_MET),
            ("hemoglobin", "8.99", "g/dL", MET),
            ("hemoglobin", "9.0", "g/dL", NOT_MET),
            ("hemoglobin", "5.59", "mmol/L", MET),
            ("hemoglobin", "5.6", "mmol/L", NOT_MET),
            ("platelets", "99.9", "10*9/L", MET),
            ("platelets", "100", "10*9/L", NOT_MET),
            ("platelets", "99999", "/uL", MET),
            ("platelets", "100000", "/uL", NOT_MET),
            ("platelets", "100", "10*3/uL", NOT_MET),
            ("neutrophils", "0.999", "10*9/L", MET),
            ("neutrophils", "1.0", "10*9/L", NOT_MET),
            ("neutrophils", "999", "/uL", MET),
            ("neutrophils", "1000", "/uL", NOT_MET),
        ],
    )
    def test_each_lineage_is_strict(self, analyte, value, unit, outcome):
        criterion = hlh.cytopenias(view(lab(analyte, value, unit)))
        part = next(p for p in criterion.parts if p.id == analyte)
        assert part.outcome is outcome

    @pytest.mark.parametrize(
        ("low", "normal", "outcome"),
        [
            (("hemoglobin", "platelets"), (), MET),
            (("platelets", "neutrophils"), ("hemoglobin",), MET),
            (("platelets",), ("hemoglobin",), UNKNOWN),
            (("platelets",), ("hemoglobin", "neutrophils"), NOT_MET),
            ((), ("hemoglobin", "neutrophils"), NOT_MET),
            ((), ("hemoglobin",), UNKNOWN),
            ((), (), UNKNOWN),
            (("hemoglobin", "platelets", "neutrophils"), (), MET),
        ],
    )
    def test_two_of_three_and_open_only_while_it_can_change(self, low, normal, outcome):
        rows = [lab(a, LOW[a]) for a in low] + [lab(a, NORMAL[a]) for a in normal]
        criterion = hlh.cytopenias(view(*rows))
        assert criterion.outcome is outcome
        missing = {"Hemoglobin", "Platelets", "Neutrophils"} - {
            a.capitalize() for a in (*low, *normal)
        }
        named = {note.split(":")[0] for note in words(criterion.notes)}
        assert named == (missing if outcome is UNKNOWN else set())

    def test_leukocytes_do_not_count(self):
        rows = (lab("platelets", "40"), lab("hemoglobin", "120"), lab("wbc", "0.2"))
        assert hlh.cytopenias(view(*rows)).outcome is UNKNOWN

    @pytest.mark.parametrize(
        ("drawn", "value", "outcome"),
        [
            (27, "99.9", MET),
            (27, "100", NOT_MET),
            (28, "99.9", NOT_MET),
            (28, "90", NOT_MET),
            (28, "89.9", MET),
            (0, "99.9", MET),
        ],
    )
    def test_hemoglobin_below_100_when_drawn_before_28_days(self, drawn, value, outcome):
        newborn = Patient(day(-drawn), Sex.MALE)
        criterion = hlh.cytopenias(view(lab("hemoglobin", value), patient=newborn))
        part = criterion.parts[0]
        assert part.outcome is outcome
        assert str(part.threshold).endswith("100 g/L" if drawn < 28 else "90 g/L")
        assert bool(part.notes) == (drawn < 28)

    def test_each_hemoglobin_by_its_own_age(self):
        """95 g/L drawn at 27 days is low, drawn at 28 days it is not."""
        newborn = Patient(day(-28), Sex.MALE)
        rows = (lab("hemoglobin", "95", when=at(-1)), lab("hemoglobin", "95"))
        assert hlh.cytopenias(view(*rows, patient=newborn)).parts[0].outcome is MET
        assert hlh.cytopenias(view(rows[1], patient=newborn)).parts[0].outcome is NOT_MET

    def test_a_printed_age_is_never_a_newborn(self):
        patient = Patient(None, Sex.MALE, 0, day(0))
        criterion = hlh.cytopenias(view(lab("hemoglobin", "95"), patient=patient))
        assert criterion.parts[0].outcome is NOT_MET

    @pytest.mark.parametrize(
        ("analyte", "drug", "start", "stop", "flagged"),
        [
            ("platelets", "platelet_transfusion", -3, None, True),
            ("platelets", "platelet_transfusion", -4, None, False),
            ("hemoglobin", "red_cell_transfusion", -7, None, True),
            ("hemoglobin", "red_cell_transfusion", -8, None, False),
            ("neutrophils", "filgrastim", -12, -7, True),
            ("neutrophils", "filgrastim", -12, -8, False),
            ("neutrophils", "pegfilgrastim", -14, None, True),
            ("neutrophils", "pegfilgrastim", -15, None, False),
            ("platelets", "etoposide", -30, -28, True),
            ("platelets", "etoposide", -30, -29, False),
            ("platelets", "etoposide", -60, None, True),
            ("platelets", "etoposide", 1, None, False),
            ("hemoglobin", "platelet_transfusion", -1, None, False),
        ],
    )
    def test_values_after_treatment_carry_a_flag_and_count(
        self, analyte, drug, start, stop, flagged
    ):
        seen = view(lab(analyte, LOW[analyte]), given(drug, start, stop))
        part = next(p for p in hlh.cytopenias(seen).parts if p.id == analyte)
        assert part.outcome is MET
        assert words(part.readings[0].flags) == (
            [f"measured after {drug.replace('_', ' ')}"] if flagged else []
        )

    def test_a_flag_is_no_reason_for_an_open_criterion(self):
        rows = (
            lab("platelets", "150", comparator="<"),
            lab("platelets", None, when=at(-1)),
            given("platelet_transfusion", -1),
        )
        part = hlh.cytopenias(view(*rows)).parts[1]
        assert words(part.notes) == [str(OPEN_RANGE), str(PENDING)]


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


class TestHemophagocytosis:
    @pytest.mark.parametrize("site", ["marrow", "spleen", "lymph_node", "liver"])
    def test_at_any_site(self, site):
        criterion = hlh.hemophagocytosis(view(found("hemophagocytosis", "present", 0, site)))
        assert criterion.outcome is MET
        assert bool(criterion.notes) == (site == "liver")

    @pytest.mark.parametrize(
        ("rows", "outcome"),
        [
            ((("absent", -1, "marrow"),), NOT_MET),
            ((("absent", -1, "spleen"),), NOT_MET),
            ((("absent", -1, "marrow"), ("present", -30, "liver")), MET),
            ((("absent", -1, "marrow"), ("present", -31, "liver")), NOT_MET),
            ((("absent", -1, "marrow"), ("pending", -2, "liver")), UNKNOWN),
            ((("absent", -1, "marrow"), ("present", -2, "marrow")), NOT_MET),
            ((("present", -31, "marrow"),), UNKNOWN),
            ((("present", -1, "marrow"), ("absent", -1, "marrow")), UNKNOWN),
            ((("present", -1, "spleen"), ("pending", -1, "marrow")), MET),
            ((("unknown", -1, "marrow"),), UNKNOWN),
        ],
    )
    def test_each_site_by_its_latest_statement(self, rows, outcome):
        findings = [found("hemophagocytosis", *row) for row in rows]
        assert hlh.hemophagocytosis(view(*findings)).outcome is outcome

    def test_not_recorded(self):
        criterion = hlh.hemophagocytosis(view())
        assert (criterion.outcome, criterion.notes) == (UNKNOWN, (NOT_RECORDED,))

    def test_stale_says_so(self):
        criterion = hlh.hemophagocytosis(view(found("hemophagocytosis", "present", -31)))
        assert "older than 30 days" in str(criterion.notes[0])

    @pytest.mark.parametrize("status", ["present", "absent"])
    def test_malignancy_is_shown_beside_and_never_counted(self, status):
        rows = (found("hemophagocytosis", "present"), found("malignancy", status, -400))
        criterion = hlh.hemophagocytosis(view(*rows))
        assert criterion.outcome is MET
        assert f"recorded as {status}" in str(criterion.notes[0])


class TestNkActivity:
    @pytest.mark.parametrize(
        ("status", "outcome"),
        [("low", MET), ("normal", NOT_MET), ("pending", UNKNOWN), ("unknown", UNKNOWN)],
    )
    def test_by_statement(self, status, outcome):
        assert hlh.nk_activity(view(found("nk_activity", status))).outcome is outcome

    def test_not_recorded(self):
        criterion = hlh.nk_activity(view())
        assert (criterion.outcome, criterion.notes) == (UNKNOWN, (NOT_RECORDED,))

    @pytest.mark.parametrize(
        ("value", "comparator", "low", "outcome"),
        [
            ("9.9", None, "10", MET),
            ("10", None, "10", NOT_MET),
            ("10.1", None, "10", NOT_MET),
            ("5", None, None, UNKNOWN),
            ("10", "<", "10", MET),
            ("10", "<=", "10", UNKNOWN),
            ("9", "<=", "10", MET),
            ("12", "<", "10", UNKNOWN),
            ("10", ">", "10", NOT_MET),
            ("10", ">=", "10", NOT_MET),
            ("9", ">", "10", UNKNOWN),
        ],
    )
    def test_a_number_by_its_own_lower_limit(self, value, comparator, low, outcome):
        row = lab(
            "nk_activity",
            value,
            comparator=comparator,
            low=None if low is None else Decimal(low),
        )
        criterion = hlh.nk_activity(view(row))
        assert criterion.outcome is outcome
        if low is None:
            assert criterion.notes == (NO_LIMIT,)

    @pytest.mark.parametrize(
        ("value", "low", "status", "outcome"),
        [
            ("5", "10", "normal", MET),
            ("12", "10", "low", MET),
            ("12", "10", "normal", NOT_MET),
            ("12", "10", "pending", UNKNOWN),
            ("5", None, "normal", UNKNOWN),
            ("5", None, "low", MET),
        ],
    )
    def test_a_number_beside_a_statement(self, value, low, status, outcome):
        row = lab("nk_activity", value, low=None if low is None else Decimal(low))
        assert hlh.nk_activity(view(row, found("nk_activity", status))).outcome is outcome

    def test_a_pending_number_is_not_negative(self):
        row = lab("nk_activity", None, low=Decimal(10))
        assert hlh.nk_activity(view(row)).outcome is UNKNOWN
        assert hlh.nk_activity(view(row, found("nk_activity", "normal"))).outcome is UNKNOWN
        assert hlh.below_own_low(row) is None

    def test_a_stale_statement_gives_way_to_a_number(self):
        rows = (found("nk_activity", "low", -31), lab("nk_activity", "12", low=Decimal(10)))
        assert hlh.nk_activity(view(*rows)).outcome is NOT_MET


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


class TestScd25:
    @pytest.mark.parametrize(
        ("value", "comparator", "outcome"),
        [
            ("2399", None, NOT_MET),
            ("2400", None, MET),
            ("2401", None, MET),
            ("2400", "<", NOT_MET),
            ("7500", ">", MET),
            ("1000", ">", UNKNOWN),
        ],
    )
    def test_2400_units_per_milliliter(self, value, comparator, outcome):
        assert hlh.scd25(view(lab("scd25", value, comparator=comparator))).outcome is outcome

    @pytest.mark.parametrize("unit", ["pg/mL", "ng/mL", "ng/L"])
    def test_another_unit_is_an_unknown_reading(self, unit):
        criterion = hlh.scd25(view(lab("scd25", "30000", unit)))
        assert criterion.outcome is UNKNOWN
        assert criterion.notes == (OTHER_ASSAY,)
        beside = (lab("scd25", "30000", unit), lab("scd25", "300", when=at(-1)))
        assert hlh.scd25(view(*beside)).outcome is UNKNOWN

    def test_another_unit_does_not_hide_a_met_one(self):
        rows = (lab("scd25", "30000", "pg/mL"), lab("scd25", "2400", when=at(-1)))
        assert hlh.scd25(view(*rows)).outcome is MET

    @pytest.mark.parametrize(
        ("values", "statement", "outcome"),
        [
            ((), "present", MET),
            ((), "absent", NOT_MET),
            ((), "pending", UNKNOWN),
            ((), "unknown", UNKNOWN),
            ((("3000", "pg/mL"),), "present", MET),
            ((("3000", "pg/mL"),), "absent", NOT_MET),
            ((("3000", "pg/mL"),), "pending", UNKNOWN),
            ((("3000", "pg/mL"), ("300", "U/mL")), "absent", NOT_MET),
            ((("3000", "pg/mL"), ("300", "U/mL")), "present", MET),
            ((("3000", "pg/mL"), (None, "U/mL")), "absent", UNKNOWN),
            (((None, "pg/mL"),), "absent", NOT_MET),
            ((("300", "U/mL"),), "present", NOT_MET),
            ((("2400", "U/mL"),), "absent", MET),
            (((None, "U/mL"),), "present", UNKNOWN),
        ],
    )
    def test_the_bare_statement_stands_for_other_units_or_for_none(
        self, values, statement, outcome
    ):
        rows = [lab("scd25", v, u, when=at(-n)) for n, (v, u) in enumerate(values, 1)]
        criterion = hlh.scd25(view(*rows, found("scd25_elevated", statement)))
        assert criterion.outcome is outcome

    @pytest.mark.parametrize(("days", "outcome"), [(-14, MET), (-15, UNKNOWN)])
    def test_the_bare_statement_counts_for_fourteen_days(self, days, outcome):
        assert hlh.scd25(view(found("scd25_elevated", "present", days))).outcome is outcome

    def test_a_stale_value_counts_as_none(self):
        rows = (lab("scd25", "300", when=at(-14)), found("scd25_elevated", "present"))
        assert hlh.scd25(view(*rows)).outcome is MET

    def test_contradicting_statements(self):
        rows = (found("scd25_elevated", "present"), found("scd25_elevated", "absent"))
        assert hlh.scd25(view(*rows)).outcome is UNKNOWN

    def test_the_statement_is_said(self):
        criterion = hlh.scd25(view(found("scd25_elevated", "present")))
        assert "bare statement" in str(criterion.notes[0])
        assert criterion.readings[0].code == "scd25_elevated"


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
