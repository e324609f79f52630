"""Times of day as wards write them, and the moment they name on a ward's clock."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.unread import Unread

LONGEST = 40
Clock = tuple[time, tzinfo | None]
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})(?::(\d{2}))? ?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def read_clock(text: str) -> Clock:
    """A 24-hour time, 18:30 or 1830, with its offset where one is written (18:30+08:00).

    Raises Unread.
    """
    found = _CLOCK.fullmatch(text.strip()) if text.isascii() else None
    if not found:
        raise Unread(
            gettext_noop("“{text}” is not a time. Write it in 24 hours, such as 06:00 or 18:30."),
            text=text.strip()[:LONGEST],
        )
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if hour == 24 and not minute:
        raise Unread(gettext_noop("Midnight is 00:00 of the next day."))
    try:
        return time(hour, minute, second), read_offset(found[4])
    except ValueError:
        raise no_such_time(found[0]) from None


def no_such_time(text: str) -> Unread:
    return Unread(
        gettext_noop("There is no time {text}. A day runs from 00:00 to 23:59."), text=text
    )


def read_offset(text: str | None) -> tzinfo | None:
    """``+02:00``, ``-0330`` or ``Z``. ValueError for an offset that no clock has."""
    if not text:
        return None
    if text in ("Z", "z"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        raise ValueError(text)
    gap = timedelta(hours=hours, minutes=minutes)
    return timezone(-gap if text[0] == "-" else gap)


def moment_of(day: date, clock: Clock | None, zone: tzinfo) -> Moment:
    """The moment on the ward's clock; without a time the day itself.

    Raises Unread when the clocks were changed and the time was skipped or came twice.
    """
    if clock is None:
        return Moment.dated(day, zone)
    at, offset = clock
    if offset is not None:
        return Moment.timed(datetime.combine(day, at, offset))
    first = datetime.combine(day, at, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment.timed(first)
    raise _skipped(first) if is_skipped(first) else _came_twice(first, second)


def is_skipped(at: datetime) -> bool:
    """Whether the clocks were set forward over a time, of which two offsets are known."""
    return at.replace(fold=0).astimezone(UTC) > at.replace(fold=1).astimezone(UTC)


def _skipped(at: datetime) -> Unread:
    return Unread(
        gettext_noop("{time} did not exist on {day}: the clocks were set forward."),
        time=at.strftime("%H:%M"),
        day=at.date(),
    )


def _came_twice(first: datetime, second: datetime) -> Unread:
    clock = first.strftime("%H:%M")
    return Unread(
        gettext_noop("{time} came twice on {day}. Write {first} or {second}."),
        time=clock,
        day=first.date(),
        first=clock + first.isoformat()[-6:],
        second=clock + second.isoformat()[-6:],
    )
