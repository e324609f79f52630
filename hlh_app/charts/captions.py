"""What must be said beneath a drawing: how to read it, and what is wrong with what it shows."""

from __future__ import annotations

from collections.abc import Iterable

from hlh_app.charts.overlay import Overlay, overlay_label
from hlh_app.charts.series import Panel
from hlh_app.charts.words import ENGLISH, Words
from hlh_app.cohorts import Cohort


def panel_caption(panel: Panel, words: Words = ENGLISH) -> tuple[str, ...]:
    """How to read this panel: only what it really contains."""
    points = panel.points
    said = [
        (any(p.interval for p in points), words.caption_shaded),
        (any(p.comparator for p in points), words.caption_beyond),
        (any(p.flags for p in points), words.caption_flagged),
        (panel.log and any(p.value <= 0 for p in points), words.caption_zero),
        (len([s for s in panel.series if s.points]) > 1, words.caption_assays),
    ]
    return tuple(text for holds, text in said if holds)


def overlay_caption(overlays: Iterable[Overlay], words: Words = ENGLISH) -> tuple[str, ...]:
    """Who is drawn, from where, and how the band was made."""
    rows = tuple(overlays)
    named = [
        f"{_name(row, words)}. {row.arm.setting[:1].upper()}{row.arm.setting[1:]}."
        f" {row.cohort.source.citation}"
        + (f", doi {row.cohort.source.doi}." if row.cohort.source.doi else ".")
        for row in rows
    ]
    return (*named, words.caption_band) if any(row.arm.means for row in rows) else tuple(named)


def _name(row: Overlay, words: Words) -> str:
    """The label without the ages, which the setting tells."""
    return overlay_label(row, words).partition(";\n")[0]


def faults(cohort: Cohort) -> tuple[str, ...]:
    """Everything that must be read before a cohort's figures are believed."""
    return (*cohort.faults, *cohort.missing, *cohort.unverified)
