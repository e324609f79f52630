"""When the fever went in the two founding papers, as marks and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hlh_app.charts.frame import Trace, plain
from hlh_app.charts.overlay import Overlay, overlay_label
from hlh_app.charts.palette import ARMS, BLUE
from hlh_app.charts.words import ENGLISH, Words
from hlh_app.cohorts import Cohort


@dataclass(frozen=True, slots=True)
class _Mark:
    """``count`` of the arm's counts by ``day``; None: the paper gives words, no count."""

    overlay: str
    day: float
    count: str | None
    words: str


_MARKS = (
    _Mark("wang2020/ruxolitinib", 1, "afebrile_24_h", "afebrile_within_24_h"),
    _Mark("chi2020/ruxolitinib", 2, None, "normal_after_two_days"),
    _Mark("chi2020/conventional", 3, "afebrile_day_3", "normal_after_three_days"),
    _Mark("chi2020/conventional", 5.5, "afebrile_day_5_6", "normal_after_five_days"),
)


def rows_needed(overlays: Iterable[Overlay]) -> int:
    """How many lines of marks stand above the temperatures when the overlay is on."""
    shown = {overlay.code for overlay in overlays}
    return sum(1 for mark in _MARKS if mark.overlay in shown)


def defervescence_traces(
    overlays: Sequence[Overlay], bottom: float, row: float, words: Words = ENGLISH
) -> list[Trace]:
    """One mark with its words for each published time, in rows above ``bottom`` °C."""
    by_code = {overlay.code: overlay for overlay in overlays}
    shown = [mark for mark in _MARKS if mark.overlay in by_code]
    return [
        _trace(mark, by_code[mark.overlay], bottom + row * (len(shown) - rank), words)
        for rank, mark in enumerate(shown)
    ]


def defervescence_sentences(cohorts: Iterable[Cohort]) -> tuple[str, ...]:
    """What each paper says of the fever, with its name and where it says so."""
    return tuple(
        f"{cohort.name}: {said.text} ({said.where})"
        for cohort in cohorts
        for said in cohort.said_about("defervescence")
    )


def _trace(mark: _Mark, overlay: Overlay, height: float, words: Words) -> Trace:
    color, symbol = _look(overlay)
    said = plain(_said(mark, overlay, words))
    label = plain(overlay_label(overlay, words)).replace("\n", " ")
    who = plain(f"{overlay.cohort.name}, {overlay.arm.label}")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": label,
        "x": [mark.day],
        "y": [round(height, 2)],
        "text": [f"{said}, {who}"],
        "textposition": "middle right",
        "textfont": {"size": 10},
        "hovertext": [f"{label}<br>{said}"],
        "hoverinfo": "text",
        "marker": {"symbol": symbol, "size": 9, "color": color},
        "visible": False,
        "showlegend": False,
        "cliponaxis": False,
        "meta": {"overlay": overlay.code},
    }


def _said(mark: _Mark, overlay: Overlay, words: Words) -> str:
    template: str = getattr(words, mark.words)
    if mark.count is None:
        return template.format(n=overlay.arm.n)
    row = overlay.arm.count(mark.count)
    return template.format(count=f"{row.numerator}/{row.denominator}")


def _look(overlay: Overlay) -> tuple[str, str]:
    if overlay.cohort.code == "wang2020":
        return BLUE, "triangle-left-open"
    color, symbol, _ = ARMS[overlay.rank % len(ARMS)]
    return color, symbol
