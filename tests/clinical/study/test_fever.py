"""Temperature by day, and how soon the fever left, for an analysis of a group."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL
from hlh_app.clinical.study.fever import Fever, fever
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.windows import History
from tests.clinical.fever_builders import calm, reading
from tests.clinical.response_builders import at, case_of, course, drug, found, lab, on

HOT = reading("0 02:00", "39.4")
BEFORE = reading("-1 20:00")


def facts(*rows, as_of="10 23:00", first="08:00", given=None) -> Fever:
    day, hour = as_of.split()
    case = case_of(*rows, given or course(clock=first), dose=False)
    moment = at(int(day), hour)
    index = index_of(case, moment)
    assert index is not None
    return fever(History(case), moment, index, DEFAULT_FEVER_CEL)


def dated(number, value):
    return lab("temperature", number, value)._replace(measured_at=Moment.dated(on(number)))


class TestPeaks:
    def test_the_highest_of_each_day_from_day_3_before_to_the_last_reading(self):
        rows = [reading("-4 08:00", "40"), reading("-2 08:00", "38.1"), reading("-2 20:00", "39.2")]
        assert facts(*rows, reading("1 08:00")).peaks == (None, 39.2, None, None, 36.8)

    def test_fahrenheit_is_converted_exactly_before_it_is_compared(self):
        rows = [reading("0 10:00", "101.3", unit="[degF]"), reading("0 12:00", "38.4")]
        assert facts(*rows).peaks[3] == 38.5

    def test_beyond_the_range_of_the_thermometer_the_limit_counts(self):
        assert facts(reading("0 10:00", ">42"), reading("0 12:00", "39")).peaks[3] == 42
        assert facts(reading("0 10:00", "<35")).peaks[3] == 35

    def test_nothing_after_day_28_nothing_awaited_and_nothing_not_yet_seen(self):
        rows = [reading("28 08:00"), reading("29 08:00", "40"), reading("2 08:00", None)]
        found_ = facts(*rows, as_of="40 08:00")
        assert (len(found_.peaks), found_.peaks[-1], found_.peaks[5]) == (32, 36.8, None)
        assert facts(reading("2 08:00", "39"), as_of="1 08:00").peaks == ()

    def test_without_readings_there_are_none(self):
        assert facts().peaks == ()
        assert facts(reading("-9 08:00", "39")).peaks == ()


class TestClock:
    def test_hours_and_calendar_days_to_the_afebrile_day(self):
        told = facts(HOT, calm(1), reading("2 18:00"), as_of="3 06:00")
        assert (told.febrile_before, told.state) == (True, "afebrile")
        assert (told.afebrile_hours, told.afebrile_days) == (22.0, 1)
        assert (told.open_hours, told.open_days) == (None, None)
        assert (told.came_back, told.back_days) == ("not_met", None)

    def test_days_until_fever_was_back(self):
        told = facts(HOT, calm(1), reading("4 12:00", "39"))
        assert (told.came_back, told.back_days) == ("met", 3)

    def test_of_a_dose_known_by_its_date_there_are_only_days(self):
        told = facts(HOT, calm(1), first=None)
        assert (told.afebrile_hours, told.afebrile_days) == (None, 1)

    def test_conventional_treatment_has_its_clock_from_the_first_drug(self):
        told = facts(HOT, calm(3), given=drug("etoposide", 2))
        assert (told.febrile_before, told.state) == (None, "unknown")
        told = facts(reading("1 20:00", "39"), calm(3), given=drug("etoposide", 2))
        assert (told.state, told.afebrile_days) == ("afebrile", 1)


class TestNoAfebrileDay:
    def test_surely_none_up_to_the_last_fever_that_left_no_room(self):
        warm = [reading(when, "38.6") for when in ("0 20:00", "1 18:00", "2 16:00")]
        told = facts(HOT, warm)
        assert (told.state, told.open_hours, told.open_days) == ("unknown", 56.0, 2)

    def test_a_fever_after_a_day_without_readings_tells_nothing(self):
        told = facts(HOT, reading("0 20:00", "38.6"), reading("5 20:00", "39"))
        assert (told.open_hours, told.open_days) == (12.0, 0)

    def test_exactly_24_hours_may_have_been_free_of_fever(self):
        assert facts(HOT, reading("1 08:00", "39")).open_hours == 0.0
        assert facts(HOT, reading("1 07:59", "39")).open_hours == pytest.approx(23 + 59 / 60)

    def test_a_fever_without_its_time_and_readings_before_the_dose_do_not_count(self):
        assert facts(HOT, dated(0, "39")).open_hours == 0.0
        told = facts(HOT, reading("0 20:00", "39"), first=None)
        assert (told.open_hours, told.open_days) == (None, 0)

    def test_who_was_not_febrile_before_has_no_such_time(self):
        told = facts(BEFORE, reading("0 20:00", "39"))
        assert (told.state, told.open_hours, told.open_days) == ("not_applicable", None, None)


class TestWithin24Hours:
    """Beside Wang 2020: 30 of all 34, how many were febrile is not stated."""

    @pytest.mark.parametrize(("start", "within"), [("1 08:00", True), ("1 08:01", False)])
    def test_an_afebrile_day_begun_by_24_hours_after_the_dose(self, start, within):
        day, clock = start.split()
        first = reading(start)
        rest = [reading(when) for when in ("1 16:00", "2 00:00", f"{int(day) + 1} {clock}")]
        assert facts(HOT, first, rest).within_24_h is within

    def test_never_febrile_counts_as_afebrile(self):
        assert facts(BEFORE, reading("0 20:00")).within_24_h is True
        assert facts(BEFORE, reading("0 20:00", "38.0"), as_of="0 23:00").within_24_h is None

    def test_fever_that_came_and_left_within_them_counts_as_afebrile(self):
        assert facts(BEFORE, reading("0 10:00", "39"), calm(1)).within_24_h is True
        assert facts(BEFORE, reading("0 10:00", "39"), calm(2)).within_24_h is False

    def test_without_readings_in_them_it_is_not_known(self):
        assert facts(BEFORE, reading("2 08:00")).within_24_h is None
        assert facts(BEFORE, reading("0 12:00", None)).within_24_h is None
        assert facts().within_24_h is None

    def test_febrile_and_not_yet_24_hours_on_it_is_open(self):
        assert facts(HOT, reading("0 18:00", "39"), as_of="0 23:00").within_24_h is None

    def test_fever_that_leaves_no_room_for_the_afebrile_day_is_a_no(self):
        hot = [reading("0 20:00", "39"), reading("1 12:00", "39")]
        assert facts(HOT, hot).within_24_h is False
        assert facts(HOT, hot[:1], reading("3 12:00", "39")).within_24_h is None

    def test_whether_febrile_before_does_not_matter_to_who_had_an_afebrile_day(self):
        assert facts(calm(1)).within_24_h is True
        assert facts(reading("0 20:00", "39"), calm(1)).within_24_h is True
        assert facts(reading("0 20:00", "39"), calm(2)).within_24_h is False

    def test_not_known_before_and_calm_but_sparse_since(self):
        assert facts(reading("0 20:00")).within_24_h is None

    def test_fever_recorded_at_a_visit_counts_as_before(self):
        told = facts(found("fever", 0), calm(3))
        assert (told.febrile_before, told.within_24_h) == (True, False)


class TestDatedDoseWithin24Hours:
    def test_an_afebrile_day_that_began_on_the_day_itself(self):
        assert facts(HOT, calm(0), first=None).within_24_h is True

    def test_one_that_began_the_next_day_hangs_on_the_hour_of_the_dose(self):
        assert facts(HOT, calm(1), first=None).within_24_h is None
        midnight = [reading("1 00:00"), reading("1 12:00"), reading("2 00:00")]
        assert facts(HOT, midnight, first=None).within_24_h is True

    def test_one_that_began_later_is_a_no(self):
        assert facts(HOT, calm(2), first=None).within_24_h is False

    def test_the_first_reading_of_the_day_is_before_the_dose(self):
        calm_day = [reading("0 06:00"), reading("0 18:00"), reading("1 12:00")]
        assert facts(calm_day, first=None).within_24_h is True
        warm = [reading("0 06:00"), reading("0 18:00", "38.2")]
        assert facts(warm, first=None).within_24_h is None

    def test_fever_of_the_next_day_may_lie_within_or_after(self):
        rows = [reading("0 06:00"), reading("0 18:00"), reading("1 12:00", "38.2")]
        assert facts(rows, first=None).within_24_h is None
        assert facts(*rows[:2], reading("1 12:00"), first=None).within_24_h is True


def test_the_fever_threshold_decides_only_whether_fever_is_back():
    case = case_of(HOT, calm(1), reading("4 12:00", "38.3"), course(clock="08:00"), dose=False)
    moment = at(10, "23:00")
    index = index_of(case, moment)
    assert index is not None
    told = [fever(History(case), moment, index, Decimal(cel)) for cel in ("38.3", "38.5")]
    assert [one.came_back for one in told] == ["met", "unknown"]
    assert {one.afebrile_hours for one in told} == {22.0}
