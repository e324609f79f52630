"""A grade with what is missing left open: comparators, limits that are not there, baselines."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from hlh_app.clinical import ctcae
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.ctcae import CARD, UNKNOWN, Base, Grade, NoBandError, grade
from hlh_app.clinical.ctcae_tables import TABLES, TERMS, Band, End

from .diagnosis_builders import at, lab

D = Decimal


def alt(value, high="40", **more):
    return lab("alt", value, high=None if high is None else D(high), **more)


def test_400_from_a_baseline_of_300_is_grade_3_in_one_version_and_0_in_the_other():
    base = Base(alt("300", when=at(-9)))
    assert grade(alt("400"), "4.03", base) == (3, 3)
    assert grade(alt("400"), "5.0", base) == (0, 0)


def test_a_value_of_zero_after_an_abnormal_baseline_is_grade_0():
    assert grade(alt("0"), "5.0", Base(alt("300", when=at(-9)))) == (0, 0)


def test_before_any_treatment_both_versions_count_from_the_limit():
    assert grade(alt("400"), "4.03") == grade(alt("400"), "5.0") == (3, 3)


def test_the_abnormal_baseline_itself_is_grade_0_in_version_5():
    base = alt("300")
    assert grade(base, "5.0", Base(base)) == (0, 0)
    above = alt("300", comparator=">")
    assert grade(above, "5.0", Base(above)) == (0, 0)
    assert grade(base, "4.03", Base(base)) == (3, 3)


@pytest.mark.parametrize(
    ("analyte", "value", "expected"),
    [
        ("neutrophils", "1.5", (0, 1)),
        ("neutrophils", "9", (0, 1)),
        ("neutrophils", "1.49", (2, 2)),
        ("wbc", "0.2", (4, 4)),
        ("platelets", "75", (0, 1)),
        ("hemoglobin", "100", (0, 1)),
        ("hemoglobin", "79", (3, 3)),
        ("alt", "5", (0, 4)),
        ("ast", "5000", (0, 4)),
        ("bilirubin_total", "30", (0, 4)),
        ("triglycerides", "3.5", (2, 2)),
        ("temperature", "38.0", (1, 1)),
    ],
)
def test_without_its_limit_a_grade_is_open_and_never_0(analyte, value, expected):
    assert grade(lab(analyte, value)) == expected


@pytest.mark.parametrize(
    ("comparator", "value", "expected"),
    [
        ("<", "0.5", (4, 4)),
        ("<=", "0.5", (3, 4)),
        ("<", "1.0", (3, 4)),
        ("<=", "1.0", (2, 4)),
        (">", "1.0", (0, 2)),
        (">=", "2.0", (0, 0)),
        (">", "0.4", (0, 4)),
    ],
)
def test_a_comparator_is_the_range_it_states(comparator, value, expected):
    row = lab("neutrophils", value, comparator=comparator, low=D("2.0"))
    assert grade(row) == expected


@pytest.mark.parametrize(
    ("comparator", "value", "expected"),
    [(">", "1000", (4, 4)), (">=", "1000", (3, 4)), ("<", "150", (0, 0)), ("<=", "150", (0, 1))],
)
def test_a_comparator_in_milligrams(comparator, value, expected):
    assert grade(lab("triglycerides", value, "mg/dL", comparator=comparator)) == expected


def test_each_unit_has_its_own_printed_cut():
    """300 mg/dL is 3.387 mmol/L, and 3.42 mmol/L is 302.9 mg/dL: both still grade 1."""
    assert grade(lab("triglycerides", "301", "mg/dL")) == (2, 2)
    assert grade(lab("triglycerides", "3.40", "mmol/L")) == (1, 1)
    assert grade(lab("hemoglobin", "6.2", "mmol/L", low=D("7.0"))) == (1, 1)
    assert grade(lab("hemoglobin", "99.82", "g/L", low=D("113"))) == (2, 2)


def test_a_lower_limit_below_a_printed_cut_gives_way_to_it():
    infant = D("1.0")
    assert grade(lab("neutrophils", "1.2", low=infant)) == (2, 2)
    assert grade(lab("neutrophils", "1.5", low=infant)) == (0, 0)
    assert grade(lab("neutrophils", "1.0", low=infant)) == (2, 2)
    assert grade(lab("neutrophils", "0.9", low=infant)) == (3, 3)


def test_a_baseline_whose_limit_is_missing_leaves_both_ways_open():
    assert grade(alt("400"), "5.0", Base(alt("300", None, when=at(-9)))) == (0, 3)
    assert grade(alt("400"), "5.0", Base(alt("30", None, when=at(-9)))) == (3, 3)
    assert grade(alt("100"), "5.0", Base(alt("30", None, when=at(-9)))) == (1, 2)


def test_without_a_baseline_the_limit_gives_the_highest_grade_only():
    assert grade(alt("400"), "5.0", Base(None)) == (0, 3)
    assert grade(alt("40"), "5.0", Base(None)) == (0, 0)
    assert grade(alt("400", None), "5.0", Base(None)) == (0, 4)
    assert grade(alt("400"), "4.03", Base(None)) == (3, 3)
    assert grade(lab("neutrophils", "0.4"), "5.0", Base(None)) == (4, 4)


@pytest.mark.parametrize(
    ("base", "now", "expected"),
    [
        ((">", "300"), (None, "400"), (0, 0)),
        ((">", "200"), (None, "300"), (0, 0)),
        ((">=", "200"), (None, "300"), (0, 1)),
        ((None, "300"), (">", "400"), (0, 4)),
        ((None, "300"), (">=", "450"), (1, 4)),
        ((None, "300"), ("<", "450"), (0, 0)),
        ((None, "300"), ("<=", "450"), (0, 1)),
        ((None, "300"), (">", "900"), (2, 4)),
        (("<", "300"), (None, "450"), (1, 3)),
        (("<", "300"), (None, "0"), (0, 0)),
        (("<", "40"), (None, "130"), (2, 2)),
    ],
)
def test_ranges_on_either_side_of_an_abnormal_baseline(base, now, expected):
    before = alt(base[1], comparator=base[0], when=at(-9))
    assert grade(alt(now[1], comparator=now[0]), "5.0", Base(before)) == expected


def test_another_assay_is_no_multiple():
    before = alt("300", assay="one", when=at(-9))
    assert grade(alt("400", assay="other"), "5.0", Base(before)) == UNKNOWN
    assert grade(alt("400", assay=" One "), "5.0", Base(before)) == (0, 0)


def test_bilirubin_compares_across_its_units_exactly():
    before = lab("bilirubin_total", "2", "mg/dL", high=D("1.2"), when=at(-9))
    for value, expected in (("34.2", 0), ("34.3", 1), ("51.3", 1), ("51.4", 2)):
        row = lab("bilirubin_total", value, "umol/L", high=D(20))
        assert grade(row, "5.0", Base(before)) == (expected, expected)


def in_multiples(value, baseline):
    """By hand: below 1.5 no grade, from 1.5 to 3 grade 1, above 3, 5 and 20 the next."""
    ratio = Fraction(value, baseline)
    if ratio > 3:
        return 4 if ratio > 20 else 3 if ratio > 5 else 2
    return 1 if ratio >= Fraction(3, 2) else 0


def by_limit(value, limit):
    ratio = Fraction(value, limit)
    return sum(ratio > times for times in (1, 3, 5, 20))


@pytest.mark.parametrize(("baseline", "value"), list(product((30, 41, 300), (20, 41, 200, 900))))
def test_the_range_is_what_the_missing_limit_of_the_baseline_could_be(baseline, value):
    """Every limit the baseline may have had makes it normal or abnormal; nothing else is open."""
    possible = {
        in_multiples(value, baseline) if baseline > limit else by_limit(value, 40)
        for limit in range(1, 1000)
    }
    found = grade(alt(str(value)), "5.0", Base(alt(str(baseline), None, when=at(-9))))
    assert found == (min(possible), max(possible))


def test_words():
    assert str(Grade(3, 3).words()) == "grade 3"
    assert str(Grade(0, 1).words()) == "grade 0 to 1"


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((3, 3), (1, 1), True),
        ((3, 3), (3, 3), False),
        ((0, 1), (0, 1), None),
        ((2, 4), (0, 1), True),
        ((0, 2), (2, 4), False),
        ((1, 2), (0, 1), None),
        ((0, 0), None, False),
        ((4, 4), None, None),
    ],
)
def test_higher_than_before(now, before, expected):
    assert Grade(*now).is_above(None if before is None else Grade(*before)) is expected


def test_a_value_that_no_band_holds_is_refused():
    gap = (Band(0, None, End(D(1), True)), Band(1, End(D(2), True), None))
    with pytest.raises(NoBandError):
        ctcae._in_bands(ctcae.stated_span(alt("1.5")), gap, False, lambda end: end.amount)


def test_what_has_no_grade_is_refused():
    with pytest.raises(KeyError):
        grade(lab("ferritin", "500"))
    with pytest.raises(KeyError):
        grade(alt("50"), "6.0")


def test_every_unit_in_which_a_term_is_reported_has_bands():
    from hlh_app.clinical.analytes import ANALYTES

    for table in TABLES.values():
        assert tuple(table) == TERMS
        for analyte, term in table.items():
            assert set(term.bands) == set(ANALYTES[analyte].units)
            for bands in term.bands.values():
                assert [band.grade for band in bands] == list(range(len(bands)))


def test_only_liver_values_differ_between_the_versions():
    five, four = TABLES["5.0"], TABLES["4.03"]
    assert [a for a in TERMS if five[a] != four[a]] == ["alt", "ast", "bilirubin_total"]
    assert all(term.from_baseline is None for term in four.values())


def test_the_card_says_each_cut_in_every_printed_unit():
    words = {boundary.id: str(boundary.condition) for boundary in CARD.boundaries}
    assert words["v5.0_triglycerides_grade2"] == (
        "Triglycerides > 3.42 mmol/L or > 300 mg/dL: grade 2"
    )
    assert words["v4.03_neutrophils_grade1"] == "Neutrophils < the lower limit of normal: grade 1"
    assert words["v4.03_alt_grade2"] == (
        "Alanine aminotransferase > 3 × the upper limit of normal: grade 2"
    )
    assert words["v5.0_alt_baseline_grade1"] == (
        "Alanine aminotransferase ≥ 1.5 × the baseline, when that was abnormal: grade 1"
    )
    assert words["v5.0_temperature_grade4"] == (
        "Temperature > 40.0 Cel or > 104.0 [degF] for more than 24 hours: grade 4"
    )
    assert not any("baseline" in key for key in words if key.startswith("v4.03"))


def test_the_card_stands_on_the_terminology_and_names_what_is_ours():
    assert CARD.rule == "ctcae"
    assert {b.citation for b in CARD.boundaries} == {"ctcae5", "ctcae403"} <= CITATIONS.keys()
    assert any("24 hours" in text for text in CARD.our_definitions)
    assert any("names no version" in text for text in CARD.unverified)
