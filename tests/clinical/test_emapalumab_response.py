"""The emapalumab-trial response: limits, counts and words."""

from dataclasses import replace

import pytest

from hlh_app.clinical.emapalumab_card import CARD
from hlh_app.clinical.emapalumab_items import NO_BASELINE, NO_KIND, NO_VALUE, NOT_COMPARABLE
from hlh_app.clinical.emapalumab_response import (
    ORDER,
    TrialClass,
    emapalumab_response,
    words,
)
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import DayState
from tests.clinical.response_builders import at, case_of, found, happened, lab, labs, on
from tests.clinical.trial_builders import (
    ILL,
    SIGNS_BEFORE,
    SIGNS_CLEAR,
    SIGNS_STAY,
    WELL,
    day14,
    item,
    of,
    trial,
)

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NONE, IMPROVEMENT, PARTIAL, COMPLETE = ORDER


def test_none_without_a_course():
    assert trial(dose=False) is None


class TestComplete:
    def test_all_nine_normal(self):
        day = of(WELL)
        assert day.possible == (COMPLETE,)
        assert [i.outcome for i in day.items] == [MET] * 9
        assert str(day.statement) == "complete response"

    @pytest.mark.parametrize(
        ("code", "value", "normal"),
        [
            pytest.param(
                code, value, ok, marks=pytest.mark.boundary(f"emapalumab2020.{code}", side)
            )
            for code, values, oks in [
                ("ferritin", ("1999", "2000", "2001"), (True, False, False)),
                ("platelets", ("99", "100", "101"), (False, False, True)),
                ("neutrophils", ("0.99", "1.0", "1.01"), (False, False, True)),
                ("fibrinogen", ("1.49", "1.5", "1.51"), (False, False, True)),
                ("d_dimer", ("499", "500", "501"), (True, False, False)),
                ("scd25", ("17999", "18000", "18001"), (True, True, False)),
            ]
            for value, ok, side in zip(values, oks, ("below", "at", "above"), strict=True)
        ],
    )
    def test_limits(self, code, value, normal):
        day = of({**WELL, code: value})
        assert item(day, code).outcome is (MET if normal else NOT_MET)
        assert (day.possible == (COMPLETE,)) is normal

    @pytest.mark.parametrize(
        ("value", "normal"),
        [
            pytest.param("37.9", True, marks=pytest.mark.boundary("emapalumab2020.fever", "below")),
            pytest.param("38.0", False, marks=pytest.mark.boundary("emapalumab2020.fever", "at")),
            pytest.param(
                "38.1", False, marks=pytest.mark.boundary("emapalumab2020.fever", "above")
            ),
        ],
    )
    def test_fever(self, value, normal):
        day = of(WELL, [lab("temperature", 14, value), *SIGNS_CLEAR[1:]])
        assert item(day, "fever").outcome is (MET if normal else NOT_MET)

    def test_units_are_those_of_the_result(self):
        now = [
            lab("fibrinogen", 14, "151", unit="mg/dL"),
            lab("platelets", 14, "101000", unit="/uL"),
            lab("ferritin", 14, "1999", unit="ng/mL"),
        ]
        rest = labs(14, WELL, fibrinogen="-", platelets="-", ferritin="-")
        day = day14(labs(0, ILL), now, rest, SIGNS_BEFORE, SIGNS_CLEAR)
        assert day.possible == (COMPLETE,)


class TestPartialAndImprovement:
    @pytest.mark.parametrize(
        ("codes", "expected"),
        [
            pytest.param(
                ("ferritin", "platelets"), NONE,
                marks=pytest.mark.boundary("emapalumab2020.partial", "below"),
            ),
            pytest.param(
                ("ferritin", "platelets", "d_dimer"), PARTIAL,
                marks=pytest.mark.boundary("emapalumab2020.partial", "at"),
            ),
            pytest.param(
                ("ferritin", "platelets", "d_dimer", "fibrinogen"), PARTIAL,
                marks=pytest.mark.boundary("emapalumab2020.partial", "above"),
            ),
        ],
    )  # fmt: skip
    def test_three_normalized(self, codes, expected):
        now = {code: (WELL if code in codes else ILL)[code] for code in ILL}
        day = of(now, SIGNS_STAY)
        assert day.possible == (expected,)
        assert {i.id for i in day.items if i.normalized} == set(codes)

    def test_fever_and_spleen_gone_count_too(self):
        day = of({**ILL, "ferritin": "500"})
        assert day.possible == (PARTIAL,)
        assert item(day, "cns_involvement").normalized is False

    def test_what_was_normal_before_is_not_normalized(self):
        before = {**ILL, "ferritin": "900", "platelets": "200", "d_dimer": "100"}
        now = {**ILL, "ferritin": "300", "platelets": "300", "d_dimer": "90"}
        day = of(now, SIGNS_STAY, before)
        assert day.possible == (NONE,)
        assert str(day.statement) == "no response"

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            pytest.param(
                {"ferritin": "2500", "d_dimer": "1500"}, NONE,
                marks=pytest.mark.boundary("emapalumab2020.improvement", "below"),
            ),
            pytest.param(
                {"ferritin": "2500", "d_dimer": "1500", "scd25": "4500"}, IMPROVEMENT,
                marks=pytest.mark.boundary("emapalumab2020.improvement", "at"),
            ),
            pytest.param(
                {"ferritin": "2500", "d_dimer": "1500", "platelets": "45", "scd25": "400"},
                IMPROVEMENT,
                marks=pytest.mark.boundary("emapalumab2020.improvement", "above"),
            ),
        ],
    )  # fmt: skip
    def test_three_better_by_half(self, changed, expected):
        day = of({**ILL, **changed}, SIGNS_STAY)
        assert day.possible == (expected,)
        assert {i.id for i in day.items if i.improved} == set(changed)

    @pytest.mark.parametrize(
        ("value", "improved"),
        [
            pytest.param("2501", False, marks=pytest.mark.boundary("emapalumab2020.fall", "below")),
            pytest.param("2500", True, marks=pytest.mark.boundary("emapalumab2020.fall", "at")),
            pytest.param("2499", True, marks=pytest.mark.boundary("emapalumab2020.fall", "above")),
        ],
    )
    def test_a_fall_by_half(self, value, improved):
        assert item(of({**ILL, "ferritin": value}), "ferritin").improved is improved

    @pytest.mark.parametrize(
        ("value", "improved"),
        [
            pytest.param("44", False, marks=pytest.mark.boundary("emapalumab2020.rise", "below")),
            pytest.param("45", True, marks=pytest.mark.boundary("emapalumab2020.rise", "at")),
            pytest.param("46", True, marks=pytest.mark.boundary("emapalumab2020.rise", "above")),
        ],
    )
    def test_a_rise_by_half(self, value, improved):
        assert item(of({**ILL, "platelets": value}), "platelets").improved is improved

    def test_normalized_without_half_is_not_better_by_the_letter(self):
        day = of({**ILL, "ferritin": "1990"}, before={**ILL, "ferritin": "2100"})
        assert (item(day, "ferritin").normalized, item(day, "ferritin").improved) == (True, False)

    def test_a_rise_from_zero_counts_and_zero_that_stays_does_not(self):
        before = {**ILL, "neutrophils": "0"}
        assert item(of({**ILL, "neutrophils": "0.1"}, before=before), "neutrophils").improved
        assert item(of(before, before=before), "neutrophils").improved is False

    def test_scd25_improves_only_from_above_its_limit(self):
        normal = {**ILL, "scd25": "800"}
        day = of({**ILL, "scd25": "300"}, before=normal)
        assert (item(day, "scd25").improved, item(day, "scd25").normalized) == (False, False)
        bare = [*labs(0, ILL, scd25="-"), lab("scd25", 0, "9000", unit="ng/L", limit=None)]
        now = [*labs(14, ILL, scd25="-"), lab("scd25", 14, "4000", unit="ng/L", limit=None)]
        day = day14(bare, now, SIGNS_BEFORE, SIGNS_CLEAR)
        assert (item(day, "scd25").outcome, item(day, "scd25").improved) == (MET, None)


class TestMissing:
    def test_each_class_that_a_completion_gives(self):
        day = of({**WELL, "d_dimer": None})
        assert day.possible == (PARTIAL, COMPLETE)
        expected = "partial response or complete response, not determinable"
        assert str(day.statement) == expected
        assert item(day, "d_dimer").awaited.value is None
        assert item(day, "d_dimer").notes == (NO_VALUE, NO_KIND)

    def test_spleen_and_cns_never_recorded_are_not_known(self):
        day = day14(labs(0, ILL), labs(14, WELL), lab("temperature", 14, "36.8"))
        assert day.possible == (PARTIAL, COMPLETE)
        assert item(day, "cns_involvement").outcome is UNKNOWN

    def test_without_a_baseline(self):
        day = day14(labs(14, WELL), SIGNS_CLEAR)
        assert NO_BASELINE in item(day, "ferritin").notes
        assert item(day, "ferritin").normalized is None
        assert item(day, "scd25").outcome is UNKNOWN
        assert day.possible == ORDER[2:] or COMPLETE in day.possible

    def test_nothing_known_is_not_determinable(self):
        assert str(words(ORDER)) == "response not determinable"
        assert str(words(())) == "not assessed"
        three = "no response, HLH improvement or partial response, not determinable"
        assert str(words(ORDER[:3])) == three

    @pytest.mark.parametrize("unit", ["ug/L{FEU}", "ug/L{DDU}"])
    def test_a_stated_kind_of_d_dimer_is_kept_and_not_held_against_500(self, unit):
        rows = [lab("d_dimer", 0, "3000", unit=unit), lab("d_dimer", 14, "100", unit=unit)]
        rest = [labs(0, ILL, d_dimer="-"), labs(14, WELL, d_dimer="-")]
        read = item(day14(rows, rest, SIGNS_BEFORE, SIGNS_CLEAR), "d_dimer")
        assert (read.outcome, read.improved, read.notes) == (UNKNOWN, None, (NO_KIND,))

    def test_two_kinds_or_assays_are_not_compared(self):
        rows = [lab("d_dimer", 0, "3000"), lab("d_dimer", 14, "100", unit="ug/L{FEU}")]
        rest = [labs(0, ILL, d_dimer="-", scd25="-"), labs(14, WELL, d_dimer="-", scd25="-")]
        assays = [lab("scd25", 0, "9000", assay="A"), lab("scd25", 14, "100", assay="B")]
        day = day14(rows, rest, assays, SIGNS_BEFORE, SIGNS_CLEAR)
        assert NOT_COMPARABLE in item(day, "d_dimer").notes
        assert item(day, "scd25").outcome is UNKNOWN
        assert item(day, "scd25").possible == {
            (True, False, True),
            (True, False, False),
            (False, False, False),
        }

    def test_a_comparator_is_the_range_it_states(self):
        day = of({**ILL, "ferritin": "<2600"})
        assert (item(day, "ferritin").outcome, item(day, "ferritin").improved) == (UNKNOWN, None)
        assert item(of({**ILL, "ferritin": "<2500"}), "ferritin").improved is True


def test_days_that_are_not_assessed_say_why():
    verdict = trial(labs(0, ILL), labs(14, WELL), happened("transplant", 16), as_of=20)
    assert [d.state for d in verdict.days] == [DayState.ASSESSED, *[DayState.NOT_APPLICABLE] * 3]
    assert verdict.days[1].end.on == on(16)
    assert verdict.latest.day == 14
    assert trial(labs(0, ILL), as_of=13).latest is None
    assert verdict.source.short == "Emapalumab label"


def test_same_days_and_baseline_as_the_marsh_response():
    case, moment = case_of(labs(-1, ILL), labs(15, WELL)), at(30, "23:00")
    marsh = marsh_response(case, moment)
    verdict = emapalumab_response(case, moment, marsh)
    assert [d.on for d in verdict.days] == [d.on for d in marsh.days]
    read = item(verdict.days[0], "platelets")
    assert read.baseline == marsh.baseline["platelets"].observation
    assert read.now == marsh.days[0].analytes["platelets"].now
    assert item(verdict.days[0], "fibrinogen").baseline.measured_at.day == on(-1)


def test_the_card_says_what_the_label_leaves_open():
    limits = {b.id: str(b.condition) for b in CARD.boundaries}
    assert limits["scd25"] == "sCD25 at most 2 × baseline"
    assert limits["d_dimer"] == "D-dimer < 500 ug/L"
    assert len(limits) == len(CARD.boundaries) == 11
    assert any("FEU or DDU" in text for text in CARD.our_definitions)
    assert any("and/or D-dimer" in text for text in CARD.our_definitions)


def test_after_the_moment_nothing_counts():
    rows = [labs(0, ILL), labs(14, WELL), SIGNS_BEFORE, SIGNS_CLEAR]
    later = [*labs(21, ILL), found("splenomegaly", 21), found("cns_involvement", 21)]
    assert replace(trial(rows)) == replace(trial(rows, later))
    assert TrialClass("complete") is COMPLETE
