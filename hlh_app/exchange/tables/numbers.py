"""Which numbers a token may be: 1,234 is two, 4,2 and 1.234,5 are one.

A space or an apostrophe between groups of three digits is no decimal mark; a point or a comma may
be either. Nothing here decides between two readings.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hlh_app.exchange.tables.model import Means

POINT, COMMA = "point", "comma"
LONGEST = 32
WHOLE_DIGITS, DECIMALS, LARGEST_POWER = 16, 8, 12

_GROUPED = {
    POINT: r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?",
    COMMA: r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?",
}
_NEUTRAL = r"[1-9][0-9]{0,2}(?:[ '][0-9]{3})+"
_WITH = {
    POINT: re.compile(rf"[0-9]+(?:\.[0-9]+)?|\.[0-9]+|{_GROUPED[POINT]}|{_NEUTRAL}(?:\.[0-9]+)?"),
    COMMA: re.compile(rf"[0-9]+(?:,[0-9]+)?|,[0-9]+|{_GROUPED[COMMA]}|{_NEUTRAL}(?:,[0-9]+)?"),
}
_PLAIN = re.compile(r"[0-9]{1,15}")
_POWER = re.compile(r"(.*?[0-9])(?:[eE]|\s*[x×*·]\s*10\s*(?:\^|\*\*|[eE]))\s*([+-]?[0-9]{1,2})")
_REMOVED = {POINT: str.maketrans("", "", ", '"), COMMA: str.maketrans(",", ".", ". '")}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " "})


class NumberReading(NamedTuple):
    """``point``, ``comma``: the number, if this is the decimal mark; None when it cannot be.

    ``shows``: the decimal mark that this token proves, "" when it could be written with either.
    """

    point: Decimal | None
    comma: Decimal | None
    shows: str = ""

    @property
    def candidates(self) -> tuple[Decimal, ...]:
        found = [number for number in (self.point, self.comma) if number is not None]
        return tuple(dict.fromkeys(found))

    @property
    def by_comma(self) -> bool:
        """Two readings because of a comma ("1,234"), not of a point ("1.234")."""
        return self.point is not None and self.comma is not None and self.point > self.comma


NO_NUMBER = NumberReading(None, None)


@lru_cache(maxsize=65536)
def read_number(text: str) -> NumberReading:
    """Every number that ``text``, without a sign or comparator, may be."""
    if _PLAIN.fullmatch(text):
        number = Decimal(text)
        return NumberReading(number, number)
    written = text.translate(_APOSTROPHES).strip()
    if len(written) > LONGEST:
        return NO_NUMBER
    power = _POWER.fullmatch(written)
    mantissa, exponent = (power[1], int(power[2])) if power else (written, 0)
    point, comma = (_with(mark, mantissa, exponent) for mark in (POINT, COMMA))
    return NumberReading(point, comma, _shown(mantissa, point, comma))


def _with(mark: str, mantissa: str, exponent: int) -> Decimal | None:
    if not _WITH[mark].fullmatch(mantissa) or abs(exponent) > LARGEST_POWER:
        return None
    number = Decimal(mantissa.translate(_REMOVED[mark]))
    whole, _point, decimals = format(number, "f").partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        return None
    return number if not exponent else Decimal(format(number.scaleb(exponent), "f"))


def _shown(mantissa: str, point: Decimal | None, comma: Decimal | None) -> str:
    if not ("." in mantissa or "," in mantissa) or (point is None) is (comma is None):
        return ""
    return POINT if comma is None else COMMA


def decide(found: NumberReading, means: Means, shown: str) -> NumberReading:
    """One reading where the answer given, or the points ``shown`` elsewhere, leave only one.

    "1,234" is decided by an answer alone: elsewhere both marks may stand for thousands.
    """
    if len(found.candidates) < 2:
        return found
    if means.decimal:
        number = found.point if means.decimal == POINT else found.comma
        return NumberReading(number, number)
    if shown == POINT and not found.by_comma:
        return NumberReading(found.point, found.point)
    return found
