"""From which value a response is reckoned."""

import pytest

from hlh_app.clinical.case import Exposure, Moment
from tests.clinical.response_builders import (
    at,
    course,
    day14,
    drug,
    lab,
    on,
    verdict_of,
)


class TestBaseline:
    @pytest.mark.parametrize(
        ("analyte", "days", "expected"),
        [
            ("ferritin", 7, "improved"),
            ("ferritin", 8, "unknown"),
            ("scd25", 14, "improved"),
            ("scd25", 15, "unknown"),
        ],
    )
    def test_its_age_in_calendar_days(self, analyte, days, expected):
        rows = [lab(analyte, -days, "9000", clock="00:00"), lab(analyte, 14, "200")]
        assert day14(*rows).markers[analyte] == expected

    def test_the_last_before_a_first_dose_known_by_its_time(self):
        rows = [
            lab("ferritin", -1, "9000"),
            lab("ferritin", 0, "5000", clock="10:00"),
            lab("ferritin", 0, "100", clock="10:01"),
        ]
        verdict = verdict_of(rows, course(clock="10:00"))
        assert verdict.baseline["ferritin"].observation.value == 5000
        assert verdict.baseline["ferritin"].age_days == 0

    def test_the_earliest_of_the_day_when_only_the_date_is_known(self):
        rows = [
            lab("ferritin", -1, "9000"),
            lab("ferritin", 0, "100", clock="23:00"),
            lab("ferritin", 0, "5000", clock="05:00"),
        ]
        assert verdict_of(rows).baseline["ferritin"].observation.value == 5000
        assert verdict_of(rows[:1]).baseline["ferritin"].observation.value == 9000

    def test_a_value_known_by_its_date_counts_as_the_end_of_that_day(self):
        row = lab("ferritin", 0, "5000", measured_at=Moment.dated(on(0)))
        assert verdict_of(row).baseline["ferritin"] is not None
        assert verdict_of(row, course(clock="10:00")).baseline["ferritin"] is None

    def test_a_pending_result_is_no_baseline_and_is_named(self):
        earlier = lab("ferritin", -3, "9000")
        pending = lab("ferritin", 0, None)
        both = verdict_of(earlier, pending)
        assert both.baseline["ferritin"].observation.value == 9000
        assert both.awaited_baseline == {}
        alone = verdict_of(pending, lab("alt", -20, None))
        assert alone.baseline["ferritin"] is None
        assert alone.awaited_baseline == {"ferritin": pending}

    def test_other_therapy_begun_in_between_is_a_caution(self):
        rows = [lab("ferritin", -3, "9000"), drug("etoposide", -2), drug("dexamethasone", -10)]
        begun = verdict_of(rows).baseline["ferritin"].begun_between
        assert [e.drug for e in begun] == ["etoposide"]
        assert verdict_of(rows[:1]).baseline["ferritin"].begun_between == ()

    def test_where_times_are_known_the_caution_goes_by_them(self):
        def begun(clock):
            row = lab("ferritin", 0, "9000", clock="08:00")
            other = Exposure("etoposide", at(0, clock))
            verdict = verdict_of(row, other, course(clock="12:00"))
            return len(verdict.baseline["ferritin"].begun_between)

        clocks = ("07:59", "08:00", "12:00", "12:01")
        assert [begun(clock) for clock in clocks] == [0, 1, 1, 0]
        dated = [lab("ferritin", 0, "9", clock="20:00"), drug("etoposide", 0)]
        assert verdict_of(dated).baseline["ferritin"].begun_between
        assert not verdict_of(dated[:1], drug("etoposide", 1)).baseline["ferritin"].begun_between

    def test_one_time_that_is_not_known_makes_it_a_matter_of_days(self):
        def begun(row, other, *course_):
            return len(verdict_of(row, other, *course_).baseline["ferritin"].begun_between)

        dated_value = lab("ferritin", -1, "9000", measured_at=Moment.dated(on(-1)))
        timed_value = lab("ferritin", -1, "9000")
        assert begun(dated_value, Exposure("etoposide", at(-1, "12:00"))) == 1
        assert begun(dated_value, Exposure("etoposide", at(-2, "12:00"))) == 0
        assert begun(timed_value, drug("etoposide", 0), course(clock="12:00")) == 1
        assert begun(timed_value, drug("etoposide", 1), course(clock="12:00")) == 0
        assert begun(timed_value, Exposure("etoposide", at(0, "23:00"))) == 1

    def test_it_says_whether_it_was_normal_and_by_which_limit(self):
        baseline = verdict_of(lab("ferritin", 0, "400")).baseline["ferritin"]
        assert baseline.normal is True
        assert baseline.limit.value == 400
