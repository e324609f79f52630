"""Stopped with or without a taper, from daily amounts alone."""

from datetime import timedelta
from fractions import Fraction

from hlh_app.clinical.taper import TAPER_DAYS, DailyAmount, amount_on, tapered

from .diagnosis_builders import TODAY, day


def dose(first, last, amount):
    known = None if amount is None else Fraction(amount)
    return DailyAmount(day(first), None if last is None else day(last), known)


def test_half_is_a_taper_and_a_little_more_is_none():
    assert tapered([dose(-20, -8, "20"), dose(-7, 0, "10")], TODAY)
    assert tapered([dose(-20, -8, "20"), dose(-7, 0, "9.99")], TODAY)
    assert tapered([dose(-20, -8, "20"), dose(-7, 0, "10.01")], TODAY) is False


def test_a_constant_dose_and_a_single_one_are_not_tapered():
    assert tapered([dose(-60, 0, "20")], TODAY) is False
    assert tapered([dose(0, 0, "20")], TODAY) is False


def test_the_highest_of_28_days_counts():
    assert tapered([dose(-60, -27, "20"), dose(-26, 0, "10")], TODAY)
    assert tapered([dose(-60, -28, "20"), dose(-27, 0, "10")], TODAY) is False
    assert TAPER_DAYS == 28


def test_another_length_may_be_asked_for():
    doses = [dose(-60, -7, "20"), dose(-6, 0, "10")]
    assert tapered(doses, TODAY, 8)
    assert tapered(doses, TODAY, 7) is False


def test_the_day_before_the_last_counts():
    assert tapered([dose(-1, -1, "20"), dose(0, 0, "10")], TODAY)


def test_the_last_day_itself_is_no_day_before():
    assert tapered([dose(-60, -1, None), dose(0, 0, "0")], TODAY) is None


def test_what_is_not_known_stays_so_unless_it_cannot_matter():
    assert tapered([dose(-60, 0, None)], TODAY) is None
    assert tapered([dose(-60, -5, None), dose(-4, 0, "10")], TODAY) is None
    known = [dose(-60, -5, None), dose(-4, -2, "20"), dose(-1, 0, "10")]
    assert tapered(known, TODAY) is True


def test_rows_add_up_but_not_on_the_day_of_the_change():
    both = [dose(-5, 0, "10"), dose(-5, 0, "2.5")]
    assert amount_on(both, TODAY) == Fraction("12.5")
    changed = [dose(-5, 0, "20"), dose(0, None, "10")]
    assert amount_on(changed, TODAY) == 10
    assert amount_on(changed, TODAY - timedelta(days=1)) == 20
    assert amount_on(changed, day(-6)) == 0
    beside = [dose(-5, None, "20"), dose(0, None, "10")]
    assert amount_on(beside, TODAY) == 30
