"""Every figure of Chi, preprint 10.21203/rs.3.rs-78746/v1 (2020), against its printed digits."""

from decimal import Decimal

import pytest

from hlh_app.cohorts import cohort

# Table 1: code, group R number and percentage, group C number and percentage
TABLE_1 = [
    ("fever", 11, "100", 11, "100"),
    ("splenomegaly", 11, "100", 11, "100"),
    ("cytopenias", 11, "100", 10, "90.91"),
    ("triglycerides_fibrinogen", 11, "100", 10, "90.91"),
    ("ferritin", 11, "100", 11, "100"),
    ("hemophagocytosis", 7, "63.64", 7, "63.64"),
    ("nk_activity", 4, "36.36", 7, "63.64"),
    ("scd25", 7, "63.64", 7, "63.64"),
    ("infection", 8, "72.73", 4, "36.36"),
    ("sjia", 2, "18.18", 6, "54.55"),
    ("hlh_04", 6, "54.55", 6, "54.55"),
    ("female", 6, "54.5", 5, "45.5"),  # section 3.1
    ("male", 5, "45.5", 6, "54.5"),  # section 3.1
]
ONE_GROUP = [
    ("ruxolitinib", "hlh_04_ivig", 3, "27.27"),
    ("ruxolitinib", "ivig", 2, "18.18"),
    ("conventional", "glucocorticoid_ivig", 5, "45.45"),
]
# Printed so, although 1/11 is 9.09 %, 8/11 72.73 % and 6/11 54.55 % (Table 1, section 3.2)
MISPRINTED = [
    ("ruxolitinib", "kawasaki", 1, "9.10", "9.09"),
    ("conventional", "sle", 1, "9.10", "9.09"),
    ("ruxolitinib", "infection", 8, "72.72", "72.73"),
    ("conventional", "sjia", 6, "54.54", "54.55"),
]
WITHOUT_PERCENTAGE = {
    "ruxolitinib": {
        "ebv": 5,
        "hepatitis_b": 1,
        "cmv": 1,
        "influenza": 1,
        "no_known_gene": 11,
        "cns": 2,
        "ruxolitinib_alone": 4,
        "after_failure": 5,
        "fever_on_conventional": 3,
        "afebrile_before": 4,
        "fever_returned": 1,
        "arthritis_after_stopping": 1,
    },
    "conventional": {
        "ebv": 2,
        "parainfluenza": 2,
        "afebrile_day_3": 8,
        "afebrile_day_5_6": 3,
        "fever_returned": 8,
        "arthritis_on_reduction": 3,
    },
}

# Table 2: mean and SD before, 1 week, 1 month
TABLE_2 = {
    ("ruxolitinib", "wbc"): "2.55±2.21 5.45±3.32 5.74±2.52",
    ("conventional", "wbc"): "4.29±3.37 8.77±4.69 9.62±5.17",
    ("ruxolitinib", "fibrinogen"): "0.9±0.35 1.65±0.66 2.17±0.89",
    ("conventional", "fibrinogen"): "1.98±0.31 2.62±0.21 3.94±1.45",
    ("ruxolitinib", "ferritin"): "17090±17586 828.1±646.4 178.9±166.1",
    ("conventional", "ferritin"): "12579±18748 4765.6±4562.2 597.6±783.3",
    ("ruxolitinib", "scd25"): "9381.3±12865.4 2540±1381.5 494.2±195.8",
    ("conventional", "scd25"): "1784.5±516.4 760±155.6 390±84.8",
}
TABLE_2_UNITS = {"wbc": "10*9/L", "fibrinogen": "g/L", "ferritin": "ng/mL", "scd25": "U/mL"}
TABLE_2_F = [
    ("wbc", "8.896", "= 0.002"),
    ("fibrinogen", "86.247", "< 0.001"),
    ("ferritin", "22.493", "< 0.001"),
    ("scd25", "5.146", "= 0.036"),
]
# Section 3.6: ruxolitinib against conventional at 1 week and at 1 month
SECTION_3_6 = [
    ("wbc", "0.037", "0.002"),
    ("ferritin", "0.398", "0.064"),
    ("fibrinogen", "0.74", "0.035"),
    ("scd25", "0.062", "0.041"),
]
# Section 3.5
TEMPERATURE = [
    ("before treatment", "0.24"),
    ("day 2", "0.022"),
    ("day 3", "0.014"),
    ("day 7", "0.003"),
    ("day 8", "0.020"),
    ("day 9", "0.031"),
]


@pytest.fixture
def chi():
    return cohort("chi2020")


def percent_as(row, printed):
    return row.percent(len(printed.partition(".")[2]))


@pytest.mark.parametrize(("code", "r", "r_percent", "c", "c_percent"), TABLE_1)
def test_both_groups_as_printed(chi, code, r, r_percent, c, c_percent):
    for arm, number, printed in (("ruxolitinib", r, r_percent), ("conventional", c, c_percent)):
        row = chi.arm(arm).count(code)
        assert (row.numerator, row.denominator) == (number, 11)
        assert percent_as(row, printed) == Decimal(printed)


@pytest.mark.parametrize(("arm", "code", "number", "printed"), ONE_GROUP)
def test_one_group_as_printed(chi, arm, code, number, printed):
    row = chi.arm(arm).count(code)
    assert (row.numerator, row.denominator) == (number, 11)
    assert percent_as(row, printed) == Decimal(printed)


@pytest.mark.parametrize(("arm", "code", "number", "printed", "right"), MISPRINTED)
def test_misprinted_percentages_are_derived_rightly_and_named(
    chi, arm, code, number, printed, right
):
    row = chi.arm(arm).count(code)
    assert (row.numerator, row.denominator) == (number, 11)
    assert row.percent(2) == Decimal(right) != Decimal(printed)
    assert any(printed in fault for fault in chi.faults)


@pytest.mark.parametrize("arm", ["ruxolitinib", "conventional"])
def test_counts_printed_without_percentage(chi, arm):
    for code, number in WITHOUT_PERCENTAGE[arm].items():
        row = chi.arm(arm).count(code)
        assert (row.numerator, row.denominator) == (number, 11), code


@pytest.mark.parametrize("arm", ["ruxolitinib", "conventional"])
def test_every_count_is_checked_against_the_paper(chi, arm):
    checked = {row[0] for row in TABLE_1} | set(WITHOUT_PERCENTAGE[arm])
    checked |= {row[1] for row in ONE_GROUP + MISPRINTED if row[0] == arm}
    assert {row.code for row in chi.arm(arm).counts} == checked


@pytest.mark.parametrize(("arm", "analyte"), TABLE_2)
def test_table_2(chi, arm, analyte):
    rows = chi.arm(arm).means_of(analyte)
    assert " ".join(f"{row.mean}±{row.sd}" for row in rows) == TABLE_2[arm, analyte]
    assert [row.day for row in rows] == [0, 7, 30]
    assert {row.unit for row in rows} == {TABLE_2_UNITS[analyte]}
    assert {row.n for row in rows} == {None}, "n per cell is not printed"


def test_table_2_is_whole(chi):
    held = {(arm.code, row.analyte) for arm in chi.arms for row in arm.means}
    assert held == set(TABLE_2)
    assert sum(len(arm.means) for arm in chi.arms) == 24


def test_time_effects(chi):
    rows = [row for row in chi.comparisons if row.where == "Table 2"]
    assert [(row.subject, str(row.statistic_value), row.p_text) for row in rows] == TABLE_2_F


def test_groups_against_each_other(chi):
    rows = [row for row in chi.comparisons if row.where == "section 3.6"]
    printed = [
        (analyte, time, p)
        for analyte, week, month in SECTION_3_6
        for time, p in (("1 week", week), ("1 month", month))
    ]
    assert [(row.subject, row.time, str(row.p)) for row in rows] == printed


def test_temperature(chi):
    rows = [row for row in chi.comparisons if row.subject == "temperature"]
    assert [(row.time, str(row.p)) for row in rows] == TEMPERATURE


def test_methylprednisolone(chi):
    rows = [row for row in chi.comparisons if row.where == "section 3.7"]
    assert [(str(row.statistic_value), row.p_text) for row in rows] == [
        ("60.536", "< 0.001"),
        ("29.756", "< 0.001"),
    ]
    assert len(chi.comparisons) == 4 + 8 + 6 + 2


@pytest.mark.parametrize(
    ("arm", "median", "low", "high"), [("ruxolitinib", "3.3", 1, 6), ("conventional", "3.8", 1, 8)]
)
def test_ages(chi, arm, median, low, high):
    row = chi.arm(arm).summary("age")
    assert (str(row.value), row.low, row.high) == (median, low, high)


def test_a_band_never_falls_below_zero_though_the_sd_exceeds_the_mean(chi):
    rows = [row for arm in chi.arms for row in arm.means]
    assert any(row.sd > row.mean for row in rows)
    for row in rows:
        low, high = row.band
        assert 0 < low < row.mean < high


def test_the_band_has_the_printed_mean_and_sd(chi):
    """Back from the band to mean and SD by the textbook formulas of the lognormal."""
    for arm in chi.arms:
        for row in arm.means:
            low, high = row.band
            middle, half = (low.ln() + high.ln()) / 2, (high.ln() - low.ln()) / 2
            mean = (middle + half**2 / 2).exp()
            sd = mean * ((half**2).exp() - 1).sqrt()
            assert abs(mean - row.mean) < Decimal("1e-18") * row.mean
            assert abs(sd - row.sd) < Decimal("1e-18") * row.mean


@pytest.mark.parametrize(
    "words",
    [
        "4 on ruxolitinib alone and 5 after failure",
        "3 children were fever-refractory in the results, 5",
        "HLH-04 to nine",
        "to five of the conventional group",
        "cannot coexist with 7 of 11",
        "higher WBC and fibrinogen and the lower IL-2R",
        "differ on what R1–R3 had failed",
    ],
)
def test_known_faults_are_all_named(chi, words):
    assert any(words in fault for fault in chi.faults)


def test_the_known_faults_are_true(chi):
    r, c = chi.arm("ruxolitinib"), chi.arm("conventional")
    assert r.count("ruxolitinib_alone").numerator + r.count("after_failure").numerator != r.n
    assert r.count("hlh_04").numerator + r.count("hlh_04_ivig").numerator == 9
    for analyte in ("wbc", "fibrinogen"):
        assert c.means_of(analyte)[2].mean > r.means_of(analyte)[2].mean
    assert c.means_of("scd25")[2].mean < r.means_of("scd25")[2].mean
    before = c.means_of("scd25")[0]
    # 7 of 11 at 2,400 or more with this mean force an SD of at least (2400 - mean)·√(7/4·11/10)
    least = (2400 - before.mean) * (Decimal(7) / 4 * Decimal(11) / 10).sqrt()
    assert before.sd < least
