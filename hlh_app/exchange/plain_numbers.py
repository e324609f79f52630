"""One number as it is typed: digits and at most one point. A comma is never guessed at."""

import re
from decimal import Decimal

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.unread import Unread

LONGEST = 40
WHOLE_DIGITS, DECIMALS = 16, 8
_PLAIN = re.compile(r"[0-9]+\.?|[0-9]*\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")


def read_number(text: str) -> Decimal:
    """Raises Unread, which says what to type instead."""
    number = text.strip()
    if not _PLAIN.fullmatch(number):
        raise Unread(_advice(number), **_readings(number))
    whole, _point, decimals = number.partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        raise Unread(gettext_noop("That has too many digits for a result. Check the number."))
    return Decimal(number)


def _advice(number: str) -> str:
    """What to type instead, by what was typed."""
    if any(letter.isdigit() and not letter.isascii() for letter in number):
        return gettext_noop("Write the number with the digits 0 to 9.")
    if _GROUPED.fullmatch(number):
        return gettext_noop(
            "A comma can be read in two ways: write {plain}, or {point} with a point."
        )
    if _DECIMAL_COMMA.fullmatch(number):
        return gettext_noop("Write {point} with a point, or the whole number without a comma.")
    if number.endswith("%"):
        return gettext_noop(
            "Write the number alone; the unit stands beside it. Counts are absolute, not in %."
        )
    if number.startswith(("-", "−")):
        return gettext_noop("A result cannot be below zero.")
    return gettext_noop("“{text}” is not a number. Write digits only, such as 17090, 0.42 or <0.1.")


def _readings(number: str) -> dict[str, str]:
    short = number[:LONGEST]
    point = short.replace(",", ".") if short.count(",") == 1 else short.replace(",", "")
    return {"text": short, "plain": short.replace(",", ""), "point": point}
