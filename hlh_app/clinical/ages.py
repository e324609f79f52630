"""Ages by the calendar."""

from datetime import date

from hlh_app.clinical.case import Patient


def completed_years(patient: Patient, on: date) -> int:
    """Age in completed years on a day; a child is 14 on the fourteenth birthday.

    Somebody born on 29 February has the birthday on 1 March of other years. An age printed
    without a birth date changes by completed years from the day it was printed for. Negative
    before birth.
    """
    if patient.birth_date is not None:
        return years_between(patient.birth_date, on)
    if patient.age_years is None or patient.age_on is None:
        raise ValueError("the patient has neither a birth date nor an age")
    if on < patient.age_on:
        return patient.age_years - years_between(on, patient.age_on)
    return patient.age_years + years_between(patient.age_on, on)


def years_between(start: date, end: date) -> int:
    """Completed calendar years from ``start`` to ``end``, rounded down."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
