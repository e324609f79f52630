"""Fever: febrile or not over some days, and the last fever of the course (our definition).

Febrile: a reading of 38.0 °C or more, or fever recorded as present at a visit, in the days asked
about. Not febrile: every reading below, or without readings fever recorded as absent. Otherwise it
is not known: a pending or inexact reading, or a day with contradicting records, leaves it open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hlh_app.clinical.case import Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.spans import stated_span
from hlh_app.clinical.windows import History, visible

BEFORE_ASSESSMENT = timedelta(days=2)

FEBRILE_FROM: Mapping[str, Decimal] = {"Cel": Decimal("38.0"), "[degF]": Decimal("100.4")}
"""The threshold on either scale, exactly the same temperature."""


@dataclass(frozen=True, slots=True)
class FeverReading:
    """Whether febrile from ``first`` to ``last``, both included, and by what.

    ``febrile`` None: not known. ``hottest``: the reading that decides or comes closest.
    ``recorded``: the records of fever in those days.
    """

    febrile: bool | None
    first: date
    last: date
    hottest: Observation | None
    readings: int
    recorded: tuple[Finding, ...]

    @property
    def may_block(self) -> frozenset[bool]:
        """Whether it excludes a complete response: yes, no, or either."""
        return frozenset((True, False) if self.febrile is None else (self.febrile,))


@dataclass(frozen=True, slots=True)
class LastFever:
    """The last reading of 38.0 °C or more, and how many readings followed it.

    ``reading`` None: no reading was febrile. ``since``: readings with a value after it, all of
    them without one.
    """

    reading: Observation | None
    since: int


def is_febrile(
    reading: Observation, febrile_from: Mapping[str, Decimal] = FEBRILE_FROM
) -> bool | None:
    """Whether one reading is 38.0 °C (100.4 °F) or more; None when it does not say."""
    limit = febrile_from[reading.unit]
    span = stated_span(reading)
    if span.low >= limit:
        return True
    return False if span.at_least(limit) is None else None


class FeverChart:
    """What can be seen of temperature and fever at one moment, read once for several spans."""

    __slots__ = ("_awaited", "_febrile_from", "_recorded", "readings")

    def __init__(
        self,
        history: History,
        as_of: Moment,
        febrile_from: Mapping[str, Decimal] = FEBRILE_FROM,
    ) -> None:
        final, pending = visible(history.observations.get("temperature", ()), as_of)
        self.readings = final
        self._awaited = pending
        self._febrile_from = febrile_from
        self._recorded = [f for f in history.findings.get("fever", ()) if f.on <= as_of.day]

    def over(self, first: date, last: date) -> FeverReading:
        """Febrile or not from ``first`` to ``last``, both included."""
        readings = [r for r in self.readings if first <= r.measured_at.day <= last]
        recorded = tuple(f for f in self._recorded if first <= f.on <= last)
        words = {is_febrile(r, self._febrile_from) for r in readings}
        if any(first <= r.measured_at.day <= last for r in self._awaited):
            words.add(None)
        febrile = febrile_by(words, recorded)
        return FeverReading(febrile, first, last, _hottest(readings), len(readings), recorded)

    def last_fever(self) -> LastFever:
        """Of every reading: the last of 38.0 °C or more, and the number since."""
        for since, reading in enumerate(reversed(self.readings)):
            if is_febrile(reading, self._febrile_from):
                return LastFever(reading, since)
        return LastFever(None, len(self.readings))


def _words_by_day(recorded: Iterable[Finding]) -> list[set[FindingStatus]]:
    days: dict[date, set[FindingStatus]] = {}
    for finding in recorded:
        days.setdefault(finding.on, set()).add(finding.status)
    return list(days.values())


def febrile_by(readings: set[bool | None], recorded: Iterable[Finding]) -> bool | None:
    """Febrile or not by what each reading says, and by what visits recorded; None: not known."""
    days = _words_by_day(recorded)
    if True in readings or {FindingStatus.PRESENT} in days:
        return True
    if None in readings or any(len(d) > 1 or FindingStatus.PENDING in d for d in days):
        return None
    if readings or {FindingStatus.ABSENT} in days:
        return False
    return None


def _hottest(readings: Iterable[Observation]) -> Observation | None:
    """The reading with the highest value, the latest of equals."""
    return max(readings, key=lambda r: (_height(r), r.measured_at.at), default=None)


def _height(reading: Observation) -> Decimal:
    """Exact distance from the threshold, in ninths of a degree Fahrenheit on either scale."""
    value = FEBRILE_FROM[reading.unit] if reading.value is None else reading.value
    steps = 9 if reading.unit == "Cel" else 5
    return (value - FEBRILE_FROM[reading.unit]) * steps


def last_fever(history: History, as_of: Moment) -> LastFever:
    """The last reading of 38.0 °C or more that can be seen at ``as_of``, and readings since."""
    return FeverChart(history, as_of).last_fever()
