"""What counts as treatment of HLH, by our definition."""

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.therapy import HLH_THERAPIES, first_therapy

from .diagnosis_builders import T, at, case, given


@pytest.mark.parametrize("drug", HLH_THERAPIES)
def test_each_from_its_first_dose(drug):
    assert first_therapy(case(given(drug, 0)), T) is not None
    assert first_therapy(case(given(drug, 1)), T) is None


def test_the_earliest_is_named():
    rows = (given("ruxolitinib", -2), given("etoposide", -9), given("entecavir", -20))
    first = first_therapy(case(*rows), T)
    assert first is not None
    assert first.drug == "etoposide"


def test_none_without_any():
    assert first_therapy(case(given("entecavir", -2)), T) is None


def test_from_the_very_minute_of_the_first_dose():
    assert first_therapy(case(Exposure("etoposide", T)), T) is not None
    assert first_therapy(case(Exposure("etoposide", at(0, "08:01"))), T) is None
