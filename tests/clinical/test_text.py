"""Sentences are templates with values; plain English when nobody translates them."""

from datetime import date
from decimal import Decimal

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, gettext_noop


def test_marking_for_translation_changes_nothing():
    assert gettext_noop("Ferritin") == "Ferritin"


def test_values_fill_the_template():
    message = Message("{n} of {total} on {day}", {"n": 5, "total": 8, "day": date(2020, 1, 2)})
    assert str(message) == "5 of 8 on 2020-01-02"


def test_decimals_are_written_without_exponent():
    assert str(Message("{value}", {"value": Decimal("1E+3")})) == "1000"


def test_a_moment_is_written_as_it_was():
    assert str(Message("at {when}", {"when": Moment.dated(date(2020, 1, 2))})) == "at 2020-01-02"


def test_a_message_within_a_message():
    inner = Message("{n} days", {"n": 3})
    assert str(Message("old: {why}", {"why": inner})) == "old: 3 days"


def test_without_values():
    assert str(Message("pending")) == "pending"


def test_equal_messages_are_one_key():
    one, other = Message("{n} days", {"n": 3}), Message("{n} days", {"n": 3})
    assert len({one, other}) == 1
    assert one != Message("{n} days", {"n": 4})
