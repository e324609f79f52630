"""Which days a transfusion or a growth factor spoils, at both ends."""

from datetime import date

import pytest

from hlh_app.clinical.transfusions import SPOILING, spoilt_by, spoilt_periods
from tests.clinical.response_builders import at, course, drug, lab

WINDOWS = [
    ("platelet_transfusion", "platelets", 3),
    ("red_cell_transfusion", "hemoglobin", 7),
    ("filgrastim", "neutrophils", 7),
    ("lenograstim", "neutrophils", 7),
    ("pegfilgrastim", "neutrophils", 14),
    ("lipegfilgrastim", "neutrophils", 14),
]


def is_spoilt(analyte, day, *exposures, clock="08:00"):
    return spoilt_by(lab(analyte, day, "1", clock=clock), spoilt_periods(exposures)) is not None


@pytest.mark.parametrize(("product", "analyte", "days"), WINDOWS)
def test_from_its_day_through_the_last(product, analyte, days):
    given = drug(product, 20, 20)
    assert not is_spoilt(analyte, 19, given, clock="23:59")
    assert is_spoilt(analyte, 20, given, clock="00:00")
    assert is_spoilt(analyte, 20 + days, given, clock="23:59")
    assert not is_spoilt(analyte, 20 + days + 1, given, clock="00:00")


def test_every_product_is_tested():
    assert {product for product, _, _ in WINDOWS} == set(SPOILING)


@pytest.mark.parametrize("product", ["filgrastim", "lenograstim"])
def test_daily_g_csf_counts_from_its_last_dose(product):
    assert is_spoilt("neutrophils", 32, drug(product, 20, 25))
    assert not is_spoilt("neutrophils", 33, drug(product, 20, 25))
    assert is_spoilt("neutrophils", 300, drug(product, 20))
    assert not is_spoilt("neutrophils", 19, drug(product, 20))


@pytest.mark.parametrize(
    ("product", "analyte", "days"), [w for w in WINDOWS if not SPOILING[w[0]].until_last_dose]
)
def test_the_others_count_by_their_start_alone(product, analyte, days):
    assert not is_spoilt(analyte, 20 + days + 1, drug(product, 20))
    assert not is_spoilt(analyte, 20 + days + 1, drug(product, 20, 30))


def test_each_product_spoils_its_own_analyte_alone():
    everything = [drug(product, 14) for product in SPOILING]
    for analyte in ("ferritin", "alt", "scd25", "triglycerides", "temperature"):
        assert not is_spoilt(analyte, 14, *everything)
    assert not is_spoilt("hemoglobin", 14, drug("platelet_transfusion", 14), course())


def test_a_stop_at_the_end_of_the_calendar():
    endless = type(course())("filgrastim", at(20), date(9999, 12, 31))
    assert is_spoilt("neutrophils", 400, endless)


def test_it_names_the_cause():
    second = drug("platelet_transfusion", 20)
    periods = spoilt_periods([drug("platelet_transfusion", 10), second])
    assert spoilt_by(lab("platelets", 21, "1"), periods) is second


def test_a_timed_transfusion_spoils_its_whole_day():
    timed = type(course())("platelet_transfusion", at(20, "18:00"))
    assert is_spoilt("platelets", 20, timed, clock="06:00")
