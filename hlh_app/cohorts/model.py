"""What a published paper, or a centre's own export, says about a group of patients.

Every figure keeps where it was printed. Percentages are derived from counts and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures come from, and how much of it was read."""

    citation: str
    doi: str | None
    doi_checked: bool
    address: str | None
    read: str
    version_of_record: str | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class ReportedCount:
    """``numerator`` of ``denominator`` patients; ``derived`` when worked out from other counts."""

    code: str
    label: str
    numerator: int
    denominator: int
    where: str
    derived: bool
    note: str | None

    def percent(self, digits: int = 1) -> Decimal:
        """The share in percent, rounded half up to ``digits`` places."""
        share = Decimal(100) * self.numerator / self.denominator
        return share.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class ReportedSummary:
    """A median, mean or estimate with its spread, e.g. a median of 8 weeks (2 to 40)."""

    code: str
    label: str
    statistic: str
    value: Decimal
    unit: str
    low: Decimal | None
    high: Decimal | None
    spread: str | None
    n: int | None
    where: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ReportedMean:
    """Mean and standard deviation of one analyte at one time.

    ``day`` is where it is drawn, in days since treatment began; ``n`` is None when not printed.
    """

    analyte: str
    unit: str
    time: str
    day: int
    mean: Decimal
    sd: Decimal
    n: int | None
    where: str

    @property
    def band(self) -> tuple[Decimal, Decimal]:
        """The central 68 % of the lognormal matched to mean and SD; never below zero."""
        return lognormal_band(self.mean, self.sd)


@lru_cache(maxsize=1024)
def lognormal_band(mean: Decimal, sd: Decimal) -> tuple[Decimal, Decimal]:
    """The central 68 % of the lognormal distribution with this mean and SD.

    Matched by moments: s² = ln(1 + SD²/mean²), m = ln(mean) - s²/2, band exp(m - s) to
    exp(m + s). It takes the place of mean ± SD, which falls below zero where SD > mean.
    """
    spread = (1 + (sd / mean) ** 2).ln()
    middle = mean.ln() - spread / 2
    half = spread.sqrt()
    return (middle - half).exp(), (middle + half).exp()


@dataclass(frozen=True, slots=True)
class Arm:
    """One group of patients who were treated alike."""

    code: str
    label: str
    n: int
    setting: str
    counts: tuple[ReportedCount, ...]
    summaries: tuple[ReportedSummary, ...]
    means: tuple[ReportedMean, ...]

    def count(self, code: str) -> ReportedCount:
        return next(row for row in self.counts if row.code == code)

    def summary(self, code: str) -> ReportedSummary:
        return next(row for row in self.summaries if row.code == code)

    def means_of(self, analyte: str) -> tuple[ReportedMean, ...]:
        """The printed means of one analyte, in order of time; empty when none was printed."""
        rows = (row for row in self.means if row.analyte == analyte)
        return tuple(sorted(rows, key=lambda row: row.day))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test as printed: what was compared, when, the statistic and P."""

    subject: str
    contrast: str
    time: str
    statistic: str | None
    statistic_value: Decimal | None
    p: Decimal
    p_comparator: str | None
    test: str | None
    n: int | None
    where: str
    note: str | None

    @property
    def p_text(self) -> str:
        """P as one reads it: ``= 0.036`` or ``< 0.001``."""
        return f"{self.p_comparator or '='} {self.p}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the source says in words about a topic, without a number of its own."""

    topic: str
    arm: str | None
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """One paper, or one centre's export: its arms and all that must be said beside them."""

    code: str
    name: str
    kind: str
    title: str
    design: str
    enrolled: str | None
    followed: str | None
    source: Source
    laboratory_values: bool
    arms: tuple[Arm, ...]
    comparisons: tuple[Comparison, ...]
    statements: tuple[Statement, ...]
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    unverified: tuple[str, ...]
    notes: tuple[str, ...]

    def arm(self, code: str) -> Arm:
        """One arm by its code; KeyError when the cohort has no such arm."""
        for arm in self.arms:
            if arm.code == code:
                return arm
        raise KeyError(f"{self.code} has no arm {code!r}")

    @property
    def n(self) -> int:
        return sum(arm.n for arm in self.arms)

    def analytes(self) -> tuple[str, ...]:
        """Analytes with printed means, in the order of the source."""
        return tuple(dict.fromkeys(row.analyte for arm in self.arms for row in arm.means))

    def said_about(self, topic: str) -> tuple[Statement, ...]:
        return tuple(row for row in self.statements if row.topic == topic)
