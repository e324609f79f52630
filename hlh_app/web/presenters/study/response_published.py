"""What Wang 2020 printed of response, as the last column of our tables."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, word

from .. import formats

SOURCE = "wang2020"
_COUNTS = {
    ("all", "complete"): "complete_response",
    ("all", "partial"): "partial_response",
    ("all", "rate"): "overall_response",
    ("all", "complete_rate"): "complete_response",
    ("ebv_yes", "rate"): "overall_response_ebv",
    ("ebv_no", "rate"): "overall_response_not_ebv",
    ("ebv_yes", "n"): "ebv_hlh",
}


def name() -> str:
    """ "Wang 2020, n = 34"."""
    found = cohort(SOURCE)
    return _("%(source)s, n = %(n)s, as printed") % {"source": found.name, "n": found.n}


def count(stratum: str, what: str) -> PlainCell:
    """A printed count with its place in the paper; empty where none was printed."""
    code = _COUNTS.get((stratum, what))
    if code is None:
        return EMPTY
    row = cohort(SOURCE).arms[0].count(code)
    text = f"{row.numerator}/{row.denominator} ({row.percent()} %)"
    return word(text, note=_("derived, not printed") if row.derived else row.where)


def weeks() -> PlainCell:
    """The time to response: median and range."""
    row = cohort(SOURCE).arms[0].summary("time_to_response")
    low, high = (formats.number(end) for end in (row.low, row.high) if end is not None)
    text = _("%(median)s (%(low)s–%(high)s)") % {
        "median": formats.number(row.value),
        "low": low,
        "high": high,
    }
    return word(text, note=_("median and range, %(where)s") % {"where": row.where})


def citation() -> str:
    return cohort(SOURCE).source.citation
