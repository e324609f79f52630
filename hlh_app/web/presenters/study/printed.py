"""What a paper printed, as cells beside ours; empty where it printed nothing."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Arm, Comparison
from hlh_app.exchange.study.plain_table import EMPTY, PlainCell

from .. import formats


def count(arm: Arm, code: str) -> PlainCell:
    """3/34 (8.8 %)."""
    row = next((row for row in arm.counts if row.code == code), None)
    if row is None:
        return EMPTY
    note = _("derived, not printed") if row.derived else ""
    return PlainCell(text=f"{row.numerator}/{row.denominator} ({row.percent()} %)", note=note)


def median_range(arm: Arm, code: str) -> PlainCell:
    """27.5 (range 2–70)."""
    row = next((row for row in arm.summaries if row.code == code), None)
    if row is None or row.low is None or row.high is None:
        return EMPTY
    ends = f"{formats.number(row.low)}–{formats.number(row.high)}"
    text = _("%(median)s (range %(ends)s)") % {"median": formats.number(row.value), "ends": ends}
    return PlainCell(text=text)


def faults(source: str) -> str:
    """What is known to be wrong in a paper, in one paragraph."""
    found = cohort(source)
    return _("Known faults of %(source)s: %(faults)s") % {
        "source": found.name,
        "faults": " ".join(found.faults),
    }


def comparison(source: str, subject: str, contrast: str, time: str = "") -> Comparison | None:
    """A printed test; ``contrast`` and ``time`` as they begin in the source's file."""
    found = (
        row
        for row in cohort(source).comparisons
        if row.subject == subject
        and row.contrast.startswith(contrast)
        and row.time.startswith(time)
    )
    return next(found, None)


def p_value(row: Comparison | None) -> PlainCell:
    """0.003, or < 0.001 as printed; with F where it was printed."""
    if row is None:
        return EMPTY
    text = f"{row.p_comparator} {row.p}" if row.p_comparator else str(row.p)
    return PlainCell(text=text, note=statistic(row.statistic, row.statistic_value))


def statistic(name: str | None, value: Decimal | None) -> str:
    return "" if name is None or value is None else f"{name} = {value}"
