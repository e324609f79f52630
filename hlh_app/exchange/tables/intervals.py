"""Reference intervals beside a result: 13-400, <5, > 90, 4.0--10.0."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hlh_app.exchange.tables.model import Means
from hlh_app.exchange.tables.numbers import decide, read_number

LONGEST = 60
_NUMBER = r"[0-9](?:[0-9.,' ’]*[0-9])?|[.,][0-9]+"
_FROM_TO = re.compile(
    rf"({_NUMBER})\s*(?:-{{1,3}}|–|—|−|~|～|to|bis|à|a|\.\.|…|至|hasta)\s*({_NUMBER})(.*)"
)
_ONE_SIDE = re.compile(
    rf"(<=?|>=?|=<|=>|≤|≥|bis|up to|max\.?|min\.?|ab|jusqu'à|hasta|fino a|até)\s*({_NUMBER})(.*)"
)
_UPPER = frozenset({"<", "<=", "=<", "≤", "bis", "up to", "max", "max.", "jusqu'à", "hasta", "até"})


class Interval(NamedTuple):
    """``rest``: what stands after it, a unit perhaps. ``ambiguous``: it has several readings, and
    is then left out."""

    low: Decimal | None = None
    high: Decimal | None = None
    rest: str = ""
    ambiguous: bool = False
    shows: str = ""


@lru_cache(maxsize=8192)
def read_interval(text: str, decimal: str = "", shown: str = "") -> Interval | None:
    """None when this is no interval."""
    written = " ".join(text.lower().split())
    if not written or len(written) > LONGEST:
        return None
    if written[0] in "([（" and written[-1] in ")]）":
        written = written[1:-1].strip()
    if found := _FROM_TO.fullmatch(written):
        return _interval(found[1], found[2], found[3].strip(), decimal, shown)
    if found := _ONE_SIDE.fullmatch(written):
        upper = found[1] in _UPPER or found[1] == "fino a"
        low, high = (None, found[2]) if upper else (found[2], None)
        return _interval(low, high, found[3].strip(), decimal, shown)
    return None


def _interval(
    low: str | None, high: str | None, rest: str, decimal: str, shown: str
) -> Interval | None:
    means = Means(decimal=decimal)
    sides = [None if side is None else read_number(side) for side in (low, high)]
    if any(side is not None and not side.candidates for side in sides):
        return None
    shows = "".join(sorted({side.shows for side in sides if side is not None}))
    settled = [None if side is None else decide(side, means, shown) for side in sides]
    if any(side is not None and len(side.candidates) > 1 for side in settled):
        return Interval(rest=rest, ambiguous=True, shows=shows)
    first, last = (None if side is None else side.candidates[0] for side in settled)
    if first is not None and last is not None and first > last:
        return None
    return Interval(first, last, rest, False, shows)
