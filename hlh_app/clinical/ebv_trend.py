"""How EBV-DNA moves: whole blood and plasma apart, each unit and each assay apart.

Wang 2020: EBV-DNA rose before the relapse of 2 of 6 patients with EBV-HLH. Our definition: the last
value against the one before it, and against the lowest since the first dose; a result without a
stated assay is not compared with one that states it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.movement import Trend, amount, compared
from hlh_app.clinical.windows import History, visible

EBV_DNA = ("ebv_dna_whole_blood", "ebv_dna_plasma")


@dataclass(frozen=True, slots=True)
class EbvTrend:
    """One series. ``rows``: oldest first. ``last``: the last value against the one before.

    ``from_lowest``: the last against ``lowest``, the lowest from the first dose on (of all without
    one); None without a value there.
    """

    analyte: str
    unit: str
    assay: str | None
    rows: tuple[Observation, ...]
    last: Trend
    lowest: Observation | None
    from_lowest: Trend | None


def ebv_trends(history: History, as_of: Moment, day0: Moment | None) -> tuple[EbvTrend, ...]:
    """Every series that can be seen at ``as_of``."""
    found = []
    for analyte in EBV_DNA:
        final, _ = visible(history.observations.get(analyte, ()), as_of)
        series: dict[tuple[str, str | None], list[Observation]] = {}
        for row in final:
            series.setdefault((row.unit, row.assay), []).append(row)
        for unit, assay in sorted(series, key=lambda key: (key[0], key[1] or "")):
            rows = _one_a_moment(series[unit, assay])
            found.append(_trend(analyte, unit, assay, rows, day0))
    return tuple(found)


def _one_a_moment(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Oldest first; of one moment the highest."""
    ordered = sorted(rows, key=lambda r: (r.measured_at.at, amount(r), r.key))
    return tuple({row.measured_at.at: row for row in ordered}.values())


def _trend(
    analyte: str,
    unit: str,
    assay: str | None,
    rows: tuple[Observation, ...],
    day0: Moment | None,
) -> EbvTrend:
    last = Trend.UNKNOWN if len(rows) < 2 else compared(rows[-1], rows[-2])
    since = [r for r in rows if day0 is None or r.measured_at.day >= day0.day]
    lowest = _lowest(since)
    from_lowest = None if lowest is None or lowest is rows[-1] else compared(rows[-1], lowest)
    return EbvTrend(analyte, unit, assay, rows, last, lowest, from_lowest)


def _lowest(rows: Sequence[Observation]) -> Observation | None:
    """The lowest, the latest of equals."""
    ends = [(amount(row), -number, row) for number, row in enumerate(rows)]
    return min(ends, key=lambda end: end[:2])[2] if ends else None
