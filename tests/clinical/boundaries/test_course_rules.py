"""Glucocorticoid, transplant window and follow-up calendar at every limit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Case, Exposure, Moment, Observation, Patient, Sex
from hlh_app.clinical.follow_up import DueState, follow_up, months_after
from hlh_app.clinical.glucocorticoid import glucocorticoid
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.transplant_window import WindowState, transplant_window
from hlh_app.clinical.windows import History, View
from tests.clinical.response_builders import DAY0, at, case_of, on

from .sides import every, sides


def steroid(first, last=None, dose="10", unit="mg", drug="methylprednisolone"):
    stop = None if last is None else on(last)
    return Exposure(drug, Moment.dated(on(first)), stop, Decimal(dose), unit, "oral", Decimal(1))


def judged(*rows, as_of=100, patient=None):
    case = case_of(*rows, **({} if patient is None else {"patient": patient}))
    return glucocorticoid(View(History(case), at(as_of, "23:00")))


def size(analyte, value, unit, day):
    return Observation(analyte, Decimal(value), unit, at(day))


FIVE = Patient(date(2015, 1, 1), Sex.MALE)
ONE = Patient(date(2019, 1, 1), Sex.MALE)


@pytest.mark.parametrize(
    ("age_days", "patient", "known"),
    every(
        sides("glucocorticoid.weight_days", (89, FIVE, True), (90, FIVE, True), (91, FIVE, False)),
        sides("glucocorticoid.weight_days_under_2",
              (29, ONE, True), (30, ONE, True), (31, ONE, False)),
    ),
)  # fmt: skip
def test_how_old_a_weight_may_be(age_days, patient, known):
    rows = [size("weight", "20", "kg", -age_days), steroid(0, 0, "1", "mg/kg")]
    assert (judged(*rows, as_of=0, patient=patient).days[0].mg == 20) is known


@pytest.mark.parametrize(
    ("age_days", "patient", "known"),
    every(
        sides("glucocorticoid.height_days",
              (179, FIVE, True), (180, FIVE, True), (181, FIVE, False)),
        sides("glucocorticoid.height_days_under_2",
              (59, ONE, True), (60, ONE, True), (61, ONE, False)),
    ),
)  # fmt: skip
def test_how_old_a_childs_height_may_be(age_days, patient, known):
    rows = [size("weight", "20", "kg", 0), size("height", "80", "cm", -age_days)]
    day = judged(*rows, steroid(0, 0, "10", "mg/m2"), as_of=0, patient=patient).days[0]
    assert (day.mg is not None) is known


def without_taper(*rows):
    return judged(*rows).stop.without_taper


@pytest.mark.parametrize(
    ("rows", "expected"),
    every(
        sides("glucocorticoid.half",
              ([steroid(0, 19, "10"), steroid(20, 29, "4.9")], Outcome.NOT_MET),
              ([steroid(0, 19, "10"), steroid(20, 29, "5")], Outcome.NOT_MET),
              ([steroid(0, 19, "10"), steroid(20, 29, "5.1")], Outcome.MET)),
        sides("glucocorticoid.taper_days",
              ([steroid(0, 4, "10"), steroid(5, 30, "5")], Outcome.NOT_MET),
              ([steroid(0, 4, "10"), steroid(5, 31, "5")], Outcome.NOT_MET),
              ([steroid(0, 4, "10"), steroid(5, 32, "5")], Outcome.MET)),
        sides("glucocorticoid.short_course",
              ([steroid(0, 12)], Outcome.NOT_MET),
              ([steroid(0, 13)], Outcome.NOT_MET),
              ([steroid(0, 14)], Outcome.MET)),
        sides("glucocorticoid.pause",
              ([steroid(0, 9), steroid(22, 31)], Outcome.MET),
              ([steroid(0, 9), steroid(23, 32)], Outcome.MET),
              ([steroid(0, 9), steroid(24, 33)], Outcome.NOT_MET)),
    ),
)  # fmt: skip
def test_what_is_stopped_without_a_taper(rows, expected):
    assert without_taper(*rows) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    every(
        sides("transplant_window.closing_days",
              (43, WindowState.CLOSING), (42, WindowState.CLOSING), (41, WindowState.RUNNING)),
        sides("transplant_window.window_days",
              (55, WindowState.CLOSING), (56, WindowState.CLOSING), (57, WindowState.PASSED)),
    ),
)  # fmt: skip
def test_when_the_window_closes(day, expected):
    case = replace(case_of(), trigger_agent="ebv")
    assert transplant_window(View(History(case), at(day, "09:00"))).state is expected


def seen(days_from_due, month):
    due = months_after(DAY0, month)
    visit = Moment.dated(date.fromordinal(due.toordinal() + days_from_due))
    case: Case = replace(case_of(), visits=(visit,))
    found = follow_up(View(History(case), at(900, "09:00")))
    return next(day for day in found.days if day.month == month).state is DueState.DONE


@pytest.mark.parametrize(
    ("days_from_due", "month", "expected"),
    every(
        sides("follow_up.early_days", (6, 3, True), (7, 3, True), (8, 3, False)),
        sides("follow_up.later_days", (-20, 6, True), (-21, 6, True), (-22, 6, False)),
    ),
)
def test_how_far_from_its_day_a_visit_counts(days_from_due, month, expected):
    assert seen(days_from_due, month) is expected
