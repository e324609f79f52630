"""A published group beside a patient: dashed, never shaded, off until asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hlh_app.charts.frame import Trace, plain
from hlh_app.charts.palette import ARMS
from hlh_app.charts.series import Panel
from hlh_app.charts.words import ENGLISH, Words
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.cohorts import Arm, Cohort, ReportedMean


@dataclass(frozen=True, slots=True)
class Overlay:
    """One arm of a cohort, shown to a patient of ``age_years`` (None: not known)."""

    cohort: Cohort
    arm: Arm
    age_years: int | None = None

    @property
    def code(self) -> str:
        """What the switch on the page names, e.g. ``chi2020/ruxolitinib``."""
        return f"{self.cohort.code}/{self.arm.code}"

    @property
    def rank(self) -> int:
        return self.cohort.arms.index(self.arm)


def overlays_of(cohort: Cohort, age_years: int | None = None) -> tuple[Overlay, ...]:
    """Every arm of a cohort as an overlay."""
    return tuple(Overlay(cohort, arm, age_years) for arm in cohort.arms)


def overlay_label(overlay: Overlay, words: Words = ENGLISH) -> str:
    """Who is drawn: ``Chi 2020, ruxolitinib, n = 11, not a target``.

    The ages studied are added, on a second line, for a patient older than they or of unknown age.
    """
    arm = overlay.arm
    label = words.not_a_target.format(cohort=overlay.cohort.name, arm=arm.label, n=arm.n)
    ages = next((row for row in arm.summaries if row.code == "age"), None)
    if ages is None or ages.high is None:
        return label
    if overlay.age_years is not None and overlay.age_years <= ages.high:
        return label
    return f"{label};\n{words.children_of.format(low=ages.low, high=ages.high)}"


def factor_between(analyte: str, unit: str, wanted: str) -> Fraction | None:
    """The exact factor from one unit to another; None where the two never compare."""
    entry = ANALYTES[analyte]
    known = {entry.unit: Fraction(1), **entry.conversions}
    if unit == wanted:
        return Fraction(1)
    if unit not in known or wanted not in known:
        return None
    return known[unit] / known[wanted]


def overlay_values(panel: Panel, overlay: Overlay) -> list[float]:
    """Everything an overlay would draw in this panel, for the reach of the value axis."""
    rows, factor = _drawable(panel, overlay)
    return [float(x) * factor for row in rows for x in (row.mean, *row.band)]


def overlay_traces(panel: Panel, overlay: Overlay, words: Words = ENGLISH) -> list[Trace]:
    """Mean and band as dashed and dotted lines; empty when the paper printed none."""
    rows, factor = _drawable(panel, overlay)
    if not rows:
        return []
    label = overlay_label(overlay, words)
    texts = [mean_hover(row, label, words) for row in rows]
    return [
        _mean_trace(rows, factor, overlay, label, texts),
        _band_trace(rows, factor, overlay, words.band.format(label=label)),
    ]


def legend_rows(traces: Sequence[Trace]) -> int:
    """How many lines the legend of these traces takes."""
    return sum(trace["name"].count("<br>") + 1 for trace in traces if trace["showlegend"])


def _drawable(panel: Panel, overlay: Overlay) -> tuple[tuple[ReportedMean, ...], float]:
    rows = overlay.arm.means_of(panel.analyte)
    if not rows:
        return (), 1.0
    factor = factor_between(panel.analyte, rows[0].unit, panel.unit)
    return (rows, float(factor)) if factor is not None else ((), 1.0)


def _mean_trace(
    rows: Sequence[ReportedMean], factor: float, overlay: Overlay, label: str, texts: list[str]
) -> Trace:
    color, symbol, dash = ARMS[overlay.rank % len(ARMS)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(label).replace("\n", "<br>"),
        "x": [row.day for row in rows],
        "y": [_digits(float(row.mean) * factor) for row in rows],
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1.5, "dash": dash},
        "marker": {"symbol": symbol, "size": 8, "color": color},
        "visible": False,
        "showlegend": True,
        "legendgroup": overlay.code,
        "meta": {"overlay": overlay.code},
    }


def _band_trace(rows: Sequence[ReportedMean], factor: float, overlay: Overlay, name: str) -> Trace:
    color = ARMS[overlay.rank % len(ARMS)][0]
    lows = [_digits(float(row.band[0]) * factor) for row in rows]
    highs = [_digits(float(row.band[1]) * factor) for row in rows]
    days = [row.day for row in rows]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain(name).replace("\n", " "),
        "x": [*days, None, *days],
        "y": [*lows, None, *highs],
        "hoverinfo": "skip",
        "line": {"color": color, "width": 1, "dash": "dot"},
        "visible": False,
        "showlegend": False,
        "legendgroup": overlay.code,
        "meta": {"overlay": overlay.code},
    }


def mean_hover(row: ReportedMean, label: str, words: Words) -> str:
    """Who, when, the printed mean and SD, and how many stand behind it."""
    printed = words.mean_and_sd.format(
        mean=f"{row.mean:,f}", sd=f"{row.sd:,f}", unit=words.unit(row.unit)
    )
    n = words.per_cell_unknown if row.n is None else words.per_cell.format(n=row.n)
    return "<br>".join(plain(part) for part in (label, f"{row.time}: {printed}", n))


def _digits(value: float) -> float:
    return float(f"{value:.5g}")
