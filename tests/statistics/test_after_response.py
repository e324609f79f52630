"""What came first after a response, and relapse as Wang 2020 counted."""

from __future__ import annotations

import pytest

from hlh_app.statistics.survival_analysis import survival_analysis

from .study_rows import by_key, cohort, patient, shown

KEY = "survival/after_response"


def responder(days, ended, ebv=True, **facts):
    return patient(
        subject__ebv=ebv,
        outcome__response_day=14,
        outcome__response_to_days=days,
        outcome__response_to_ended=ended,
        **{f"outcome__{name}": value for name, value in facts.items()},
    )


def found(*rows):
    return by_key(survival_analysis(*cohort(*rows)))


SIX = [
    responder(14, "relapse", relapse_day=28, ebv_rose_before_relapse=True),
    responder(28, "transplant", transplant_day=42),
    responder(28, "death"),
    responder(42, "relapse", relapse_day=56, ebv_rose_before_relapse=False),
    responder(70, "last_contact", relapse="unknown"),
    patient(outcome__relapse="not_applicable"),
]


class TestCompeting:
    def test_counts(self):
        keys = [f"{KEY}/{what}/a" for what in ("n", "relapse", "transplant", "death", "censored")]
        assert shown(found(*SIX), *keys) == [
            (5, [0, 1, 2, 3, 4]),
            (2, [0, 3]),
            (1, [1]),
            (1, [2]),
            (1, [4]),
        ]

    def test_the_shares_and_the_share_with_none_make_one(self):
        figures = found(*SIX)
        shares = [
            figures[f"{KEY}/week8_{cause}/a"].value for cause in ("relapse", "transplant", "death")
        ]
        assert shares == pytest.approx([0.4, 0.2, 0.2])
        assert shown(figures, f"{KEY}/week8_at_risk/a") == [(1, [4])]

    def test_transplant_is_no_censoring(self):
        """One minus Kaplan-Meier would give 0.2 + 0.8 × 1 / 2 = 0.6 relapsed."""
        assert found(*SIX)[f"{KEY}/week8_relapse/a"].value == pytest.approx(0.4)

    def test_nothing_after_the_last_observed_day_while_somebody_could_still_relapse(self):
        assert found(*SIX)[f"{KEY}/week12_relapse/a"].value is None

    def test_but_the_last_share_stays_once_nobody_is_left(self):
        figures = found(responder(14, "relapse", relapse_day=28), responder(28, "death"))
        assert figures[f"{KEY}/week52_relapse/a"].value == pytest.approx(0.5)
        assert figures[f"{KEY}/week52_relapse_low/a"].value is not None

    def test_no_interval_of_a_share_of_one(self):
        figures = found(responder(14, "relapse"), responder(14, "relapse"))
        assert figures[f"{KEY}/week4_relapse/a"].value == 1
        assert figures[f"{KEY}/week4_relapse_high/a"].value is None

    def test_what_is_open_and_what_is_no_relapse_after_a_response(self):
        figures = found(*SIX, patient(outcome__relapse_day=9))
        keys = (f"{KEY}/relapse_open/a", f"{KEY}/relapse_elsewhere/a")
        assert shown(figures, *keys) == [(1, [4]), (1, [6])]

    def test_nobody_responded(self):
        figures = found(patient())
        assert figures[f"{KEY}/n/a"].value == 0
        assert figures[f"{KEY}/week4_relapse/a"].value is None


class TestAsWangCounted:
    def test_relapsed_of_those_without_a_transplant_before(self):
        keys = [f"survival/relapse_ebv/{what}/a" for what in ("responders", "n", "relapsed")]
        assert shown(found(*SIX), *keys) == [
            (5, [0, 1, 2, 3, 4]),
            (4, [0, 2, 3, 4]),
            (2, [0, 3]),
        ]

    def test_exact_interval(self):
        figures = found(*SIX)
        ends = [figures[f"survival/relapse_ebv/share{end}/a"].value for end in ("", "_low")]
        assert ends == pytest.approx([0.5, 0.067586], abs=1e-6)

    def test_times_from_the_first_dose(self):
        figures = found(*SIX)
        values = [
            figures[f"survival/relapse_ebv_time/{x}_weeks/a"].value for x in ("median", "min")
        ]
        assert values == [6, 4]

    def test_ebv_dna_before_the_relapse_of_whom_it_is_known(self):
        rows = [*SIX, responder(9, "relapse", relapse_day=23)]
        keys = [f"survival/relapse_ebv/ebv_dna_{what}/a" for what in ("known", "rose")]
        assert shown(found(*rows), *keys) == [(2, [0, 3]), (1, [0])]

    def test_each_kind_by_itself(self):
        figures = found(
            *SIX, responder(84, "relapse", False), responder(84, "relapse", None), patient()
        )
        kinds = ("relapse_ebv", "relapse_not_ebv", "relapse_ebv_unknown")
        assert [figures[f"survival/{kind}/responders/a"].value for kind in kinds] == [5, 1, 1]

    def test_transplants_of_everybody(self):
        figures = found(*SIX, patient(outcome__transplant_day=14))
        assert shown(figures, "survival/transplant/n/a") == [(2, [1, 6])]
        assert figures["survival/transplant/median_weeks/a"].value == 4
