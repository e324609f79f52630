"""Every analysed result by day, for the lines of a group."""

from decimal import Decimal

from hlh_app.clinical.case import Observation
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.study.series import series
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import at, case_of, drug, lab


def points(*rows, as_of=400, **more):
    case, moment = case_of(*rows, **more), at(as_of, "20:00")
    index = index_of(case, moment)
    assert index is not None
    return series(History(case), moment, index).points


def test_by_test_and_day_oldest_first():
    found = points(lab("ferritin", 3, "900"), lab("ferritin", -1, "5000"), lab("alt", 0, "40"))
    assert found == {"alt": ((0, 40.0),), "ferritin": ((-1, 5000.0), (3, 900.0))}


def test_several_of_one_day_are_all_kept():
    rows = [lab("ferritin", 1, value, clock=clock) for value, clock in
            (("900", "08:00"), ("800", "20:00"))]  # fmt: skip
    assert points(*rows) == {"ferritin": ((1, 900.0), (1, 800.0))}


def test_from_14_days_before_to_a_year_after():
    rows = [lab("ferritin", day, str(1000 + day)) for day in (-15, -14, 365, 366)]
    assert points(*rows) == {"ferritin": ((-14, 986.0), (365, 1365.0))}


def test_in_canonical_units_to_six_digits():
    row = lab("triglycerides", 0, "265", unit="mg/dL")
    assert points(row) == {"triglycerides": ((0, 2.99198),)}


def test_another_assay_is_left_out():
    assert points(lab("scd25", 0, "5000", unit="pg/mL")) == {}


def test_what_is_spoilt_awaited_or_not_analysed_is_left_out():
    transfused = [
        lab("platelets", 2, "90"),
        lab("platelets", 9, "40"),
        drug("platelet_transfusion", 1, 1),
    ]
    assert points(transfused, lab("ferritin", 3, None)) == {"platelets": ((9, 40.0),)}
    weight = Observation("weight", Decimal(15), "kg", at(0))
    assert points(weight, lab("temperature", 0, "39")) == {}


def test_beyond_the_measuring_range_the_limit_counts():
    assert points(lab("ferritin", 0, ">16500")) == {"ferritin": ((0, 16500.0),)}


def test_days_of_conventional_treatment_count_from_its_first_drug():
    found = points(lab("ferritin", 3, "900"), drug("etoposide", 2), dose=False)
    assert found == {"ferritin": ((1, 900.0),)}


def test_what_is_not_yet_seen_is_left_out():
    assert points(lab("ferritin", 3, "900"), as_of=2) == {}
