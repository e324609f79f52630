"""Cells of the survival tables: weeks with days below, shares with their interval."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import PlainCell, PlainNote
from hlh_app.statistics.figures import Figure

from .cells import NONE, cell, number, percent

Figures = dict[str, Figure]


def value(found: Figures, key: str) -> float | None:
    return found[key].value


def count_cell(figure: Figure) -> PlainCell:
    return cell(f"{figure.value or 0:.0f}", figure)


def share_of(figure: Figure, whole: float | None) -> PlainCell:
    """ "15/34 (44.1 %)"."""
    part, n = figure.value or 0, whole or 0
    return cell(f"{part:.0f}/{n:.0f} ({percent(part, n)})" if n else NONE, figure)


def median_cell(found: Figures, key: str, code: str) -> PlainCell:
    """A Kaplan-Meier median in weeks with its interval; "not reached" in words."""
    figure = found[f"{key}/median_weeks/{code}"]
    ends = [value(found, f"{key}/median_{end}_weeks/{code}") for end in ("low", "high")]
    if not value(found, f"{_whose(key)}/n/{code}"):
        return cell(NONE, Figure(figure.key, None))
    interval = _interval(ends)
    days = found[f"{key}/median/{code}"].value
    note = interval if days is None else f"{interval}; {_days(days)}"
    made = cell(_weeks_or_not(figure.value), figure)
    return PlainCell(text=made.text, key=made.key, opens=made.opens, value=made.value, note=note)


def _whose(key: str) -> str:
    """Follow-up is of everybody of overall survival."""
    return "survival/os" if key == "survival/follow_up" else key


def _interval(ends: list[float | None]) -> str:
    """An end that the curve's limit never comes down to is "not reached"."""
    if ends == [None, None]:
        return _("no 95 % interval: neither limit comes down to one half")
    values = {"low": _reached(ends[0]), "high": _reached(ends[1])}
    return _("95 %% interval %(low)s to %(high)s") % values


def _weeks_or_not(weeks: float | None) -> str:
    return _("not reached") if weeks is None else weeks_text(weeks)


def _reached(weeks: float | None) -> str:
    return _("not reached") if weeks is None else number(weeks, 1)


def weeks_text(weeks: float) -> str:
    return _("%(weeks)s weeks") % {"weeks": number(weeks, 1)}


def _days(days: float) -> str:
    return _("day %(day)s") % {"day": number(days, 1).removesuffix(".0")}


def range_cell(found: Figures, key: str, code: str, sep: str = "/") -> PlainCell:
    """ "8.0 (3.0–12.0) weeks" with days below: a median with its range."""
    figure = found[f"{key}{sep}median_weeks/{code}"]
    if figure.value is None:
        return cell(NONE, Figure(figure.key, None))
    weeks, days = (
        [value(found, f"{key}{sep}{name}{unit}/{code}") for name in ("median", "min", "max")]
        for unit in ("_weeks", "")
    )
    text = _("%(range)s weeks") % {"range": _range(weeks, 1)}
    made = cell(text, figure)
    note = _("%(range)s days") % {"range": _range(days, 1).replace(".0", "")}
    return PlainCell(text=text, key=made.key, opens=made.opens, value=made.value, note=note)


def _range(ends: list[float | None], digits: int) -> str:
    middle, low, high = (number(end, digits) for end in ends)
    return f"{middle} ({low}–{high})"


def estimate_cell(found: Figures, key: str, code: str, more: tuple[PlainNote, ...]) -> PlainCell:
    """A share in percent with its interval: "88.2 % (71.6–95.4)"."""
    figure = found[f"{key}/{code}"]
    if figure.value is None:
        return cell(NONE, Figure(figure.key, None), more)
    ends = [value(found, f"{key}_{end}/{code}") for end in ("low", "high")]
    text = f"{number(100 * figure.value, 1)} %"
    if None not in ends:
        low, high = (number(100 * end, 1) for end in ends if end is not None)
        text = f"{text} ({low}–{high})"
    return cell(text, figure, more)


def at_risk_note(found: Figures, key: str, code: str) -> tuple[PlainNote, ...]:
    """ "20 at risk", which opens onto them."""
    figure = found[f"{key}_at_risk/{code}"]
    count = int(figure.value or 0)
    text = _("%(n)s at risk") % {"n": count}
    return (PlainNote(text=text, key=figure.key, opens=count > 0, value=count),)
