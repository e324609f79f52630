"""What travels with a class."""

import pytest

from hlh_app.clinical.response_flags import Flag, FlagKind, flags
from tests.clinical.response_builders import ILL, WELL, day14, found, lab, labs, verdict_of


def raised(*rows):
    """Flags in words, those about normal baselines left aside."""
    every = flags(day14(*rows))
    return [str(f.message) for f in every if f.kind is not FlagKind.NORMAL_AT_BASELINE]


def one(analyte, before, now, **fields):
    return raised(lab(analyte, 0, before), lab(analyte, 14, now, **fields))


def test_partial_by_the_letter_but_platelets_fell_75_percent():
    rows = [*labs(0, ILL, platelets="120"), *labs(14, ILL, ferritin="9", scd25="9", platelets="30")]
    assert raised(rows) == ["Platelets fell 75 %"]


@pytest.mark.parametrize(
    ("analyte", "before", "now", "expected"),
    [
        ("platelets", "100", "75", ["Platelets fell 25 %"]),
        ("platelets", "100", "75.1", []),
        ("hemoglobin", "100", "75", ["Hemoglobin fell 25 %"]),
        ("hemoglobin", "100", "76", []),
        ("neutrophils", "4.0", "1.4", ["Neutrophils fell 65 %"]),
        ("neutrophils", "4.0", "1.5", []),  # 62 % less, and normal
        ("neutrophils", "1.0", "0", ["Neutrophils fell 100 %"]),
        ("ferritin", "1000", "1250", ["Ferritin rose 25 %"]),
        ("ferritin", "1000", "1249", []),
        ("ferritin", "100", "400", []),  # four-fold, and normal
        ("ferritin", "100", "401", ["Ferritin rose 301 %"]),
        ("ferritin", "0", "401", ["Ferritin rose from zero"]),
        ("triglycerides", "2.0", "2.5", ["Triglycerides rose 25 %"]),
        ("alt", "40", "50", ["Alanine aminotransferase rose 25 %"]),
        ("scd25", "1000", "1250", ["sCD25 (soluble IL-2 receptor) rose 25 %"]),
        ("ferritin", "1000", ">2000", ["Ferritin rose at least 100 %"]),
        ("ferritin", "<1000", "1500", ["Ferritin rose at least 50 %"]),
        ("ferritin", "<1000", "1200", []),
        ("ferritin", ">1000", "1500", []),
        ("platelets", "100", "<50", ["Platelets fell at least 50 %"]),
        ("platelets", "100", ">20", []),
        ("platelets", "<100", "50", []),
        ("platelets", "0", "0", []),
        ("ferritin", "0", "0", []),
    ],
)
def test_25_percent_worse_and_outside_normal(analyte, before, now, expected):
    assert one(analyte, before, now) == expected


def test_worse_without_a_limit_says_so():
    assert one("ferritin", "1000", "1250", limit=None) == ["Ferritin rose 25 %, no reference limit"]
    assert one("ferritin", "0", "9", limit=None) == ["Ferritin rose from zero, no reference limit"]
    assert one("platelets", "100", "<50", limit=None) == [
        "Platelets fell at least 50 %, no reference limit"
    ]


def test_an_open_normality_with_a_limit_is_not_called_worse():
    assert one("ferritin", "100", ">=300") == []


def test_no_baseline_nothing_to_be_worse_than():
    assert raised(lab("platelets", 14, "3")) == []
    assert raised(lab("platelets", 0, "3"), lab("alt", 14, "3")) == []


def test_febrile_is_a_flag_and_unknown_is_not():
    assert raised(labs(14, WELL), lab("temperature", 14, "38.0")) == ["febrile"]
    assert raised(labs(14, WELL), found("fever", 14)) == ["febrile"]
    assert flags(day14(labs(14, WELL), no_calm=True)) == ()


def test_a_marker_already_normal_at_baseline():
    rows = [*labs(0, ILL, ferritin="400", alt="40", platelets="300"), *labs(14, WELL)]
    normal = [f for f in flags(day14(rows)) if f.kind is FlagKind.NORMAL_AT_BASELINE]
    assert [f.analyte for f in normal] == ["ferritin", "alt"]
    assert str(normal[0].message) == "Ferritin already normal at baseline"


def test_a_percentage_is_never_rounded_up():
    assert one("platelets", "100", "40.1") == ["Platelets fell 59 %"]


def test_a_day_that_was_not_assessed_has_none():
    assert flags(verdict_of().days[0]) == ()


def test_without_a_limit_every_direction_has_its_words():
    assert one("platelets", "100", "50", limit=None) == ["Platelets fell 50 %, no reference limit"]
    assert one("ferritin", "1000", ">2000", limit=None) == [
        "Ferritin rose at least 100 %, no reference limit"
    ]
    assert one("ferritin", "0", "0", limit=None) == []


def test_a_flag_that_measures_nothing_has_no_direction():
    febrile = Flag(FlagKind.FEBRILE)
    assert (febrile.percent, febrile.rose, febrile.at_least) == (None, False, False)
