"""The per cent of an HScore: the published table, linear between rows, and another formula."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import exp

from hlh_app.clinical.hscore import probability_percent

from .scoring import Score

PRINTED = {
    90: "<1", 100: "1", 110: "3", 120: "5", 130: "9", 140: "16", 150: "25", 160: "40", 170: "54",
    180: "70", 190: "80", 200: "88", 210: "93", 220: "96", 230: "98", 240: "99", 250: ">99",
}  # fmt: skip
"""Fardet 2014: points, and per cent as printed."""


def formula(points: int) -> float:
    """The closed form that circulates."""
    return 100 / (1 + exp(4.3 - 0.03 * points))


def printed(per_cent: float) -> str:
    if per_cent < 1:
        return "<1"
    return ">99" if per_cent > 99 else str(int(per_cent + 0.5))


def by_table(points: int) -> Fraction:
    """Linear between rows; 0.5 and 99.5 at the ends."""
    rows = [(p, {"<1": Fraction(1, 2), ">99": Fraction(199, 2)}.get(t) or Fraction(t))
            for p, t in PRINTED.items()]  # fmt: skip
    for (low, from_), (high, to) in pairwise(rows):
        if points <= high:
            return from_ + (to - from_) * max(Fraction(0), Fraction(points - low, high - low))
    return rows[-1][1]


def at_the_rows() -> list[Score]:
    """How many of the printed rows each gives, to the printed digit."""
    ours = sum(printed(float(probability_percent(p))) == text for p, text in PRINTED.items())
    theirs = sum(printed(formula(p)) == text for p, text in PRINTED.items())
    name = "HScore per cent, printed rows"
    return [
        Score(name, "ours", len(PRINTED), ours, None),
        Score(name, "formula", len(PRINTED), theirs, None),
    ]


def over(points: Iterable[int]) -> list[Score]:
    """The same for the points of vignettes; right: within half a per cent of the table."""
    points = list(points)
    half = Fraction(1, 2)
    ours = sum(abs(Fraction(probability_percent(p)) - by_table(p)) < half / 1000 for p in points)
    theirs = sum(abs(Fraction(formula(p)) - by_table(p)) <= half for p in points)
    name = "HScore per cent, vignettes"
    return [
        Score(name, "ours", len(points), ours, None),
        Score(name, "formula", len(points), theirs, None),
    ]
