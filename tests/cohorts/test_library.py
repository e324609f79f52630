"""The cohorts carried, and the benchmarks as printed in their abstracts or label."""

from decimal import Decimal

import pytest

from hlh_app.cohorts import cohort, load_cohorts

BENCHMARKS = [
    ("zhang2022", "overall_response", 36, 52, "69.2"),
    ("zhang2022", "sustained_complete_response", 22, 52, "42.3"),
    ("zhang2022", "overall_complete_response", 38, 52, "73.1"),
    ("zhang2022", "intensive_therapy", 30, 52, "57.7"),
    ("zhang2021", "overall_response", 10, 12, "83.3"),
    ("zhang2021", "complete_response", 8, 12, "66.7"),
    ("zhang2021", "partial_response", 1, 12, "8.3"),
    ("zhang2021", "improvement", 1, 12, "8.3"),
    ("wei2020", "partial_response", 3, 9, "33.3"),
    ("wei2020", "improvement", 5, 9, "55.6"),
    ("wei2020", "deaths", 1, 9, "11.1"),
    ("wei2020", "afebrile_48_h", 9, 9, "100"),
    ("dep2015", "complete_response", 17, 63, "27.0"),
    ("dep2015", "partial_response", 31, 63, "49.2"),
    ("dep2015", "overall_response", 48, 63, "76.2"),
    ("rudep2021", "overall_response", 32, 41, "78.0"),
    ("rudep2021", "complete_response", 8, 41, "19.5"),
    ("rudep2021", "partial_response", 24, 41, "58.5"),
    ("rudep2021", "partial_response_after_dep", 7, 12, "58.3"),
    ("emapalumab", "overall_response", 17, 27, "63"),
    ("emapalumab", "complete_response", 7, 27, "26"),
    ("emapalumab", "partial_response", 8, 27, "30"),
    ("emapalumab", "improvement", 2, 27, "7.4"),
]


@pytest.mark.parametrize(("code", "count", "numerator", "denominator", "printed"), BENCHMARKS)
def test_benchmarks_as_printed(code, count, numerator, denominator, printed):
    (arm,) = cohort(code).arms
    row = arm.count(count)
    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert row.percent(len(printed.partition(".")[2])) == Decimal(printed)


def test_every_benchmark_count_is_checked():
    founding = {"wang2020", "chi2020"}
    held = {
        (row.code, count.code)
        for row in load_cohorts()
        if row.code not in founding
        for arm in row.arms
        for count in arm.counts
    }
    assert held == {(code, count) for code, count, *_ in BENCHMARKS}


def test_survival_estimates():
    survival = cohort("zhang2022").arm("ruxolitinib").summary("survival_12_months")
    assert (survival.value, survival.low, survival.high) == (
        Decimal("86.4"),
        Decimal("77.1"),
        Decimal("95.7"),
    )
    assert survival.spread == "95 % confidence interval"
    assert cohort("zhang2022").arm("ruxolitinib").summary("overall_response_ebv").value == Decimal(
        "87.5"
    )
    event_free = cohort("zhang2021").arm("ruxolitinib").summary("event_free_survival_6_months")
    assert event_free.value == Decimal("58.3")
    assert "10.2" in (event_free.note or "")


def test_founding_papers_come_first_and_codes_are_unique():
    codes = [row.code for row in load_cohorts()]
    assert codes[:2] == ["wang2020", "chi2020"]
    assert len(set(codes)) == len(codes) == 8


@pytest.mark.parametrize("row", load_cohorts(), ids=lambda row: row.code)
def test_every_cohort_has_a_source_and_says_what_is_missing(row):
    assert row.kind == "published"
    assert row.source.citation
    assert row.source.read
    assert row.missing
    assert row.source.doi_checked or row.unverified
    assert all(count.where for arm in row.arms for count in arm.counts)


def test_who_did_best_is_said_where_they_stand_together():
    for code in ("wang2020", "wei2020", "zhang2022"):
        assert any("best as first line" in note for note in cohort(code).notes)


def test_only_chi_carries_laboratory_values():
    assert [row.code for row in load_cohorts() if row.analytes()] == ["chi2020"]


def test_loading_twice_reads_once():
    assert load_cohorts() is load_cohorts()


def test_unknown_names():
    with pytest.raises(KeyError, match="nobody1999"):
        cohort("nobody1999")
    with pytest.raises(KeyError, match="placebo"):
        cohort("chi2020").arm("placebo")


def test_what_is_said_of_fever():
    lines = [row.text for row in cohort("chi2020").said_about("defervescence")]
    assert "four of the 11 were already afebrile" in lines[0]
    assert "fever back in 8 of 11" in lines[1]
    assert "30 of all 34" in cohort("wang2020").said_about("defervescence")[0].text


def test_number_of_patients():
    assert (cohort("wang2020").n, cohort("chi2020").n) == (34, 22)
