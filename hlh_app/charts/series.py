"""What a drawing is made of. Days are counted from the first dose (day 0), fractions allowed.

Texts ("18-Nov-2026 06:00", "1,709") arrive as they are shown elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One result. ``comparator`` is one of < <= > >= when the assay gave only a limit.

    ``low`` and ``high`` are the reference interval by which this result was judged, same unit.
    """

    day: float
    when: str
    value: Decimal
    text: str = ""
    comparator: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    flags: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The value as one reads it, with its comparator."""
        return self.text or f"{self.comparator or ''}{self.value:,f}"

    @property
    def interval(self) -> str:
        """The reference interval in words, empty when there is none."""
        if self.low is not None and self.high is not None:
            return f"{self.low:,f}–{self.high:,f}"
        if self.high is not None:
            return f"≤ {self.high:,f}"
        return f"≥ {self.low:,f}" if self.low is not None else ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A sample taken whose result is not back."""

    day: float
    when: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Results that may be joined: one assay, in order of time. Order is imposed here."""

    label: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple(sorted(self.points, key=lambda p: p.day)))


@dataclass(frozen=True, slots=True)
class Panel:
    """One analyte in one unit (its UCUM code). The first series is the patient's usual assay.

    Other assays follow as series of their own and are never joined to it; results in a unit that
    cannot be converted need a panel of their own.
    """

    analyte: str
    label: str
    unit: str
    log: bool
    series: tuple[Series, ...]
    pending: tuple[Pending, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Every result of every assay, in order of time."""
        rows = (point for series in self.series for point in series.points)
        return tuple(sorted(rows, key=lambda point: point.day))

    def newest_two(self) -> tuple[Point | None, Point | None]:
        """The newest and the previous result of the assay that was used last."""
        if not self.points:
            return None, None
        last = max((s for s in self.series if s.points), key=lambda s: s.points[-1].day).points
        return last[-1], last[-2] if len(last) > 1 else None


@dataclass(frozen=True, slots=True)
class Reading:
    """One temperature in °C, where it was taken, and what may have lowered it."""

    day: float
    when: str
    value: Decimal
    site: str = ""
    antipyretic: bool = False
    glucocorticoid: bool = False


@dataclass(frozen=True, slots=True)
class DoseMark:
    """The first dose, or a change of dose, of ruxolitinib: ``5 mg twice a day``."""

    day: float
    text: str


@dataclass(frozen=True, slots=True)
class TemperatureSeries:
    """Temperatures with the fever threshold in force and the changes of dose."""

    readings: tuple[Reading, ...]
    threshold: Decimal
    doses: tuple[DoseMark, ...] = ()

    def __post_init__(self) -> None:
        rows = tuple(sorted(self.readings, key=lambda row: row.day))
        object.__setattr__(self, "readings", rows)

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites used, the most frequent first."""
        names = [row.site for row in self.readings]
        return tuple(sorted(set(names), key=lambda name: (-names.count(name), name)))


@dataclass(frozen=True, slots=True)
class TreatmentBar:
    """One drug at one dose. ``stop`` None: still given. Under one day: a mark, not a bar."""

    drug: str
    start: float
    stop: float | None
    label: str

    @property
    def single(self) -> bool:
        return self.stop is not None and self.stop - self.start < 1


@dataclass(frozen=True, slots=True)
class Window:
    """The days that hold anything, ``first`` to ``last``; all panels of a patient share one.

    ``started`` false: no ruxolitinib yet, so that day 0 is that of the first result instead.
    """

    first: float
    last: float
    started: bool = True

    def ranges(self) -> dict[str, tuple[float, float]]:
        """The last two weeks, the last eight weeks and everything, with a margin on each side."""
        return {name: self._range(start) for name, start in self._starts()}

    def _starts(self) -> Iterator[tuple[str, float]]:
        earliest = min(self.first, 0.0) if self.started else self.first
        yield "two_weeks", max(self.last - 14, earliest)
        yield "eight_weeks", max(self.last - 56, earliest)
        yield "all", earliest

    def _range(self, start: float) -> tuple[float, float]:
        margin = max(0.5, (self.last - start) * 0.03)
        return round(start - margin, 2), round(self.last + margin, 2)
