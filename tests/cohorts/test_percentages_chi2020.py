"""Every percentage of Chi, preprint 10.21203/rs.3.rs-78746/v1, and those that do not follow."""

from decimal import Decimal

import pytest

from hlh_app.charts import faults
from hlh_app.cohorts import cohort

from .percentages import Printed

R, C = "ruxolitinib", "conventional"
TABLE_1 = [
    Printed(group, what, count, 11, text)
    for what, r, r_text, c, c_text in [
        ("fever", 11, "100", 11, "100"),
        ("splenomegaly", 11, "100", 11, "100"),
        ("cytopenias", 11, "100", 10, "90.91"),
        ("hypofibrinogenemia or hypertriglyceridemia", 11, "100", 10, "90.91"),
        ("elevated ferritin", 11, "100", 11, "100"),
        ("hemophagocytosis", 7, "63.64", 7, "63.64"),
        ("low or absent NK-cell activity", 4, "36.36", 7, "63.64"),
        ("elevated soluble CD25", 7, "63.64", 7, "63.64"),
        ("infection", 8, "72.73", 4, "36.36"),
        ("systemic JIA", 2, "18.18", 6, "54.55"),
        ("HLH-04", 6, "54.55", 6, "54.55"),
    ]
    for group, count, text in [(R, r, r_text), (C, c, c_text)]
]
ONE_COLUMN = [
    Printed(C, "hormone and IVIG", 5, 11, "45.45"),
    Printed(R, "HLH-04 and IVIG", 3, 11, "27.27"),
    Printed(R, "IVIG", 2, 11, "18.18"),
]
SECTION_3_1 = [
    Printed(R, "girls", 6, 11, "54.5"),
    Printed(R, "boys", 5, 11, "45.5"),
    Printed(C, "girls", 5, 11, "45.5"),
    Printed(C, "boys", 6, 11, "54.5"),
]
SECTION_3_2 = [
    Printed(R, "juvenile idiopathic arthritis", 2, 11, "18.18"),
    Printed(C, "infection", 4, 11, "36.36"),
]
RIGHT = [*TABLE_1, *ONE_COLUMN, *SECTION_3_1, *SECTION_3_2]

FAULTS = [
    (Printed("Table 1", "Kawasaki disease", 1, 11, "9.10"), "9.09"),
    (Printed("Table 1", "systemic lupus erythematosus", 1, 11, "9.10"), "9.09"),
    (Printed("section 3.2", "infection, group R", 8, 11, "72.72"), "72.73"),
    (Printed("section 3.2", "juvenile idiopathic arthritis, group C", 6, 11, "54.54"), "54.55"),
    (Printed("section 3.2", "Kawasaki disease", 1, 11, "9.1"), "9.1"),
    (Printed("section 3.2", "systemic lupus erythematosus", 1, 11, "9.1"), "9.1"),
]
"""As printed, and what it should be. "9.1" alone is 9.09 told to one place where two are used."""

WITHOUT_COUNTS = [
    ("ferritin above 10,000 µg/L: sensitive, specific", ("90", "96")),
    ("five-year survival of adults, worldwide and in China", ("54", "31.7", "56.1")),
]


@pytest.mark.parametrize("row", RIGHT, ids=lambda row: f"{row.where} {row.what} {row.text}")
def test_follows_from_its_counts_to_the_printed_digit(row):
    assert row.from_counts() == row.text


@pytest.mark.parametrize(("row", "should_be"), FAULTS, ids=lambda it: getattr(it, "what", it))
def test_those_that_do_not_follow_and_what_they_should_be(row, should_be):
    assert row.from_counts() == should_be
    share = Decimal(100 * row.count) / row.of
    assert abs(share - Decimal(row.text)) < Decimal("0.011"), "cut or padded, not miscounted"


@pytest.mark.parametrize("text", sorted({row.text for row, _ in FAULTS}))
def test_every_fault_is_shown_with_the_overlay_and_the_cohort(text):
    chi = cohort("chi2020")
    assert any(text in line for line in chi.faults)
    assert any(text in line for line in faults(chi))


@pytest.mark.parametrize("right", ["72.73", "54.55", "9.09"])
def test_what_it_should_be_is_shown_too(right):
    assert any(right in line for line in cohort("chi2020").faults)


def test_each_count_is_the_one_carried():
    held = {(arm.code, c.numerator) for arm in cohort("chi2020").arms for c in arm.counts}
    assert {(row.where, row.count) for row in RIGHT} <= held


@pytest.mark.parametrize(
    "parts", [(8, 2, 1), (4, 6, 1), (6, 3, 2), (6, 5)], ids=["causes R", "causes C", "before", "C"]
)
def test_the_parts_make_eleven(parts):
    assert sum(parts) == 11
    assert sum(Decimal(100 * part) / 11 for part in parts) == pytest.approx(Decimal(100))


def test_the_agents_make_the_infections():
    arm_r, arm_c = (cohort("chi2020").arm(code) for code in (R, C))
    agents = ("ebv", "hepatitis_b", "cmv", "influenza")
    assert sum(arm_r.count(code).numerator for code in agents) == 8
    assert sum(arm_c.count(code).numerator for code in ("ebv", "parainfluenza")) == 4


def test_the_printed_length_of_follow_up_cannot_be():
    """Diagnosed from November 2017 to August 2018, followed to February 2020: 18 to 27 months."""
    longest = (2020 - 2017) * 12 + 2 - 11
    shortest = (2020 - 2018) * 12 + 2 - 8
    assert (shortest, longest) == (18, 27)
    assert longest < 2.5 * 12, "2-2.5 years are printed, and 21-27 months beside them"
    assert any("2–2.5 years" in line for line in cohort("chi2020").faults)
