"""MAS in systemic JIA, 2016 criteria (Ravelli, Ann Rheum Dis 2016;75:481)."""

from itertools import product

import pytest

from hlh_app.clinical.evidence import NOT_RECORDED
from hlh_app.clinical.mas2016 import AFEBRILE, NO_SJIA, mas2016
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Pivot

from .diagnosis_builders import T, at, case, found, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NOT_APPLICABLE = Outcome.NOT_APPLICABLE
JIA = found("systemic_jia", "present", -700)
FEBRILE = lab("temperature", "38.0")
FERRITIN = lab("ferritin", "685")
FOUR = (
    lab("platelets", "181"),
    lab("ast", "49"),
    lab("triglycerides", "157", "mg/dL"),
    lab("fibrinogen", "360", "mg/dL"),
)
FOUR_FAIL = (
    lab("platelets", "182"),
    lab("ast", "48"),
    lab("triglycerides", "156", "mg/dL"),
    lab("fibrinogen", "361", "mg/dL"),
)


def outcome(*rows):
    return mas2016(case(*rows), T).outcome


class TestApplicable:
    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("present", MET),
            ("suspected", MET),
            ("absent", NOT_APPLICABLE),
            ("pending", NOT_APPLICABLE),
            ("unknown", NOT_APPLICABLE),
        ],
    )
    def test_with_systemic_jia_present_or_suspected(self, status, expected):
        assert outcome(found("systemic_jia", status), FEBRILE, FERRITIN, *FOUR) is expected

    def test_without_it_the_reason_is_said(self):
        verdict = mas2016(case(FEBRILE, FERRITIN, *FOUR), T)
        assert (verdict.outcome, verdict.reason) == (NOT_APPLICABLE, NO_SJIA)
        assert verdict.notes == (NOT_RECORDED,)

    @pytest.mark.parametrize(
        ("temperatures", "expected"),
        [
            ([("37.9", None)], NOT_APPLICABLE),
            ([("38.0", None)], MET),
            ([("37.0", None), ("38.0", None)], MET),
            ([], UNKNOWN),
            ([(None, None)], UNKNOWN),
            ([("37.5", ">")], UNKNOWN),
            ([("38.0", "<")], NOT_APPLICABLE),
            ([("37.0", None), (None, None)], UNKNOWN),
        ],
    )
    def test_afebrile_is_not_applicable_and_no_reading_is_open(self, temperatures, expected):
        rows = [
            lab("temperature", value, comparator=comparator, when=at(-number))
            for number, (value, comparator) in enumerate(temperatures, 1)
        ]
        assert outcome(JIA, FERRITIN, *FOUR, *rows) is expected

    def test_afebrile_says_what_it_does_not_exclude(self):
        verdict = mas2016(case(JIA, lab("temperature", "37")), T)
        assert verdict.reason == AFEBRILE
        assert "does not exclude MAS" in str(verdict.reason)
        assert verdict.criteria[0].readings

    def test_fahrenheit(self):
        rows = (JIA, FERRITIN, *FOUR)
        assert outcome(*rows, lab("temperature", "100.4", "[degF]")) is MET
        assert outcome(*rows, lab("temperature", "100.39", "[degF]")) is NOT_APPLICABLE


class TestThresholds:
    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [("684", "ug/L", NOT_MET), ("684.1", "ug/L", MET), ("685", "ng/mL", MET)],
    )
    def test_ferritin_above_684(self, value, unit, expected):
        assert outcome(JIA, FEBRILE, *FOUR, lab("ferritin", value, unit)) is expected

    @pytest.mark.parametrize(
        ("analyte", "value", "unit", "met"),
        [
            ("platelets", "181", "10*9/L", True),
            ("platelets", "181.1", "10*9/L", False),
            ("platelets", "181000", "/uL", True),
            ("ast", "48", "U/L", False),
            ("ast", "48.1", "U/L", True),
            ("triglycerides", "156", "mg/dL", False),
            ("triglycerides", "156.1", "mg/dL", True),
            ("triglycerides", "1.76", "mmol/L", False),
            ("triglycerides", "1.77", "mmol/L", True),
            ("fibrinogen", "360", "mg/dL", True),
            ("fibrinogen", "361", "mg/dL", False),
            ("fibrinogen", "3.6", "g/L", True),
            ("fibrinogen", "3.61", "g/L", False),
        ],
    )
    def test_each_of_the_four(self, analyte, value, unit, met):
        verdict = mas2016(case(JIA, FEBRILE, FERRITIN, lab(analyte, value, unit)), T)
        assert verdict.criterion(analyte).outcome is (MET if met else NOT_MET)

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            (FOUR, MET),
            (FOUR[:2], MET),
            (FOUR[:1], UNKNOWN),
            ((FOUR[0], *FOUR_FAIL[1:]), NOT_MET),
            ((FOUR[0], *FOUR_FAIL[1:3]), UNKNOWN),
            ((*FOUR[:2], *FOUR_FAIL[2:]), MET),
            (FOUR_FAIL[:3], NOT_MET),
            (FOUR_FAIL[:2], UNKNOWN),
            ((), UNKNOWN),
        ],
    )
    def test_two_of_four(self, rows, expected):
        assert outcome(JIA, FEBRILE, FERRITIN, *rows) is expected


class TestNotMetAsSoonAs:
    def test_ferritin_fails_even_when_fever_is_not_known(self):
        verdict = mas2016(case(JIA, lab("ferritin", "600"), *FOUR), T)
        assert verdict.outcome is NOT_MET
        assert "not above 684" in str(verdict.statement)

    def test_the_four_fail(self):
        verdict = mas2016(case(JIA, FOUR_FAIL[0], *FOUR_FAIL[1:]), T)
        assert verdict.outcome is NOT_MET
        assert "Fewer than two" in str(verdict.statement)


class TestOpenQuestions:
    def test_ferritin_alone_decides(self):
        verdict = mas2016(case(JIA, FEBRILE, *FOUR), T)
        assert verdict.pivotal == {"ferritin": Pivot(MET, NOT_MET)}
        assert str(verdict.open_questions[0].effect) == (
            "If met: classified as MAS. If not met: not classified as MAS."
        )

    def test_fever_alone_decides(self):
        verdict = mas2016(case(JIA, FERRITIN, *FOUR), T)
        assert verdict.pivotal == {"fever": Pivot(MET, NOT_APPLICABLE)}

    def test_one_of_the_four(self):
        verdict = mas2016(case(JIA, FEBRILE, FERRITIN, FOUR[0], *FOUR_FAIL[1:3]), T)
        assert verdict.pivotal == {"fibrinogen": Pivot(MET, NOT_MET)}

    def test_nothing_single_decides(self):
        """Once not met, a fever would change nothing; that there is none would."""
        verdict = mas2016(case(JIA, lab("ferritin", "100")), T)
        assert verdict.outcome is NOT_MET
        assert [q.id for q in verdict.open_questions if q.pivotal] == ["fever"]


def test_met_says_so():
    verdict = mas2016(case(JIA, FEBRILE, FERRITIN, *FOUR), T)
    assert str(verdict.statement).startswith("Febrile, ferritin above 684")
    assert (verdict.rule, verdict.version, verdict.source.key) == (
        "mas2016", "1.0.0", "ravelli2016",
    )  # fmt: skip


def test_open_says_so():
    assert str(mas2016(case(JIA), T).statement).startswith("Open")


def test_not_the_fever_of_the_hlh_setting():
    """38.0 °C here, whatever HLH-2004 is set to."""
    verdict = mas2016(case(JIA, lab("temperature", "38.1"), FERRITIN, *FOUR), T)
    assert verdict.outcome is MET
    assert verdict.criterion("fever").our_definition


ROWS = {
    "fever": (FEBRILE, lab("temperature", "37.9")),
    "ferritin": (FERRITIN, lab("ferritin", "684")),
    **{row.analyte: (row, other) for row, other in zip(FOUR, FOUR_FAIL, strict=True)},
}


@pytest.mark.parametrize("fever", [True, None])
@pytest.mark.parametrize("ferritin", [True, False, None])
def test_every_open_question_says_what_its_two_results_would_do(fever, ferritin):
    for four in product((True, False, None), repeat=4):
        states = dict(zip(ROWS, (fever, ferritin, *four), strict=True))
        rows = [ROWS[name][not state] for name, state in states.items() if state is not None]
        now = mas2016(case(JIA, *rows), T)
        assert [q.id for q in now.open_questions] == [n for n, s in states.items() if s is None]
        for question in now.open_questions:
            met, failed = (outcome(JIA, *rows, row) for row in ROWS[question.id])
            assert (question.if_met, question.if_not_met) == (met, failed)
            assert question.pivotal is (met is not now.outcome or failed is not now.outcome)


def test_febrile_alone_is_our_definition():
    verdict = mas2016(case(JIA, FEBRILE, FERRITIN, *FOUR), T)
    sources = {criterion.id: criterion.citation for criterion in verdict.criteria}
    assert sources.pop("fever") == "our_definition"
    assert set(sources.values()) == {"ravelli2016"}
