"""The transplant window: for whom the clock runs, how long, what ends it; the trend of EBV-DNA."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Observation
from hlh_app.clinical.course_cards import TRANSPLANT_WINDOW
from hlh_app.clinical.ebv_trend import ebv_trends
from hlh_app.clinical.movement import Trend, compared
from hlh_app.clinical.transplant_window import WindowReason, WindowState, transplant_window
from hlh_app.clinical.windows import History, View
from tests.clinical.response_builders import at, case_of, course, found, happened, on


def judged(*rows, day=10, dose=True, **fields):
    case = replace(case_of(list(rows), dose=dose), **fields)
    return transplant_window(View(History(case), at(day, "09:00")))


EBV, PRIMARY, INTENTION = WindowReason


@pytest.mark.parametrize(
    ("rows", "fields", "reasons"),
    [
        ([], {"trigger_agent": "ebv"}, (EBV,)),
        ([found("ebv_infection", -3)], {}, (EBV,)),
        ([found("ebv_infection", -3)], {"trigger": "rheumatic"}, (EBV,)),
        ([], {"trigger": "primary"}, (PRIMARY,)),
        ([found("molecular_diagnosis", -3)], {}, (PRIMARY,)),
        ([], {"donor": "searching"}, (INTENTION,)),
        ([], {"donor": "matched"}, (INTENTION,)),
        ([happened("transplant_planned", 40)], {}, (INTENTION,)),
        ([happened("transplant_planned", 5)], {}, (INTENTION,)),
        ([found("ebv_infection", 1)], {"trigger": "primary", "donor": "matched"},
         (EBV, PRIMARY, INTENTION)),
    ],
)  # fmt: skip
def test_for_whom_the_clock_runs(rows, fields, reasons):
    window = judged(*rows, **fields)
    assert window.reasons == reasons
    assert (window.state, window.days_left, window.until) == (WindowState.RUNNING, 46, on(56))


@pytest.mark.parametrize(
    ("rows", "fields", "state"),
    [
        ([], {}, WindowState.UNKNOWN),
        ([], {"trigger": "unknown", "donor": "none_found"}, WindowState.UNKNOWN),
        ([], {"trigger": "infection"}, WindowState.UNKNOWN),
        ([], {"trigger": "none_found"}, WindowState.UNKNOWN),
        ([found("ebv_infection", 1, "pending")], {"trigger": "infection"}, WindowState.UNKNOWN),
        ([found("ebv_infection", 1, "pending")], {"trigger": "malignancy"}, WindowState.UNKNOWN),
        ([found("ebv_infection", 1, "absent")], {}, WindowState.UNKNOWN),
        ([found("molecular_diagnosis", 1, "pending")], {"trigger": "rheumatic"},
         WindowState.UNKNOWN),
        ([found("ebv_infection", 1, "absent")], {"trigger": "unknown"}, WindowState.UNKNOWN),
        ([found("ebv_infection", 11)], {}, WindowState.UNKNOWN),
        ([], {"trigger": "infection", "trigger_agent": "cmv"}, WindowState.NOT_APPLICABLE),
        ([], {"trigger": "rheumatic", "donor": "not_sought"}, WindowState.NOT_APPLICABLE),
        ([found("ebv_infection", 1, "absent")], {"trigger": "infection"},
         WindowState.NOT_APPLICABLE),
        ([found("molecular_diagnosis", 1, "absent")], {"trigger": "malignancy"},
         WindowState.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_where_it_does_not_run_or_may(rows, fields, state):
    window = judged(*rows, **fields)
    assert (window.state, window.reasons) == (state, ())
    assert str(window.statement).startswith(
        "Unknown: EBV infection" if state is WindowState.UNKNOWN else "Not applicable: neither EBV"
    )


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (10, "46 days left to transplant within 8 weeks of the first dose, until 2020-03-16."),
        (60, "8 weeks since the first dose passed on 2020-03-16, 4 days ago."),
    ],
)
def test_what_it_says(day, says):
    window = judged(trigger_agent="ebv", day=day)
    assert str(window.statement) == says
    assert window.source.key == TRANSPLANT_WINDOW.citation == "wang2020"


def test_done_and_when():
    window = judged(happened("transplant", 20), happened("death", 25), trigger="primary", day=30)
    assert (window.state, window.transplanted_on) == (WindowState.DONE, on(20))
    assert str(window.statement) == "Transplanted on 2020-02-09, 20 days after the first dose."


def test_a_transplant_of_tomorrow_or_of_before_the_course_is_not_it():
    assert judged(happened("transplant", 11), trigger="primary").state is WindowState.RUNNING
    assert judged(happened("transplant", -90), donor="matched").state is WindowState.RUNNING
    assert judged(happened("transplant", 10), trigger="rheumatic").state is WindowState.DONE


def test_a_transplant_on_the_day_of_the_first_dose_is_in_the_course():
    window = judged(happened("transplant", 0), trigger="primary")
    assert (window.state, window.transplanted_on) == (WindowState.DONE, on(0))


def test_ruxolitinib_after_a_transplant_calls_for_no_second_one():
    days = [happened("transplant", number) for number in (-80, -40, -1)]
    before = [found("ebv_infection", -3), *days]
    window = judged(*before)
    assert window.state is WindowState.NOT_APPLICABLE
    assert str(window.statement) == (
        f"Not applicable: transplanted on {on(-1)}, before the first dose, and no further "
        "transplant is intended on record."
    )
    assert judged(*before, donor="searching").state is WindowState.RUNNING


def test_after_death_and_without_ruxolitinib_it_does_not_apply():
    died = judged(happened("death", 9), trigger="primary")
    assert died.state is WindowState.NOT_APPLICABLE
    assert "died on 2020-01-29" in str(died.statement)
    none = judged(trigger="primary", dose=False)
    assert (none.state, none.day0, none.until) == (WindowState.NOT_APPLICABLE, None, None)
    assert judged(happened("death", 11), trigger="primary").state is WindowState.RUNNING


def test_the_next_planned_day_and_the_donor_stand_beside():
    plans = [happened("transplant_planned", n) for n in (40, 5, 30)]
    window = judged(*plans, donor="matched")
    assert (window.planned_for, window.donor) == (on(30), "matched")
    assert judged(*plans, day=30).planned_for == on(30)
    assert judged(*plans, day=31).planned_for == on(40)
    assert judged(*plans, day=41).planned_for is None


def test_it_counts_from_the_latest_course():
    window = judged(course(stop=2), course(start=40), trigger="primary", day=50)
    assert (window.day0, window.days_left) == (on(40), 46)


# ---- EBV-DNA


def dna(value, day, specimen="whole_blood", unit="{copies}/mL", assay=None):
    plain = value.lstrip("<>=")
    sign = value.removesuffix(plain) or None
    code = f"ebv_dna_{specimen}"
    return Observation(code, Decimal(plain), unit, at(day), sign, assay=assay)


def trends(*rows, day=10, first=0):
    history = History(case_of(list(rows)))
    return ebv_trends(history, at(day), None if first is None else at(first))


def test_specimens_units_and_assays_stand_apart():
    rows = [
        dna("5000", 1), dna("100", 2, "plasma"), dna("4.2", 3, unit="{Log_copies}/mL"),
        dna("900", 4, assay="A"), dna("800", 5, assay="B"), dna("6000", 6),
    ]  # fmt: skip
    found = trends(*rows)
    assert found[0].unit == "{Log_copies}/mL"
    assert [(t.analyte[8:], t.assay, len(t.rows), t.last) for t in found] == [
        ("whole_blood", None, 1, Trend.UNKNOWN),
        ("whole_blood", None, 2, Trend.RISING),
        ("whole_blood", "A", 1, Trend.UNKNOWN),
        ("whole_blood", "B", 1, Trend.UNKNOWN),
        ("plasma", None, 1, Trend.UNKNOWN),
    ]


def test_the_last_against_the_one_before_and_the_lowest_since_the_first_dose():
    rows = [dna("10", -5), dna("9000", 0), dna("400", 3), dna("2000", 5), dna("1500", 8)]
    (trend,) = trends(*rows)
    assert (trend.last, trend.lowest, trend.from_lowest) == (Trend.FALLING, rows[2], Trend.RISING)
    (all_of_them,) = trends(*rows, first=None)
    assert all_of_them.lowest == rows[0]


def test_assays_stand_in_the_order_of_their_names():
    rows = [dna("1", n, assay=assay) for n, assay in ((1, "B"), (2, "A"), (3, None))]
    assert [trend.assay for trend in trends(*rows)] == [None, "A", "B"]


def test_the_last_is_set_against_the_lowest_whatever_lies_before():
    rows = [dna("10", -5), dna("20", -3), dna("400", 3), dna("1500", 8)]
    (trend,) = trends(*rows)
    assert (trend.lowest, trend.from_lowest) == (rows[2], Trend.RISING)


def test_a_value_of_the_day_of_the_first_dose_counts_for_the_lowest():
    rows = [dna("100", 0), dna("400", 3)]
    assert trends(*rows)[0].lowest == rows[0]


def test_the_lowest_itself_has_not_moved_from_it():
    (trend,) = trends(dna("400", 3), dna("400", 5))
    assert (trend.last, trend.lowest, trend.from_lowest) == (Trend.LEVEL, dna("400", 5), None)


def test_before_the_first_dose_there_is_no_lowest():
    (trend,) = trends(dna("400", -3))
    assert (trend.lowest, trend.from_lowest) == (None, None)


def test_of_two_values_of_one_moment_the_higher_counts_in_any_order():
    rows = [dna("400", 3), dna("500", 3), dna("450", 5)]
    assert trends(*rows) == trends(*reversed(rows))
    assert trends(*rows)[0].last is Trend.FALLING


def test_nothing_later_is_seen():
    assert trends(dna("400", 11)) == ()
    assert judged(dna("400", 9), trigger_agent="ebv").ebv[0].rows == (dna("400", 9),)


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        ("500", "500", Trend.LEVEL), ("501", "500", Trend.RISING), ("499", "500", Trend.FALLING),
        ("<500", "500", Trend.FALLING), ("<=500", "500", Trend.UNKNOWN),
        (">500", "500", Trend.RISING), (">=500", "500", Trend.UNKNOWN),
        ("500", "<500", Trend.RISING), ("500", "<=500", Trend.UNKNOWN),
        ("500", ">500", Trend.FALLING), ("500", ">=500", Trend.UNKNOWN),
        ("<500", "<500", Trend.UNKNOWN), (">500", ">500", Trend.UNKNOWN),
        ("<500", ">900", Trend.FALLING), (">900", "<500", Trend.RISING),
        ("<900", ">500", Trend.UNKNOWN), (">500", "<900", Trend.UNKNOWN),
    ],
)  # fmt: skip
def test_how_ranges_move(now, before, trend):
    assert compared(dna(now, 2), dna(before, 1)) is trend
