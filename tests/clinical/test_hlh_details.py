"""The criteria of HLH: which reading decided, and what is said beside it."""

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.hlh_criteria import (
    DEFAULT_FEVER_CEL,
    FEVER_SOURCES,
    cytopenias,
    nk_activity,
    triglycerides_fibrinogen,
)
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import at, day, found, lab, view


def values(criterion):
    return [reading.value for reading in criterion.readings]


def words(messages):
    return [str(message) for message in messages]


def part(criterion, name):
    return next(one for one in criterion.parts if one.id == name)


def test_the_temperatures_a_centre_may_call_fever():
    assert Decimal("38.5") == DEFAULT_FEVER_CEL
    assert {str(limit): source for limit, source in FEVER_SOURCES.items()} == {
        "38.0": None,
        "38.2": None,
        "38.3": "jordan2019",
        "38.5": "chi2020",
    }


def test_every_reading_of_the_parts_stands_on_the_whole():
    rows = [lab("hemoglobin", "80"), lab("platelets", "40"), lab("neutrophils", "2")]
    assert sorted(values(cytopenias(view(*rows)))) == [2, 40, 80]
    both = triglycerides_fibrinogen(view(lab("triglycerides", "4"), lab("fibrinogen", "1")))
    assert values(both) == [4, 1]


def test_of_an_open_part_the_first_reason_alone():
    rows = [lab("platelets", "200", comparator="<"), lab("platelets", None, when=at(-1))]
    whole = cytopenias(view(*rows, lab("hemoglobin", "80"), lab("neutrophils", "2")))
    assert whole.outcome is Outcome.UNKNOWN
    assert len(part(whole, "platelets").notes) == 2
    assert words(whole.notes) == [f"Platelets: {part(whole, 'platelets').notes[0]}"]


def test_the_lowest_hemoglobin_decides():
    rows = [lab("hemoglobin", "80", when=at(-2)), lab("hemoglobin", "85", when=at(-1))]
    assert values(part(cytopenias(view(*rows)), "hemoglobin"))[0] == 80


def test_the_limit_said_is_that_of_the_hemoglobin_that_decided():
    born = Patient(date.fromordinal(day(-1).toordinal() - 28), Sex.FEMALE)
    rows = [
        lab("hemoglobin", "95", when=at(-2)),
        lab("hemoglobin", "120", when=at(-1), comparator="<"),
    ]
    hemoglobin = part(cytopenias(view(*rows, patient=born)), "hemoglobin")
    assert hemoglobin.outcome is Outcome.MET
    assert str(hemoglobin.threshold) == "Hemoglobin < 100 g/L"


def test_whether_the_triglycerides_that_decided_were_fasting():
    rows = [
        lab("triglycerides", "4", when=at(-2), fasting="no"),
        lab("triglycerides", "5", when=at(-1), comparator="<", fasting="yes"),
    ]
    fat = part(triglycerides_fibrinogen(view(*rows)), "triglycerides")
    assert values(fat) == [4, 5]
    assert any("fasting" in note for note in words(fat.notes))


class TestNkActivity:
    @pytest.mark.parametrize("order", [1, -1])
    def test_the_lowest_number_decides(self, order):
        rows = [
            lab("nk_activity", value, when=at(-days), low=Decimal(10))
            for days, value in ((2, "3"), (1, "5"))
        ]
        assert values(nk_activity(view(*rows[::order])))[0] == 3

    def test_what_leaves_both_open_is_said_of_both(self):
        criterion = nk_activity(view(found("nk_activity", "pending"), lab("nk_activity", "3")))
        assert criterion.outcome is Outcome.UNKNOWN
        assert len(criterion.notes) == 2

    def test_nothing_is_open_once_one_is_low(self):
        criterion = nk_activity(view(found("nk_activity", "low"), lab("nk_activity", "3")))
        assert (criterion.outcome, criterion.notes) == (Outcome.MET, ())
