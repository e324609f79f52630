"""Which rows a reading at a moment may use (our definition).

Observations: final, visible, measured after T − 14 days and up to T; older ones are stale and
count as unknown. A result reported after T is pending at T. Findings: the latest by date, within
a number of days that depends on the finding; different words on one day are unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from operator import attrgetter, eq
from typing import Any, NamedTuple

from hlh_app.clinical.case import Case, Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.units import canonical

WINDOW_DAYS = 14
FINDING_DAYS = {
    "splenomegaly": 14,
    "hepatomegaly": 14,
    "scd25_elevated": 14,
    "hemophagocytosis": 30,
    "nk_activity": 30,
}
"""Age limits of findings, by date. A finding that is not listed counts as last recorded."""

_BY_MOMENT = attrgetter("measured_at.at")
_BY_DAY = attrgetter("on")


class Usable(NamedTuple):
    """One analyte at a moment: values that count, results awaited, and the newest stale one."""

    final: tuple[Observation, ...] = ()
    pending: tuple[Observation, ...] = ()
    stale: Observation | None = None


class LatestFinding(NamedTuple):
    """One kind of finding at a moment. ``status`` UNKNOWN unless ``rows`` agree on something.

    ``stale``: the latest is too old to count. ``contradiction``: different words on one day.
    """

    status: FindingStatus = FindingStatus.UNKNOWN
    rows: tuple[Finding, ...] = ()
    stale: bool = False
    contradiction: bool = False


_NOTHING = Usable()
_NO_FINDING = LatestFinding()


class History:
    """A case's rows, sorted once so that every rule and moment finds its own quickly."""

    __slots__ = ("case", "findings", "observations")

    def __init__(self, case: Case) -> None:
        self.case = case
        self.observations: dict[str, list[Observation]] = {}
        self.findings: dict[str, list[Finding]] = {}
        for observation in case.observations:
            self.observations.setdefault(observation.analyte, []).append(observation)
        for finding in case.findings:
            self.findings.setdefault(finding.finding, []).append(finding)
        for observations in self.observations.values():
            observations.sort(key=_BY_MOMENT)
            moments = list(map(_BY_MOMENT, observations))
            if any(map(eq, moments, moments[1:])):
                observations.sort(key=_by_content)
        for findings in self.findings.values():
            findings.sort(key=_BY_DAY)


_NO_NUMBER = Decimal(-1)


def _by_content(row: Observation) -> tuple[Any, ...]:
    """By moment, then by what the row says: of two results of one moment the higher one is the
    later (our definition), never the one entered last. The value comes after all that a result
    not yet reported shows, so that what is not seen decides nothing."""
    value = None if row.value is None else canonical(row.value, row.unit, row.analyte)
    moment, reported = row.measured_at, row.reported_at
    return (
        moment.at, moment.day,
        *(_NO_NUMBER if limit is None else limit for limit in (row.low, row.high)), row.unit,
        *(text or "" for text in (row.assay, row.site, row.fasting)),
        *(_NO_NUMBER if number is None else number for number in (value, row.value)),
        row.comparator or "", "" if reported is None else reported.at.isoformat(),
        moment.text, row.key,
    )  # fmt: skip


def known_from(observation: Observation) -> datetime:
    """The instant from which a final result can be seen."""
    reported = observation.reported_at
    measured = observation.measured_at.seen
    return measured if reported is None else max(measured, reported.seen)


def is_pending(observation: Observation, as_of: Moment) -> bool:
    """Whether the result is awaited at ``as_of``: not there, or reported only later."""
    reported = observation.reported_at
    return observation.value is None or (reported is not None and reported.seen > as_of.at)


def visible(
    observations: Iterable[Observation], as_of: Moment
) -> tuple[list[Observation], list[Observation]]:
    """Final and pending rows up to ``as_of``, in the given order.

    A final result replaces a pending one of the same analyte and ``measured_at``.
    """
    final: list[Observation] = []
    pending: list[Observation] = []
    for row in observations:
        if row.measured_at.seen <= as_of.at:
            (pending if is_pending(row, as_of) else final).append(row)
    if pending and final:
        answered = {(row.analyte, row.measured_at.at) for row in final}
        pending = [row for row in pending if (row.analyte, row.measured_at.at) not in answered]
    return final, pending


@dataclass(slots=True)
class View:
    """A history as it stood at one moment, with the window that readings there may use."""

    history: History
    as_of: Moment
    window_days: int = WINDOW_DAYS
    _usable: dict[str, Usable] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.history.case

    @property
    def opens(self) -> datetime:
        """Values count when measured strictly after this instant."""
        return self.as_of.at - timedelta(days=self.window_days)

    def values(self, analyte: str) -> Usable:
        """The rows of ``analyte`` that a reading may use, oldest first."""
        found = self._usable.get(analyte)
        if found is None:
            found = self._usable[analyte] = self._look(analyte)
        return found

    def _look(self, analyte: str) -> Usable:
        rows = self.history.observations.get(analyte)
        if not rows:
            return _NOTHING
        final, pending = visible(rows, self.as_of)
        opens = self.opens
        if not pending and final and final[0].measured_at.at > opens:
            return Usable(tuple(final))
        stale = [row for row in final if row.measured_at.at <= opens]
        return Usable(
            tuple(final[len(stale) :]),
            tuple(row for row in pending if row.measured_at.at > opens),
            stale[-1] if stale else None,
        )

    def finding(self, kind: str, site: str | None = None) -> LatestFinding:
        """The latest word on ``kind`` (at ``site``, if given) that still counts."""
        rows = self.history.findings.get(kind)
        if not rows:
            return _NO_FINDING
        day = self.as_of.day
        seen = [row for row in rows if row.on <= day and (site is None or row.site == site)]
        if not seen:
            return _NO_FINDING
        last_day = seen[-1].on
        if len(seen) == 1 or seen[-2].on != last_day:
            latest: tuple[Finding, ...] = (seen[-1],)
        else:
            latest = tuple(row for row in seen if row.on == last_day)
        limit = FINDING_DAYS.get(kind)
        if limit is not None and (day - last_day).days > limit:
            return LatestFinding(rows=latest, stale=True)
        word = latest[0].status
        if len(latest) > 1 and any(row.status is not word for row in latest):
            return LatestFinding(rows=latest, contradiction=True)
        return LatestFinding(word, latest)
