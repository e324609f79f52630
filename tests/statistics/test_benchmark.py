"""Our figures as a benchmark, and by another cohort's share of EBV-HLH."""

from __future__ import annotations

import pytest

from hlh_app.cohorts import cohort as published
from hlh_app.statistics.benchmark import EBV_MIXES, benchmark, too_often

from .study_rows import by_key, cohort, patient, shown


def child(best=("NR",), ebv=None, **facts):
    return patient(outcome__best=best, subject__ebv=ebv, **facts)


def found(*rows):
    return by_key(benchmark(*cohort(*rows)))


EIGHT = [
    *(child(("CR",), True), child(("PR", "CR"), True), child(("NR",), True), child((), True)),
    *(child(("PR",), False), child(("PR",), False), child(("NR", "PR"), False)),
    child(("CR",)),
]


class TestRates:
    def test_response_and_complete_response(self):
        keys = ("benchmark/orr/x/a", "benchmark/orr/n/a", "benchmark/cr/x/a")
        assert shown(found(*EIGHT), *keys) == [
            (5, [0, 1, 4, 5, 7]),
            (8, [0, 1, 2, 3, 4, 5, 6, 7]),
            (2, [0, 7]),
        ]

    def test_exact_interval(self):
        figures = found(*EIGHT)
        ends = [figures[f"benchmark/orr/{end}/a"].value for end in ("value", "low", "high")]
        assert ends == pytest.approx([0.625, 0.244863, 0.914766], abs=1e-6)

    def test_conventional_treatment_has_no_response(self):
        figures = found(child(subject__treatment="conventional"))
        assert figures["benchmark/orr/n/a"].value == 0
        assert figures["benchmark/orr/value/a"].value is None
        assert figures["benchmark/deaths/n/a"].value == 1

    def test_on_one_day_of_those_assessed_on_it(self):
        rows = [
            child(outcome__classes={"28": ("PR",)}),
            child(outcome__classes={"28": ("NR",)}),
            child(outcome__classes={"14": ("CR",)}),
        ]
        keys = [f"benchmark/orr_day28/{what}/a" for what in ("x", "n", "unknown")]
        assert shown(found(*rows), *keys) == [(1, [0]), (2, [0, 1]), (1, [2])]

    def test_on_one_day_of_all_who_were_treated(self):
        rows = [
            child(outcome__classes={"28": ("PR",)}),
            child(outcome__classes={"14": ("CR",), "28": ("NR",)}),
            child(),
            child(subject__treatment="conventional"),
        ]
        names = [f"benchmark/orr_day{day}_all" for day in (14, 28)]
        keys = [f"{name}/{what}/a" for name in names for what in ("x", "n", "unknown")]
        assert shown(found(*rows), *keys) == [
            *((1, [1]), (3, [0, 1, 2]), (0, [])),
            *((1, [0]), (3, [0, 1, 2]), (0, [])),
        ]

    def test_afebrile_of_whom_it_is_known(self):
        rows = [child(fever__within_24_h=word) for word in (True, False, None)]
        keys = [f"benchmark/afebrile24/{what}/a" for what in ("x", "n", "unknown")]
        assert shown(found(*rows), *keys) == [(1, [0]), (2, [0, 1]), (1, [2])]

    def test_survival_at_fixed_weeks(self):
        rows = [
            child(outcome__os_days=30, outcome__os_ended="death"),
            child(outcome__os_days=400),
        ]
        figures = found(*rows)
        assert figures["benchmark/os52/value/a"].value == 0.5
        assert shown(figures, "benchmark/os52/x/a") == [(1, [1])]
        assert figures["benchmark/pfs26/value/a"].value is None

    def test_who_they_are(self):
        rows = [
            child(subject__line="first", subject__age=3.0),
            child(subject__line="later", subject__age=18.0),
            child(),
        ]
        kinds = ("line_first", "line_later", "line_unknown", "children", "adults", "age_unknown")
        figures = found(*rows)
        assert [figures[f"benchmark/{kind}/n/a"].who.tolist() for kind in kinds] == [
            *([0], [1], [2]),
            *([0], [1], [2]),
        ]


class TestStandardized:
    def test_weighted_by_the_printed_mix(self):
        """2 of 4 with EBV-HLH and 2 of 3 without, at 25 to 9."""
        figures = found(*EIGHT)
        value = figures["benchmark/orr_as_wang2020/value/a"].value
        assert value == pytest.approx((25 * 2 / 4 + 9 * 2 / 3) / 34)
        assert figures["benchmark/ebv_unknown/n/a"].value == 1
        assert figures["benchmark/orr_as_wang2020/value/a"].who.tolist() == [0, 1, 2, 3, 4, 5, 6]

    def test_not_given_without_anybody_of_a_kind(self):
        figures = found(child(("PR",), True), child(("NR",), True))
        assert figures["benchmark/orr_as_wang2020/value/a"].value is None

    def test_not_given_where_ebv_is_too_often_unknown(self):
        figures = found(*EIGHT, child(), child())
        assert figures["benchmark/orr_as_wang2020/value/a"].value is None
        assert figures["benchmark/orr/value/a"].value == pytest.approx(0.5)

    @pytest.mark.parametrize(("unknown", "n", "word"), [(1, 5, False), (2, 9, True), (0, 0, False)])
    def test_more_than_one_in_five(self, unknown, n, word):
        assert too_often(unknown, n) is word

    @pytest.mark.parametrize(
        ("name", "arm", "code"),
        [("wang2020", "ruxolitinib", "ebv_hlh"), ("chi2020", "ruxolitinib", "ebv"),
         ("chi2020_conventional", "conventional", "ebv")],
    )  # fmt: skip
    def test_the_mixes_are_those_printed(self, name, arm, code):
        row = published(name.partition("_")[0]).arm(arm).count(code)
        assert EBV_MIXES[name] == (row.numerator, row.denominator - row.numerator)
