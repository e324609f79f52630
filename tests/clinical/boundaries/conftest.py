"""A child whose birthday falls near day 14 of the course."""

from datetime import timedelta

import pytest

from hlh_app.clinical.case import Patient, Sex
from tests.clinical.response_builders import on


@pytest.fixture
def born_for_day_14():
    """born_for_day_14(years, days): so many days (positive) before that birthday on day 14."""

    def born(years: int, days: int) -> Patient:
        birthday = on(14) + timedelta(days=days)
        return Patient(birthday.replace(year=birthday.year - years), Sex.FEMALE)

    return born
