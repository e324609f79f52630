"""OHI index (Zoref-Lorenz 2022): adults with a hematologic malignancy."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.evidence import NOT_RECORDED, OTHER_ASSAY, PENDING
from hlh_app.clinical.ohi_index import CARD, NO_MALIGNANCY, NOT_ADULT, OTHER_MALIGNANCY, ohi_index
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import ADULT, CHILD, TODAY, T, at, case, found, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NOT_APPLICABLE = Outcome.NOT_APPLICABLE
LYMPHOMA = found("hematologic_malignancy", "present", -100)
HIGH = {"scd25": "3901", "ferritin": "1001"}
LOW = {"scd25": "3900", "ferritin": "1000"}


def verdict(*rows, patient=ADULT):
    return ohi_index(case(*rows, patient=patient), T)


def both(**values):
    return [lab(code, value) for code, value in {**HIGH, **values}.items() if value != "-"]


@pytest.mark.parametrize(
    ("code", "value", "unit", "expected"),
    [
        pytest.param(
            "scd25", "3899", "U/mL", NOT_MET, marks=pytest.mark.boundary("ohi2022.scd25", "below")
        ),
        pytest.param(
            "scd25", "3900", "U/mL", NOT_MET, marks=pytest.mark.boundary("ohi2022.scd25", "at")
        ),
        pytest.param(
            "scd25", "3901", "U/mL", MET, marks=pytest.mark.boundary("ohi2022.scd25", "above")
        ),
        pytest.param(
            "ferritin", "999", "ug/L", NOT_MET,
            marks=pytest.mark.boundary("ohi2022.ferritin", "below"),
        ),
        pytest.param(
            "ferritin", "1000", "ng/mL", NOT_MET,
            marks=pytest.mark.boundary("ohi2022.ferritin", "at"),
        ),
        pytest.param(
            "ferritin", "1000.1", "ug/L", MET,
            marks=pytest.mark.boundary("ohi2022.ferritin", "above"),
        ),
    ],
)  # fmt: skip
def test_both_strictly_above(code, value, unit, expected):
    rows = [*both(**{code: "-"}), lab(code, value, unit)]
    assert verdict(LYMPHOMA, *rows).outcome is expected


class TestApplicable:
    @pytest.mark.parametrize("status", ["absent", "pending", "unknown"])
    def test_only_with_a_hematologic_malignancy(self, status):
        found_now = verdict(found("hematologic_malignancy", status), *both())
        assert (found_now.outcome, found_now.reason) == (NOT_APPLICABLE, NO_MALIGNANCY)

    def test_another_malignancy_is_not_enough_and_is_said(self):
        found_now = verdict(found("malignancy", "present"), *both())
        assert found_now.outcome is NOT_APPLICABLE
        assert found_now.notes == (NOT_RECORDED, OTHER_MALIGNANCY)
        triggered = replace(case(*both(), patient=ADULT), trigger="malignancy")
        assert ohi_index(triggered, T).notes == (NOT_RECORDED, OTHER_MALIGNANCY)
        assert verdict(*both()).notes == (NOT_RECORDED,)

    @pytest.mark.parametrize(
        ("birthday", "expected"),
        [
            pytest.param(
                TODAY + timedelta(1), NOT_APPLICABLE,
                marks=pytest.mark.boundary("ohi2022.age", "below"),
            ),
            pytest.param(TODAY, MET, marks=pytest.mark.boundary("ohi2022.age", "at")),
            pytest.param(
                TODAY - timedelta(1), MET, marks=pytest.mark.boundary("ohi2022.age", "above")
            ),
        ],
    )  # fmt: skip
    def test_from_the_18th_birthday(self, birthday, expected):
        patient = Patient(birthday.replace(year=birthday.year - 18), Sex.FEMALE)
        assert verdict(LYMPHOMA, *both(), patient=patient).outcome is expected

    def test_a_child_is_told_why(self):
        found_now = verdict(LYMPHOMA, *both(), patient=CHILD)
        assert found_now.reason == NOT_ADULT
        assert "under 18 years" in str(found_now.reason)


class TestOpen:
    @pytest.mark.parametrize("states", list(product(("high", "low", None), repeat=2)))
    def test_the_outcome_is_that_of_every_completion(self, states):
        values = {"high": HIGH, "low": LOW}
        rows = [
            lab(code, None if state is None else values[state][code])
            for code, state in zip(HIGH, states, strict=True)
        ]
        sides = [("high", "low") if s is None else (s,) for s in states]
        answers = {set(pick) == {"high"} for pick in product(*sides)}
        expected = UNKNOWN if len(answers) == 2 else MET if answers == {True} else NOT_MET
        assert verdict(LYMPHOMA, *rows).outcome is expected

    def test_another_assay_is_open_and_never_converted(self):
        found_now = verdict(LYMPHOMA, *both(scd25="-"), lab("scd25", "99999", "pg/mL"))
        assert found_now.outcome is UNKNOWN
        assert found_now.criterion("scd25").notes == (OTHER_ASSAY,)
        low = verdict(LYMPHOMA, *both(scd25="2000"), lab("scd25", "99999", "pg/mL"))
        assert low.outcome is UNKNOWN

    def test_a_bare_raised_says_nothing_about_3900(self):
        assert (
            verdict(LYMPHOMA, lab("ferritin", "9999"), found("scd25_elevated", "present")).outcome
            is UNKNOWN
        )

    @pytest.mark.parametrize(
        ("comparator", "value", "expected"),
        [
            (">", "3900", MET),
            (">=", "3900", UNKNOWN),
            ("<", "3901", UNKNOWN),
            ("<=", "3900", NOT_MET),
        ],
    )
    def test_a_comparator_is_the_range_it_states(self, comparator, value, expected):
        rows = [*both(scd25="-"), lab("scd25", value, comparator=comparator)]
        assert verdict(LYMPHOMA, *rows).outcome is expected

    def test_what_each_result_would_do(self):
        found_now = verdict(LYMPHOMA, *both(scd25=None))
        (question,) = found_now.open_questions
        assert (question.if_met, question.if_not_met, question.missing) == (
            MET,
            NOT_MET,
            (PENDING,),
        )
        assert str(question.effect) == "Above the limit: positive. Not above: negative."
        assert found_now.pivotal.keys() == {"scd25"}
        first, second = verdict(LYMPHOMA).open_questions
        assert str(first.effect) == "Above the limit: still open. Not above: negative."
        assert second.pivotal
        (late,) = verdict(LYMPHOMA, lab("ferritin", "9")).open_questions
        assert (str(late.effect), late.pivotal) == ("Negative whatever this result is.", False)

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            pytest.param(
                at(-14, "08:01"), MET, marks=pytest.mark.boundary("ohi2022.window_days", "below")
            ),
            pytest.param(
                at(-14, "08:00"), UNKNOWN, marks=pytest.mark.boundary("ohi2022.window_days", "at")
            ),
            pytest.param(
                at(-14, "07:59"), UNKNOWN,
                marks=pytest.mark.boundary("ohi2022.window_days", "above"),
            ),
        ],
    )  # fmt: skip
    def test_age_of_the_value(self, when, expected):
        rows = [*both(scd25="-"), lab("scd25", "5000", when=when)]
        assert verdict(LYMPHOMA, *rows).outcome is expected


def test_in_words():
    said = {
        MET: verdict(LYMPHOMA, *both()),
        NOT_MET: verdict(LYMPHOMA, *both(ferritin="900")),
        UNKNOWN: verdict(LYMPHOMA),
    }
    assert {o: str(v.statement).split(":")[0].split()[2] for o, v in said.items()} == {
        MET: "positive",
        NOT_MET: "negative",
        UNKNOWN: "open",
    }
    assert said[MET].source.short == "Zoref-Lorenz 2022 (OHI index)"


def test_the_card_has_both_limits():
    words = {b.id: str(b.condition) for b in CARD.boundaries}
    assert words["scd25"] == "sCD25 (soluble IL-2 receptor) > 3900 U/mL"
    assert words["ferritin"] == "Ferritin > 1000 ug/L"
    assert words["age"] == "18 years or older"
