"""What a case document says at its moment, read without the application.

Which rows count is the stated definition: values measured after T - 14 days and up to T; a result
reported after T is awaited; a final one replaces an awaited one of the same moment.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

WINDOW = timedelta(days=14)
WITHIN_DAYS = {"splenomegaly": 14, "hepatomegaly": 14, "scd25_elevated": 14,
               "hemophagocytosis": 30, "nk_activity": 30}  # fmt: skip


class Row(NamedTuple):
    """A result. ``value`` None is awaited; ``day``: the calendar day it was drawn on."""

    value: Fraction | None
    unit: str
    comparator: str | None
    at: datetime
    day: date
    low: Fraction | None


def moment(document: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(document["as_of"])


def usable(document: dict[str, Any], analyte: str) -> list[Row]:
    """The rows of the window, final and awaited."""
    as_of = moment(document)
    rows = []
    for row in document["observations"]:
        seen, at = span(row["measured_at"], as_of)
        if row["analyte"] == analyte and seen <= as_of and at > as_of - WINDOW:
            rows.append(_row(row, at, as_of))
    final = {row.at for row in rows if row.value is not None}
    return [row for row in rows if row.value is not None or row.at not in final]


def span(text: str, as_of: datetime) -> tuple[datetime, datetime]:
    """From when a moment is seen, and what it counts as; a date is seen all its day."""
    if len(text) > 10:
        at = datetime.fromisoformat(text)
        return at, at
    start = datetime.combine(date.fromisoformat(text), time(), as_of.tzinfo)
    return start, start + timedelta(days=1, microseconds=-1)


def _row(row: dict[str, Any], at: datetime, as_of: datetime) -> Row:
    reported = row.get("reported_at")
    later = reported is not None and span(reported, as_of)[0] > as_of
    value = None if later or row["value"] is None else Fraction(row["value"])
    low = row.get("low")
    day = date.fromisoformat(row["measured_at"][:10])
    return Row(
        value, row["unit"], row.get("comparator"), at, day, None if low is None else Fraction(low)
    )


def word(document: dict[str, Any], kind: str, site: str | None = None) -> str | None:
    """The latest statement that still counts, "unknown" when two differ; None without one."""
    today = moment(document).date()
    rows = [
        (date.fromisoformat(row["on"]), row["status"])
        for row in document["findings"]
        if row["finding"] == kind and site in (None, row.get("site"))
    ]
    rows = [row for row in rows if row[0] <= today]
    if not rows:
        return None
    last = max(on for on, _ in rows)
    if (today - last).days > WITHIN_DAYS.get(kind, 10**6):
        return None
    words = {status for on, status in rows if on == last}
    return words.pop() if len(words) == 1 else "unknown"


def either_way(status: str | None) -> set[bool]:
    """What a statement leaves possible."""
    known = {"present": {True}, "low": {True}, "absent": {False}, "normal": {False}}
    return known.get(status or "", {True, False})
