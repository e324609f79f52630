"""HScore at its edges (Fardet, Arthritis Rheumatol 2014;66:2613)."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.hscore import FOR_CHILDREN, hscore, probability_percent
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Pivot

from .diagnosis_builders import ADULT, T, at, case, found, given, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def points(item: str, *rows) -> tuple[int, int] | None:
    return hscore(case(*rows), T).criterion(item).points


LEAST = (
    found("immunosuppression", "absent"),
    lab("temperature", "37"),
    found("splenomegaly", "absent"),
    found("hepatomegaly", "absent"),
    lab("hemoglobin", "120"),
    lab("wbc", "8"),
    lab("platelets", "300"),
    lab("ferritin", "100"),
    lab("triglycerides", "1"),
    lab("fibrinogen", "3"),
    lab("ast", "20"),
    found("hemophagocytosis", "absent"),
)
MOST = (
    found("immunosuppression", "present", -4000),
    lab("temperature", "40"),
    found("splenomegaly", "present"),
    found("hepatomegaly", "present"),
    lab("hemoglobin", "60"),
    lab("wbc", "1"),
    lab("platelets", "10"),
    lab("ferritin", "20000"),
    lab("triglycerides", "5"),
    lab("fibrinogen", "1"),
    lab("ast", "300"),
    found("hemophagocytosis", "present"),
)


class TestItems:
    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            ("38.3", "Cel", 0),
            ("38.4", "Cel", 33),
            ("39.4", "Cel", 33),
            ("39.41", "Cel", 49),
            ("101.11", "[degF]", 0),
            ("101.12", "[degF]", 33),
            ("102.92", "[degF]", 33),
            ("102.93", "[degF]", 49),
        ],
    )
    def test_temperature(self, value, unit, expected):
        assert points("temperature", lab("temperature", value, unit)) == (expected, expected)

    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            ("1999", "ug/L", 0),
            ("2000", "ug/L", 35),
            ("6000", "ng/mL", 35),
            ("6000.1", "ug/L", 50),
            ("4494.3", "pmol/L", 0),
            ("4494.4", "pmol/L", 35),
        ],
    )
    def test_ferritin(self, value, unit, expected):
        assert points("ferritin", lab("ferritin", value, unit)) == (expected, expected)

    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            ("1.49", "mmol/L", 0),
            ("1.5", "mmol/L", 44),
            ("4.0", "mmol/L", 44),
            ("4.01", "mmol/L", 64),
            ("132.6", "mg/dL", 0),
            ("132.7", "mg/dL", 44),
            ("354", "mg/dL", 44),
            ("354.1", "mg/dL", 64),
        ],
    )
    def test_triglycerides(self, value, unit, expected):
        assert points("triglycerides", lab("triglycerides", value, unit)) == (expected, expected)

    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            ("2.51", "g/L", 0),
            ("2.5", "g/L", 30),
            ("250", "mg/dL", 30),
            ("250.1", "mg/dL", 0),
        ],
    )
    def test_fibrinogen(self, value, unit, expected):
        assert points("fibrinogen", lab("fibrinogen", value, unit)) == (expected, expected)

    @pytest.mark.parametrize(("value", "expected"), [("29.9", 0), ("30", 19), ("31", 19)])
    def test_ast(self, value, expected):
        assert points("ast", lab("ast", value)) == (expected, expected)

    @pytest.mark.parametrize(
        ("analyte", "value", "unit", "low"),
        [
            ("hemoglobin", "92", "g/L", True),
            ("hemoglobin", "92.1", "g/L", False),
            ("hemoglobin", "9.2", "g/dL", True),
            ("hemoglobin", "5.71", "mmol/L", True),
            ("hemoglobin", "5.72", "mmol/L", False),
            ("wbc", "5.0", "10*9/L", True),
            ("wbc", "5.01", "10*9/L", False),
            ("wbc", "5000", "/uL", True),
            ("wbc", "5001", "/uL", False),
            ("platelets", "110", "10*9/L", True),
            ("platelets", "111", "10*3/uL", False),
        ],
    )
    def test_low_lineages_include_the_limit(self, analyte, value, unit, low):
        criterion = hscore(case(lab(analyte, value, unit)), T).criterion("cytopenias")
        part = next(p for p in criterion.parts if p.id == analyte)
        assert part.outcome is (MET if low else NOT_MET)

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            (("120", "8", "300"), (0, 0)),
            (("60", "8", "300"), (0, 0)),
            (("60", "1", "300"), (24, 24)),
            (("60", "1", "10"), (34, 34)),
            (("60", "1", None), (24, 34)),
            (("60", None, None), (0, 34)),
            (("120", None, None), (0, 24)),
            (("120", "8", None), (0, 0)),
        ],
    )
    def test_cytopenias(self, values, expected):
        rows = [
            lab(analyte, value)
            for analyte, value in zip(("hemoglobin", "wbc", "platelets"), values, strict=True)
            if value is not None
        ]
        assert points("cytopenias", *rows) == expected

    @pytest.mark.parametrize(
        ("spleen", "liver", "expected"),
        [
            ("absent", "absent", (0, 0)),
            ("present", "absent", (23, 23)),
            ("absent", "present", (23, 23)),
            ("present", "present", (38, 38)),
            ("present", "pending", (23, 38)),
            ("absent", "unknown", (0, 23)),
            ("unknown", "unknown", (0, 38)),
        ],
    )
    def test_organomegaly(self, spleen, liver, expected):
        rows = (found("splenomegaly", spleen), found("hepatomegaly", liver))
        assert points("organomegaly", *rows) == expected

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ((("present", 0, "marrow"),), (35, 35)),
            ((("absent", 0, "marrow"),), (0, 0)),
            ((("present", 0, "liver"),), (0, 35)),
            ((("present", 0, "spleen"), ("absent", 0, "marrow")), (0, 0)),
            ((("present", -31, "marrow"),), (0, 35)),
        ],
    )
    def test_hemophagocytosis_on_marrow_alone(self, rows, expected):
        findings = [found("hemophagocytosis", *row) for row in rows]
        assert points("hemophagocytosis", *findings) == expected

    @pytest.mark.parametrize(
        ("status", "expected"),
        [("present", (18, 18)), ("absent", (0, 0)), ("pending", (0, 18)), ("unknown", (0, 18))],
    )
    def test_immunosuppression_as_last_recorded(self, status, expected):
        assert points("immunosuppression", found("immunosuppression", status, -900)) == expected

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ((lab("ferritin", "16500", comparator=">"),), (50, 50)),
            ((lab("ferritin", "3000", comparator=">"),), (35, 50)),
            ((lab("ferritin", "1000", comparator=">"),), (0, 50)),
            ((lab("ferritin", "2000", comparator="<"),), (0, 0)),
            ((lab("ferritin", "3000", comparator="<"),), (0, 35)),
            ((lab("ferritin", "6000", comparator="<="),), (0, 35)),
            ((lab("ferritin", "6000", comparator=">="),), (35, 50)),
            ((lab("ferritin", "9000", comparator="<"), lab("ferritin", "2500")), (35, 50)),
            ((lab("ferritin", None, when=at(-1)), lab("ferritin", "2500")), (35, 50)),
            ((lab("ferritin", None),), (0, 50)),
            ((), (0, 50)),
            ((lab("ferritin", "9000", when=at(-14)),), (0, 50)),
        ],
    )
    def test_ranges_pending_missing_and_stale_values_give_a_range(self, rows, expected):
        assert points("ferritin", *rows) == expected

    def test_the_worst_value_decides(self):
        rows = (lab("fibrinogen", "4"), lab("fibrinogen", "2", when=at(-5)))
        assert points("fibrinogen", *rows) == (30, 30)


class TestTotal:
    def test_0_to_337(self):
        assert hscore(case(*LEAST), T).points == (0, 0)
        assert hscore(case(*MOST), T).points == (337, 337)
        assert hscore(case(), T).points == (0, 337)

    @pytest.mark.parametrize(
        ("rows", "total", "outcome", "words"),
        [
            (
                (
                    *LEAST[:1], MOST[1], *LEAST[2:7], MOST[7], *LEAST[8:10], LEAST[10], MOST[11],
                    lab("fibrinogen", "2", when=at(-1)),
                ),
                164,
                NOT_MET,
                "164 points: below 169.",
            ),
            (
                (
                    *LEAST[:1], MOST[1], MOST[2], *LEAST[3:7], MOST[7], *LEAST[8:11], MOST[11],
                ),
                157,
                NOT_MET,
                "157 points: below 169.",
            ),
            (
                (
                    *LEAST[:1], MOST[1], MOST[2], MOST[3], *LEAST[4:7], lab("ferritin", "2000"),
                    *LEAST[8:10], MOST[10], LEAST[11], lab("fibrinogen", "2", when=at(-1)),
                ),
                171,
                MET,
                "171 points: at or above 169.",
            ),
            (
                (
                    MOST[0], lab("temperature", "39"), *LEAST[2:7], MOST[7], MOST[8],
                    *LEAST[9:],
                ),
                165,
                NOT_MET,
                "165 points: below 169.",
            ),
        ],
    )  # fmt: skip
    def test_totals(self, rows, total, outcome, words):
        verdict = hscore(case(*rows), T)
        assert (verdict.points, verdict.outcome) == ((total, total), outcome)
        assert str(verdict.statement) == words

    def test_exactly_169_is_positive(self):
        """18 + 33 + 24 + 44 + 50 = 169."""
        rows = (
            MOST[0], lab("temperature", "39"), *LEAST[2:4], MOST[4], MOST[5], LEAST[6], MOST[7],
            lab("triglycerides", "2"), *LEAST[9:],
        )  # fmt: skip
        verdict = hscore(case(*rows), T)
        assert (verdict.points, verdict.outcome) == ((169, 169), MET)
        assert verdict.open_questions == ()

    def test_168_is_not(self):
        """49 + 34 + 50 + 35 = 168."""
        rows = (
            LEAST[0], MOST[1], *LEAST[2:4], *MOST[4:7], MOST[7], *LEAST[8:11], MOST[11],
        )  # fmt: skip
        verdict = hscore(case(*rows), T)
        assert (verdict.points, verdict.outcome) == ((168, 168), NOT_MET)

    def test_positive_whatever_is_missing(self):
        verdict = hscore(case(*MOST[1:]), T)
        assert verdict.points == (319, 337)
        assert str(verdict.statement) == "319–337 points: at or above 169 whatever is missing."

    def test_negative_whatever_is_missing(self):
        verdict = hscore(case(*LEAST[1:]), T)
        assert verdict.points == (0, 18)
        assert str(verdict.statement) == "0–18 points: below 169 whatever is missing."

    def test_open_while_169_lies_inside(self):
        verdict = hscore(case(*MOST[:5]), T)
        assert verdict.outcome is UNKNOWN
        assert "169 lies between" in str(verdict.statement)


class TestOpenQuestions:
    ROWS = (
        MOST[0], lab("temperature", "39"), *LEAST[2:4], MOST[4], MOST[5], LEAST[6], MOST[7],
        *LEAST[9:],
    )  # fmt: skip

    def test_one_missing_item_may_decide(self):
        verdict = hscore(case(*self.ROWS), T)
        assert verdict.points == (125, 189)
        assert verdict.pivotal == {"triglycerides": Pivot(MET, NOT_MET)}
        question = verdict.open_questions[0]
        assert str(question.effect) == ("With 64 points the score is 189, with 0 it is 125.")

    def test_or_not(self):
        verdict = hscore(case(*LEAST[1:]), T)
        assert [q.pivotal for q in verdict.open_questions] == [False]
        assert verdict.pivotal == {}


@pytest.mark.parametrize(
    ("score", "percent"),
    [
        (0, "0.5"),
        (90, "0.5"),
        (91, "0.55"),
        (93, "0.65"),
        (100, "1"),
        (110, "3"),
        (120, "5"),
        (130, "9"),
        (140, "16"),
        (146, "21.4"),
        (150, "25"),
        (160, "40"),
        (168, "51.2"),
        (169, "52.6"),
        (170, "54"),
        (180, "70"),
        (183, "73"),
        (190, "80"),
        (200, "88"),
        (210, "93"),
        (220, "96"),
        (230, "98"),
        (240, "99"),
        (245, "99.25"),
        (250, "99.5"),
        (251, "99.5"),
        (337, "99.5"),
    ],
)
def test_probability_by_the_published_table_linear_between_rows(score, percent):
    assert probability_percent(score) == Decimal(percent)


class TestNotes:
    @pytest.mark.parametrize(
        ("born", "child"), [(date(2002, 1, 20), False), (date(2002, 1, 21), True)]
    )
    def test_made_for_adults(self, born, child):
        verdict = hscore(case(patient=Patient(born, Sex.MALE)), T)
        assert (FOR_CHILDREN in verdict.notes) == child

    def test_made_for_the_time_of_presentation(self):
        verdict = hscore(case(given("etoposide", -2), patient=ADULT), T)
        assert "etoposide was begun on 2020-01-18" in str(verdict.notes[-1])
        assert len(hscore(case(patient=ADULT), T).notes) == 1

    def test_rule_and_source(self):
        verdict = hscore(case(), T)
        assert (verdict.rule, verdict.version, verdict.source.doi) == (
            "hscore", "1.0.0", "10.1002/art.38690",
        )  # fmt: skip


def test_li_2025_printed_256_lies_in_the_range():
    """Li, Cureus 2025;17(2):e78636: triglycerides and fibrinogen were not printed."""
    rows = (
        found("immunosuppression", "present"),
        lab("temperature", "39.0"),
        found("splenomegaly", "present"),
        lab("hemoglobin", "68"),
        lab("wbc", "0.03"),
        lab("platelets", "40"),
        lab("ferritin", "7821", "ng/mL"),
        lab("ast", "335"),
        found("hemophagocytosis", "present"),
    )
    verdict = hscore(case(*rows, patient=ADULT), T)
    assert verdict.points == (212, 321)
    assert verdict.outcome is MET
