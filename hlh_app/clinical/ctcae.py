"""The CTCAE grade of one result, in the unit in which it was reported.

Common Terminology Criteria for Adverse Events v5.0 (2017) or v4.03 (2010). A result with a
comparator, or without the reference limit that its grade asks for, has every grade that some value
it may stand for would have: 0 to 1, never 0. Where a lower limit lies below a printed cut the cut
decides, by the letter.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.analyte_reading import comparable_results
from hlh_app.clinical.card import RuleCard
from hlh_app.clinical.case import Observation
from hlh_app.clinical.ctcae_card import OUR_DEFINITIONS, UNVERIFIED, criteria
from hlh_app.clinical.ctcae_tables import CITATION_OF, CURRENT, TABLES, WORST, Band, Bands, End, Of
from hlh_app.clinical.markers import scales
from hlh_app.clinical.spans import ZERO, Span, stated_span
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import EXACT

RULE = "ctcae"
VERSION = "1.0.0"
TITLE = gettext_noop("CTCAE grades and new toxicity")
CITATION = CITATION_OF[CURRENT]

CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop(
        "Which grade each result has, and whether it is higher after the first dose than before."
    ),
    population=gettext_noop(
        "Made for trials in oncology, for adults and children alike; many of these values are "
        "abnormal from the disease itself."
    ),
    criteria=criteria(),
    our_definitions=OUR_DEFINITIONS,
    unverified=UNVERIFIED,
)

_ONE = gettext_noop("grade {grade}")
_RANGE = gettext_noop("grade {low} to {high}")


class NoBandError(ValueError):
    """A value that no band of the table holds: the table is wrong, and no grade is given."""


class Grade(NamedTuple):
    """Every grade from ``low`` to ``high`` is possible; one grade when they are equal."""

    low: int
    high: int

    @property
    def is_settled(self) -> bool:
        return self.low == self.high

    def words(self) -> Message:
        """As "grade 3", or "grade 0 to 1"."""
        if self.is_settled:
            return Message(_ONE, {"grade": self.low})
        return Message(_RANGE, {"low": self.low, "high": self.high})

    def is_above(self, before: "Grade | None") -> bool | None:
        """Whether higher than ``before`` (None: nothing is known of it); None: not known."""
        known = before or UNKNOWN
        if self.low > known.high:
            return True
        return False if self.high <= known.low else None


NONE = Grade(0, 0)
UNKNOWN = Grade(0, WORST)


class Base(NamedTuple):
    """What v5.0 counts from once treatment has begun: the baseline, None without one."""

    row: Observation | None


def spanning(*grades: Grade) -> Grade:
    """From the lowest to the highest of what one of several may be."""
    return Grade(min(g.low for g in grades), max(g.high for g in grades))


def worst_of(*grades: Grade) -> Grade:
    """The highest of several, each of which may be open."""
    return Grade(max(g.low for g in grades), max(g.high for g in grades))


def grade(row: Observation, version: str = CURRENT, base: Base | None = None) -> Grade:
    """The grade of one final result; KeyError for an analyte, unit or version without grades.

    ``base`` None: no treatment has begun, and grades count from the laboratory's limits alone. A
    fever above 40.0 °C is grade 3 here; how long it lasted is a matter of other readings.
    """
    term = TABLES[version][row.analyte]
    by_limit = _in_bands(stated_span(row), term.bands[row.unit], term.falls, _own_limits(row))
    if base is None or term.from_baseline is None:
        return by_limit
    return _from_base(row, base.row, by_limit, term.from_baseline)


Resolve = Callable[[End], Decimal | None]


def _own_limits(row: Observation) -> Resolve:
    """The ends of a band by the limits that came with the result; None where there is none."""
    limits = {Of.LOWER_LIMIT: row.low, Of.UPPER_LIMIT: row.high}

    def resolve(end: End) -> Decimal | None:
        if end.of is Of.UNIT:
            return end.amount
        limit = limits[end.of]
        return None if limit is None else EXACT.multiply(end.amount, limit)

    return resolve


def _in_bands(span: Span, bands: Bands, falls: bool, resolve: Resolve) -> Grade:
    """Every grade of which the range holds a value; the worst first, as it goes before."""
    rest: Span | None = span
    grades: list[int] = []
    for band in reversed(bands):
        part = rest and _from(_to(rest, band.high, resolve), band.low, resolve)
        if rest is None or part is None:
            continue
        grades.append(band.grade)
        rest = _milder(rest, band, falls, resolve)
    if not grades:
        raise NoBandError(f"no band holds {span}")
    return Grade(min(grades), max(grades))


def _to(span: Span, end: End | None, resolve: Resolve) -> Span | None:
    limit = None if end is None else resolve(end)
    if end is None or limit is None:
        return span
    return span.at_most(limit) if end.included else span.below(limit)


def _from(span: Span | None, end: End | None, resolve: Resolve) -> Span | None:
    limit = None if end is None else resolve(end)
    if span is None or end is None or limit is None:
        return span
    return span.at_least(limit) if end.included else span.above(limit)


def _milder(rest: Span, band: Band, falls: bool, resolve: Resolve) -> Span | None:
    """What is left beyond a band; all of it while its mild end is not known."""
    end = band.high if falls else band.low
    limit = None if end is None else resolve(end)
    if end is None or limit is None:
        return rest
    if falls:
        return rest.above(limit) if end.included else rest.at_least(limit)
    return rest.below(limit) if end.included else rest.at_most(limit)


def _from_base(row: Observation, base: Observation | None, by_limit: Grade, bands: Bands) -> Grade:
    """By the limits when the baseline was normal, in its multiples when it was abnormal.

    A baseline that is still awaited may be either, of any size.
    """
    if base is None:
        # By the same limit an abnormal baseline gives the same grade or a lower one.
        return spanning(NONE, by_limit)
    span, limit = stated_span(base), base.high
    normal = span if limit is None else span.at_most(limit)
    abnormal = span if limit is None else span.above(limit)
    grades = [] if normal is None else [by_limit]
    if abnormal is not None:
        grades.append(_multiple(row, base, abnormal, bands))
    return spanning(*grades)


def _multiple(row: Observation, base: Observation, abnormal: Span, bands: Bands) -> Grade:
    """The grades of ``row`` in multiples of a baseline somewhere in ``abnormal``."""
    if row == base:
        return NONE
    if not comparable_results(base, row):
        return UNKNOWN
    of_base, of_now = scales(row.analyte, base.unit, row.unit)
    was, now = abnormal.times(of_base), stated_span(row).times(of_now)
    return Grade(_lowest(was, now, bands), _highest(was, now, bands))


def _lowest(was: Span, now: Span, bands: Bands) -> int:
    """The grade of the smallest value over the largest baseline."""
    if was.high is None or now.low == ZERO:
        return 0
    from_here = Span(now.low, None, now.low_in and was.high_in)
    return _in_bands(from_here, bands, False, _times(was.high)).low


def _highest(was: Span, now: Span, bands: Bands) -> int:
    """The grade of the largest value over the smallest baseline."""
    if now.high is None:
        return WORST
    if now.high == ZERO:
        return 0
    up_to_here = Span(ZERO, now.high, True, now.high_in and was.low_in)
    return _in_bands(up_to_here, bands, False, _times(was.low)).high


def _times(baseline: Decimal) -> Resolve:
    return lambda end: EXACT.multiply(end.amount, baseline)
