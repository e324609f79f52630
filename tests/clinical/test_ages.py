"""Ages by the calendar."""

from datetime import date

import pytest

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Patient, Sex


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2020, 1, 19), 13),
        (date(2020, 1, 20), 14),
        (date(2020, 1, 21), 14),
        (date(2006, 1, 20), 0),
        (date(2006, 1, 19), -1),
    ],
)
def test_a_child_is_fourteen_on_the_fourteenth_birthday(on, years):
    assert completed_years(Patient(date(2006, 1, 20), Sex.FEMALE), on) == years


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2021, 2, 28), 0), (date(2021, 3, 1), 1), (date(2024, 2, 28), 3), (date(2024, 2, 29), 4)],
)
def test_born_on_29_february(on, years):
    assert completed_years(Patient(date(2020, 2, 29), Sex.MALE), on) == years


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2020, 1, 1), 5),
        (date(2020, 12, 31), 5),
        (date(2021, 1, 1), 6),
        (date(2019, 12, 31), 5),
        (date(2019, 1, 1), 4),
    ],
)
def test_a_printed_age_changes_by_completed_years(on, years):
    patient = Patient(None, Sex.UNKNOWN, 5, date(2020, 1, 1))
    assert completed_years(patient, on) == years


@pytest.mark.parametrize(("age", "age_on"), [(None, None), (5, None), (None, date(2020, 1, 1))])
def test_neither_is_an_error_of_the_caller(age, age_on):
    with pytest.raises(ValueError, match="neither a birth date nor an age"):
        completed_years(Patient(None, Sex.UNKNOWN, age, age_on), date(2020, 1, 1))
