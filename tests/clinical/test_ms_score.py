"""MS score (Minoia 2019): exact sums, ranges over what is missing, and where it applies."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical import ms_card
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.evidence import NOT_RECORDED, PENDING
from hlh_app.clinical.ms_score import AFEBRILE, BY_VALUE, MISSING, ms_score
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.spans import Span
from hlh_app.clinical.weighted_sum import high_of

from .diagnosis_builders import T, at, case, found, lab

D = Decimal
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
JIA = found("systemic_jia", "present", -700)
NO_SIGNS = (
    found("cns_involvement", "absent"),
    found("hemorrhage", "absent"),
    found("active_arthritis", "absent"),
)
LABS = (
    lab("platelets", "300"),  # -0.9
    lab("ldh", "900"),  # +0.9
    lab("fibrinogen", "550", "mg/dL"),  # -2.2
    lab("ferritin", "1000"),  # +0.1
)
AT_CUT_OFF = (JIA, *NO_SIGNS, *LABS)


def verdict(*rows):
    return ms_score(case(*rows), T)


def without(analyte, *more):
    return verdict(*(r for r in AT_CUT_OFF if getattr(r, "analyte", "") != analyte), *more)


@pytest.mark.parametrize(
    ("ldh", "score", "expected"),
    [
        pytest.param(
            "899", "-2.101", NOT_MET, marks=pytest.mark.boundary("ms2019.cut_off", "below")
        ),
        pytest.param("900", "-2.1", MET, marks=pytest.mark.boundary("ms2019.cut_off", "at")),
        pytest.param("901", "-2.099", MET, marks=pytest.mark.boundary("ms2019.cut_off", "above")),
    ],
)
def test_considered_from_minus_2_1(ldh, score, expected):
    found_now = without("ldh", lab("ldh", ldh))
    assert (found_now.score, found_now.outcome) == ((D(score), D(score)), expected)


@pytest.mark.parametrize(
    ("row", "score"),
    [
        (found("cns_involvement", "present"), "0.34"),
        (found("hemorrhage", "present"), "-0.56"),
        (found("active_arthritis", "present"), "-3.4"),
    ],
)
def test_each_sign_by_its_coefficient(row, score):
    others = [r for r in AT_CUT_OFF if getattr(r, "finding", "") != row.finding]
    assert verdict(*others, row).score == (D(score), D(score))


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "score"),
    [
        ("platelets", "300000", "/uL", "-2.1"),
        ("platelets", "100", "10*9/L", "-1.5"),
        ("fibrinogen", "5.5", "g/L", "-2.1"),
        ("fibrinogen", "100", "mg/dL", "-0.3"),
        ("ferritin", "1000", "ng/mL", "-2.1"),
        ("ferritin", "2000", "pmol/L", "-2.111"),
        ("ferritin", "21000", "ug/L", "-0.1"),
    ],
)
def test_units_are_brought_to_those_of_the_formula_exactly(analyte, value, unit, score):
    assert without(analyte, lab(analyte, value, unit)).score == (D(score), D(score))


class TestApplicable:
    @pytest.mark.parametrize("status", ["absent", "pending", "unknown"])
    def test_only_with_systemic_jia(self, status):
        found_now = verdict(found("systemic_jia", status), *NO_SIGNS, *LABS)
        assert found_now.outcome is Outcome.NOT_APPLICABLE
        assert "systemic JIA is not recorded" in str(found_now.reason)
        assert found_now.criteria == ()

    def test_without_a_word_about_it_the_note_says_so(self):
        assert verdict(*LABS).notes == (NOT_RECORDED,)

    def test_suspected_is_enough(self):
        assert verdict(found("systemic_jia", "suspected"), *AT_CUT_OFF[1:]).outcome is MET

    def test_an_afebrile_patient_is_scored_with_a_note(self):
        cool = verdict(*AT_CUT_OFF, lab("temperature", "37.9"))
        assert (cool.outcome, AFEBRILE in cool.notes) == (MET, True)
        assert AFEBRILE not in verdict(*AT_CUT_OFF, lab("temperature", "38.0")).notes
        assert AFEBRILE not in verdict(*AT_CUT_OFF).notes


class TestWhichValue:
    def test_the_one_that_raises_the_score_most(self):
        more = (
            lab("platelets", "200", when=at(-3)),
            lab("ldh", "1000", when=at(-3)),
            lab("fibrinogen", "450", "mg/dL", when=at(-3)),
            lab("ferritin", "2000", when=at(-3)),
        )
        found_now = verdict(*AT_CUT_OFF, *more)
        assert found_now.score == (D("-1.2"), D("-1.2"))
        used = [c.readings[0].value for c in found_now.criteria[3:]]
        assert used == [200, 1000, 450, 2000]
        assert all(c.notes == (BY_VALUE,) for c in found_now.criteria[3:])
        assert "the lowest platelets" in str(found_now.notes[0])

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            pytest.param(
                at(-14, "08:01"), MET, marks=pytest.mark.boundary("ms2019.window_days", "below")
            ),
            pytest.param(
                at(-14, "08:00"), UNKNOWN, marks=pytest.mark.boundary("ms2019.window_days", "at")
            ),
            pytest.param(
                at(-14, "07:59"), UNKNOWN, marks=pytest.mark.boundary("ms2019.window_days", "above")
            ),
        ],
    )
    def test_of_the_14_days_before(self, when, expected):
        assert without("ldh", lab("ldh", "900", when=when)).outcome is expected

    def test_of_two_ranges_the_ends_that_the_highest_can_have(self):
        rows = (lab("ldh", "900", comparator=">"), lab("ldh", "1000", when=at(-1)))
        low, high = without("ldh", *rows).score
        assert (low, high) == (D("-2"), D("97"))
        both = (lab("ldh", "900", comparator=">"), lab("ldh", "900", comparator=">=", when=at(-1)))
        assert without("ldh", *both).outcome is MET


class TestMissing:
    def test_a_missing_value_may_be_anything_accepted(self):
        found_now = without("ferritin")
        assert found_now.score == (D("-2.2"), D("97.8"))
        assert (found_now.outcome, MISSING in found_now.notes) == (UNKNOWN, True)
        assert str(found_now.statement) == "MS score -2.2 to 97.8: open, -2.1 lies between."

    def test_the_only_missing_value_says_where_it_would_decide(self):
        (question,) = without("ferritin").open_questions
        assert (question.if_met, question.if_not_met, question.pivotal) == (MET, NOT_MET, True)
        assert str(question.effect) == "At or above -2.1 from 1000.00 ug/L, all else as it is."
        (platelets,) = without("platelets").open_questions
        assert str(platelets.effect) == "At or above -2.1 up to 300.00 10*9/L, all else as it is."
        (fibrinogen,) = without("fibrinogen").open_questions
        assert "up to 550.00 mg/dL" in str(fibrinogen.effect)

    def test_the_limit_is_shown_so_that_reaching_it_counts(self):
        rest = [r for r in AT_CUT_OFF if getattr(r, "analyte", "") not in ("ldh", "platelets")]
        (platelets,) = verdict(*rest, lab("ldh", "901")).open_questions
        assert "At or above -2.1 up to 300.33 10*9/L" in str(platelets.effect)
        rest = [r for r in AT_CUT_OFF if getattr(r, "analyte", "") not in ("ldh", "ferritin")]
        (ferritin,) = verdict(*rest, lab("ldh", "900.0005")).open_questions
        assert "At or above -2.1 from 1000.00 ug/L" in str(ferritin.effect)

    def test_what_decides_on_one_side_alone_is_pivotal_too(self):
        rows = [r for r in AT_CUT_OFF if getattr(r, "finding", "") != "hemorrhage"]
        rows = [r for r in rows if getattr(r, "analyte", "") != "ferritin"]
        bleeding, ferritin = verdict(*rows).open_questions
        assert (bleeding.if_met, bleeding.if_not_met, bleeding.pivotal) == (MET, UNKNOWN, True)
        assert (ferritin.if_met, ferritin.if_not_met, ferritin.pivotal) == (MET, UNKNOWN, True)

    def test_of_several_missing_each_says_how_it_moves_the_score(self):
        rows = [r for r in AT_CUT_OFF if getattr(r, "analyte", "") not in ("ldh", "platelets")]
        effects = [str(q.effect) for q in verdict(*rows).open_questions]
        assert effects[0] == "Moves the score by -0.003 for each 10*9/L."

    def test_a_missing_sign_says_both_scores(self):
        rows = [r for r in AT_CUT_OFF if getattr(r, "finding", "") != "active_arthritis"]
        (question,) = verdict(*rows).open_questions
        assert str(question.effect) == "If present the score is -3.4, if absent -2.1."
        assert verdict(*rows).pivotal["active_arthritis"] == (MET, NOT_MET)
        unsure = without("ldh", found("hemorrhage", "unknown"))
        text = str(unsure.open_questions[0].effect)
        assert text == "If present the score is -1.46 to 98.54, if absent -3 to 97."

    def test_whatever_is_missing(self):
        bled = [r for r in AT_CUT_OFF if getattr(r, "finding", "") != "cns_involvement"]
        rows = [r for r in bled if getattr(r, "analyte", "") != "ferritin"]
        cns = found("cns_involvement", "present")
        always = verdict(*rows, cns)
        assert (always.outcome, always.open_questions[0].pivotal) == (MET, False)
        assert "whatever is missing" in str(always.statement)
        low = verdict(
            *rows, found("cns_involvement", "absent"), lab("ferritin", "900", comparator="<")
        )
        assert (low.outcome, "whatever is missing" in str(low.statement)) == (NOT_MET, True)
        assert str(without("ldh", lab("ldh", "1")).statement) == "MS score -2.999: below -2.1."
        assert str(verdict(*AT_CUT_OFF).statement).endswith("MAS is to be considered.")

    @pytest.mark.parametrize(
        ("comparator", "value", "expected"),
        [
            ("<", "1000", NOT_MET),
            ("<=", "1000", UNKNOWN),
            (">", "1000", MET),
            (">=", "1000", MET),
            (">", "999", UNKNOWN),
            (">", "2000000", MET),
        ],
    )
    def test_a_comparator_is_the_range_it_states(self, comparator, value, expected):
        row = lab("ferritin", value, comparator=comparator)
        assert without("ferritin", row).outcome is expected

    def test_a_pending_result_may_only_raise_it(self):
        awaited = lab("ldh", None, when=at(0, "06:00"))
        found_now = verdict(*AT_CUT_OFF, awaited)
        assert found_now.score == (D("-2.1"), D("97"))
        ldh = found_now.criterion("ldh")
        assert (ldh.outcome, ldh.notes, ldh.readings[0].value) == (UNKNOWN, (PENDING,), 900)
        assert ldh.contribution == (D("0.9"), D("100"))


def test_the_range_is_that_of_every_completion():
    rng = random.Random(7)
    weights = {"platelets": "-0.003", "ldh": "0.001", "fibrinogen": "-0.4", "ferritin": "0.0001"}
    signs = {"cns_involvement": "2.44", "hemorrhage": "1.54", "active_arthritis": "-1.3"}
    for _ in range(300):
        rows, sums = [JIA], {Fraction(0)}
        for kind, weight in signs.items():
            status = rng.choice(["present", "absent", "pending"])
            rows.append(found(kind, status))
            sides = [1, 0] if status == "pending" else [int(status == "present")]
            sums = {s + side * Fraction(weight) for s in sums for side in sides}
        for analyte, weight in weights.items():
            value = rng.choice([None, "2", "5", "7"])
            rows.append(lab(analyte, value))
            ends = ANALYTES[analyte].possible if value is None else (D(value),)
            sums = {s + Fraction(end) * Fraction(weight) for s in sums for end in ends}
        low, high = verdict(*rows).score
        assert (Fraction(low), Fraction(high)) == (min(sums), max(sums))
        sides = {s >= Fraction("-2.1") for s in sums}
        expected = UNKNOWN if len(sides) == 2 else MET if sides == {True} else NOT_MET
        assert verdict(*rows).outcome is expected


def test_a_range_without_an_upper_end_is_refused():
    with pytest.raises(ValueError, match="without an upper end"):
        high_of(Span(D(0), None))


def test_the_card_names_every_term_with_its_coefficient():
    words = {c.id: str(c.condition) for c in ms_card.CARD.criteria}
    assert words["fibrinogen"] == "-0.004 for each mg/dL"
    assert words["cns_involvement"] == "present 2.44, absent 0"
    assert [b.id for b in ms_card.CARD.boundaries] == ["cut_off", "window_days"]
