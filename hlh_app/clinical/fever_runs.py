"""When fever began, when it left and when it came back, out of single readings (our definition).

Afebrile: over at least 24 hours three readings or more, no gap over 12 hours, all below 38.0 °C;
from the first of them on. Fever: one reading at or above the fever threshold (38.5 °C unless the
centre chose another), or two of 38.0 °C or more at least an hour apart, until afebrile again; from
the first reading of 38.0 °C or more on. A pending or inexact reading interrupts an afebrile run
and makes no fever. A reading known by its date only ends a run of that day when it is not below
38.0 °C, and is otherwise left out, since no gap can be measured from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.units import exact
from hlh_app.clinical.windows import History, visible

FEBRILE = Threshold("temperature", ">=", Decimal("38.0"))
AFEBRILE_FOR = timedelta(hours=24)
AFEBRILE_READINGS = 3
LONGEST_GAP = timedelta(hours=12)
APART = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeverSpell:
    """One fever. ``febrile``: its readings of 38.0 °C or more, oldest first.

    ``left``: the first reading of the afebrile day that ended it, ``left_by``: the reading that
    completed that day; None while it lasts. ``came_back``: an afebrile day had come before.
    """

    febrile: tuple[Observation, ...]
    came_back: bool
    left: Observation | None = None
    left_by: Observation | None = None

    @property
    def onset(self) -> Observation:
        return self.febrile[0]

    @property
    def is_over(self) -> bool:
        return self.left is not None

    @property
    def is_back(self) -> bool:
        """It came back after an afebrile day, and none has followed."""
        return self.came_back and not self.is_over


@dataclass(frozen=True, slots=True)
class FeverRuns:
    """``afebrile_runs``: the first readings, and those that complete the day, of afebrile days.

    ``unconfirmed``: readings of 38.0 °C or more since the last afebrile day that make no fever.
    """

    spells: tuple[FeverSpell, ...]
    afebrile_runs: tuple[tuple[Observation, Observation], ...]
    unconfirmed: tuple[Observation, ...]


def temperatures(history: History, as_of: Moment) -> list[Observation]:
    """Every temperature that can be seen, oldest first, each once; awaited ones without value."""
    final, pending = visible(history.observations.get("temperature", ()), as_of)
    awaited = [row._replace(value=None, comparator=None, pending=True) for row in pending]
    rows = sorted([*final, *awaited], key=_by_moment)
    moments = {_by_moment(row) for row in rows}
    return rows if len(moments) == len(rows) else _one_each(rows)


def _by_moment(row: Observation) -> tuple[datetime, datetime]:
    return row.measured_at.seen, row.measured_at.at


def _one_each(rows: Iterable[Observation]) -> list[Observation]:
    """Without exact duplicates, and readings of one moment in an order that is always the same."""
    once = {row._replace(key=""): row for row in sorted(rows, key=_by_key)}
    return sorted(once.values(), key=_in_order)


def _by_key(row: Observation) -> str:
    return row.key


def _in_order(row: Observation) -> tuple[datetime, datetime, bool, Fraction, str]:
    """By time; of one moment those not below 38.0 °C first, which bar the others from a run."""
    seen, at = _by_moment(row)
    return seen, at, FEBRILE.holds(row) is False, -height(row), row.key


def height(row: Observation) -> Fraction:
    """The exact temperature in °C; below every other for a reading without value."""
    degrees = None if row.value is None else exact(row.value, row.unit, "temperature")
    return Fraction(-1000) if degrees is None else degrees


def fever_runs(readings: Iterable[Observation], fever: Threshold) -> FeverRuns:
    """Fevers and afebrile days in ``readings``, as :func:`temperatures` orders them."""
    reader = _Reader(fever)
    for row in readings:
        reader.read(row)
    return FeverRuns(reader.all_spells(), tuple(reader.afebrile_runs), reader.unconfirmed())


class _Reader:
    """Reads one temperature after the other."""

    def __init__(self, fever: Threshold) -> None:
        self._fever = fever
        self._quiet: list[Observation] = []
        self._barred_until: datetime | None = None
        self._warm: list[Observation] = []
        self._is_fever = False
        self._over: list[FeverSpell] = []
        self.afebrile_runs: list[tuple[Observation, Observation]] = []

    def read(self, row: Observation) -> None:
        febrile = FEBRILE.holds(row)
        if febrile is False:
            self._read_quiet(row)
            return
        self._quiet = []
        self._barred_until = row.measured_at.at
        if febrile:
            self._warm.append(row)
            self._is_fever = self._is_fever or self._counts(row)

    def _read_quiet(self, row: Observation) -> None:
        moment = row.measured_at
        if moment.is_date or (self._barred_until is not None and moment.at <= self._barred_until):
            return
        if self._quiet and moment.at - self._quiet[-1].measured_at.at > LONGEST_GAP:
            self._quiet = []
        was_afebrile = is_afebrile(self._quiet)
        self._quiet.append(row)
        if is_afebrile(self._quiet) and not was_afebrile:
            self._end()

    def _counts(self, row: Observation) -> bool:
        """High enough by itself, or the second of two far enough apart."""
        first = min(warm.measured_at.at for warm in self._warm)
        return bool(self._fever.holds(row)) or row.measured_at.seen - first >= APART

    def _end(self) -> None:
        run = (self._quiet[0], self._quiet[-1])
        if self._is_fever:
            self._over.append(replace(self._spell(), left=run[0], left_by=run[1]))
        self.afebrile_runs.append(run)
        self._warm, self._is_fever = [], False

    def _spell(self) -> FeverSpell:
        return FeverSpell(tuple(self._warm), came_back=bool(self.afebrile_runs))

    def all_spells(self) -> tuple[FeverSpell, ...]:
        return (*self._over, self._spell()) if self._is_fever else tuple(self._over)

    def unconfirmed(self) -> tuple[Observation, ...]:
        return () if self._is_fever else tuple(self._warm)


def is_afebrile(quiet: Sequence[Observation]) -> bool:
    """Whether readings below 38.0 °C without a long gap are enough, and over a whole day."""
    if len(quiet) < AFEBRILE_READINGS:
        return False
    return quiet[-1].measured_at.at - quiet[0].measured_at.at >= AFEBRILE_FOR


def longest_gap(moments: Sequence[datetime]) -> timedelta:
    """The longest time between one and the next; none at all between fewer than two."""
    return max((later - one for one, later in pairwise(moments)), default=timedelta(0))
