"""Spleen, hemophagocytosis, NK activity and sCD25: what is stated beside what is measured."""

from decimal import Decimal

import pytest

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.evidence import (
    CONTRADICTION,
    NO_LIMIT,
    NOT_RECORDED,
    OTHER_ASSAY,
    PENDING,
    RECORDED_UNKNOWN,
)
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import at, found, lab, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


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
