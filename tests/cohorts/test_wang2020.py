"""Every figure of Wang, Haematologica 2020;105(5):e210, against the digits printed there."""

from decimal import Decimal

import pytest

from hlh_app.cohorts import cohort

# code, numerator, denominator, printed percentage (text of the letter)
PRINTED_PERCENTAGES = [
    ("overall_response", 25, 34, "73.5"),
    ("complete_response", 5, 34, "14.7"),
    ("partial_response", 20, 34, "58.8"),
    ("overall_response_ebv", 17, 25, "68"),
    ("afebrile_24_h", 30, 34, "88.2"),
    ("leukopenia_3_4", 2, 34, "5.9"),
    ("thrombocytopenia_3_4", 4, 34, "11.8"),
    ("transaminases_3_4", 6, 34, "17.6"),
    ("bilirubin_3_4", 3, 34, "8.8"),
    ("triglycerides_3_4", 1, 34, "2.9"),
    ("deaths", 15, 34, "44.1"),
]

PRINTED_COUNTS = [
    ("male", 18, 34),
    ("female", 16, 34),
    ("ebv_hlh", 25, 34),
    ("ruxolitinib_alone", 16, 34),
    ("with_glucocorticoid", 18, 34),
    ("with_methylprednisolone", 17, 34),
    ("with_hydroxychloroquine", 1, 34),
    ("lung_infection_worse", 3, 34),
    ("urinary_infection", 1, 34),
    ("stopped_for_toxicity", 0, 34),
    ("relapse_ebv", 6, 10),
    ("ebv_dna_before_relapse", 2, 6),
    ("relapse_not_ebv", 2, 8),
]

PRINTED_MEDIANS = [
    ("age", "27.5", "2", "70", "years"),
    ("time_to_response", "2", "1", "8", "weeks"),
    ("follow_up", "26.5", "15", "52", "weeks"),
    ("survival", "22", "4", "52", "weeks"),
    ("progression_free_survival", "8", "2", "40", "weeks"),
    ("time_to_relapse_ebv", "8", "3", "12", "weeks"),
    ("time_to_transplant", "2", "2", "10", "weeks"),
]

PRINTED_P = [
    ("ferritin", "0.003"),
    ("scd25", "0.012"),
    ("ebv_dna_whole_blood", "0.388"),
    ("ebv_dna_plasma", "0.064"),
    ("ifn_gamma", "0.006"),
    ("il_18", "0.016"),
    ("mip_1a", "0.029"),
    ("ip_10", "0.004"),
]


@pytest.fixture
def wang():
    return cohort("wang2020").arm("ruxolitinib")


@pytest.mark.parametrize(("code", "numerator", "denominator", "printed"), PRINTED_PERCENTAGES)
def test_percentages_come_out_as_printed(wang, code, numerator, denominator, printed):
    row = wang.count(code)
    digits = len(printed.partition(".")[2])
    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert row.percent(digits) == Decimal(printed)


@pytest.mark.parametrize(("code", "numerator", "denominator"), PRINTED_COUNTS)
def test_counts_are_those_printed(wang, code, numerator, denominator):
    row = wang.count(code)
    assert (row.numerator, row.denominator) == (numerator, denominator)


def test_every_count_is_checked_against_the_paper(wang):
    checked = {row[0] for row in PRINTED_PERCENTAGES + PRINTED_COUNTS}
    assert {row.code for row in wang.counts} - checked == {"overall_response_not_ebv"}


def test_the_one_derived_count_says_so(wang):
    row = wang.count("overall_response_not_ebv")
    assert (row.numerator, row.denominator, row.derived) == (25 - 17, 34 - 25, True)
    assert [r.code for r in wang.counts if r.derived] == [row.code]


@pytest.mark.parametrize(("code", "value", "low", "high", "unit"), PRINTED_MEDIANS)
def test_medians_and_ranges(wang, code, value, low, high, unit):
    row = wang.summary(code)
    assert (row.statistic, row.spread, row.unit) == ("median", "range", unit)
    assert (row.value, row.low, row.high) == (Decimal(value), Decimal(low), Decimal(high))


def test_every_median_is_checked_against_the_paper(wang):
    assert [row.code for row in wang.summaries] == [row[0] for row in PRINTED_MEDIANS]


def test_p_values():
    rows = cohort("wang2020").comparisons
    assert [(row.subject, str(row.p)) for row in rows] == PRINTED_P
    assert {row.p_comparator for row in rows} == {None}


def test_no_laboratory_value_stands_under_this_name():
    """Tables 1 and 2 and the curves were not available."""
    wang = cohort("wang2020")
    assert wang.laboratory_values is False
    assert wang.analytes() == ()
    assert all(arm.means == () for arm in wang.arms)
    assert {row.unit for arm in wang.arms for row in arm.summaries} == {"years", "weeks"}


def test_says_what_is_missing():
    wang = cohort("wang2020")
    assert "Table 2" in wang.missing[0]
    assert any("febrile before" in line for line in wang.missing)
    assert wang.source.doi_checked is False
    assert wang.unverified
