"""The transplant window with the trend of EBV-DNA, and the follow-up calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Observation
from hlh_app.clinical.ebv_trend import EbvTrend
from hlh_app.clinical.follow_up import DueState, FollowUpDay, follow_up
from hlh_app.clinical.movement import Trend
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.transplant_window import (
    TransplantWindow,
    WindowReason,
    WindowState,
    transplant_window,
)
from hlh_app.records.models.choices import Donor
from hlh_app.web.record import Record

from . import formats, verdicts
from .links import Trail
from .passages import Cell, Passage, Row, grid, measured, row
from .readings import analyte
from .sentences import say

REASONS = {
    WindowReason.EBV: gettext_noop("EBV-HLH"),
    WindowReason.PRIMARY: gettext_noop("primary HLH (our definition)"),
    WindowReason.INTENTION: gettext_noop("a transplant is planned or a donor searched or matched"),
}
TRENDS = {
    Trend.RISING: gettext_noop("rising"),
    Trend.FALLING: gettext_noop("falling"),
    Trend.LEVEL: gettext_noop("level"),
    Trend.UNKNOWN: gettext_noop("not known"),
}
STATES = {
    DueState.DONE: gettext_noop("done"),
    DueState.DUE: gettext_noop("due now"),
    DueState.OVERDUE: gettext_noop("overdue"),
    DueState.MISSED: gettext_noop("missed"),
    DueState.UPCOMING: gettext_noop("to come"),
    DueState.UNKNOWN: gettext_noop("not known: no visit on record"),
    DueState.NOT_APPLICABLE: gettext_noop("not applicable"),
}


def window(record: Record, trail: Trail) -> Passage:
    found = transplant_window(record.view)
    return Passage(
        id="transplant",
        title=_("Transplant window and EBV-DNA"),
        sentence=say(found.statement),
        alert=found.state is WindowState.CLOSING,
        rule=found.rule,
        source=verdicts.source(found.source),
        grids=(
            *grid(_("The clock"), (_("What"), _("On record")), _clock(found)),
            *grid(_("EBV-DNA"), _ebv_heads(), (_series(one, trail) for one in found.ebv), _kept()),
        ),
        notes=(_published(),) if found.state is not WindowState.NOT_APPLICABLE else (),
    )


def _published() -> str:
    return _(
        "Wang 2020: of 10 patients with EBV-HLH who responded and were not transplanted 6 "
        "relapsed, a median of 8 (3–12) weeks after the start."
    )


def _clock(found: TransplantWindow) -> Iterator[Row]:
    if found.day0 is None or found.until is None or found.state is WindowState.NOT_APPLICABLE:
        return
    yield row(_("First dose"), formats.day(found.day0))
    yield row(_("Eight weeks are over on"), formats.day(found.until))
    why = [_(REASONS[reason]) for reason in found.reasons]
    yield row(_("Why the clock runs"), Cell(why[0], under=tuple(why[1:])) if why else "–")
    yield row(_("Donor"), _donor(found.donor))
    yield row(_("Transplant planned for"), _day(found.planned_for))
    yield row(_("Transplanted"), _day(found.transplanted_on))


def _donor(code: str | None) -> str:
    return str(Donor(code).label) if code in Donor.values else _("Not recorded")


def _day(on: date | None) -> str:
    return formats.day(on) if on is not None else "–"


def _ebv_heads() -> tuple[str, ...]:
    return (
        _("Series"),
        _("Last"),
        _("Against the one before"),
        _("Lowest since the first dose"),
        _("Last against the lowest"),
    )


def _series(trend: EbvTrend, trail: Trail) -> Row:
    assay = trend.assay or _("assay not stated")
    before = trend.rows[-2] if len(trend.rows) > 1 else None
    return row(
        Cell(analyte(trend.analyte), under=(assay, formats.unit(trend.unit))),
        measured(trend.rows[-1], trail),
        _against(trend.last if before else None, before, trail),
        measured(trend.lowest, trail),
        _lowest(trend),
    )


def _against(trend: Trend | None, before: Observation | None, trail: Trail) -> Cell:
    if trend is None or before is None:
        return Cell(_("one value alone"))
    then = measured(before, trail)
    strong = trend is Trend.RISING
    return Cell(_(TRENDS[trend]), then.url, (then.text, *then.under), strong=strong)


def _lowest(trend: EbvTrend) -> Cell:
    if trend.from_lowest is None:
        return Cell(_("the last is the lowest") if trend.lowest is trend.rows[-1] else "–")
    return Cell(_(TRENDS[trend.from_lowest]), strong=trend.from_lowest is Trend.RISING)


def _kept() -> str:
    return _(
        "Whole blood and plasma, each unit and each assay stand apart and are never compared "
        "(our definition)."
    )


def calendar(record: Record, trail: Trail) -> Passage:
    found = follow_up(record.view)
    return Passage(
        id="follow-up",
        title=_("Follow-up calendar"),
        sentence=say(found.statement),
        alert=found.overdue is not None,
        rule=found.rule,
        source=verdicts.source(found.source),
        grids=grid(_("Each day of the calendar"), _day_heads(), map(_due, found.days), _counted()),
    )


def _day_heads() -> tuple[str, ...]:
    return (_("Month"), _("Due"), _("A visit counts"), _("State"), _("Visit"))


def _due(day: FollowUpDay) -> Row:
    strong = day.state in (DueState.OVERDUE, DueState.DUE)
    return row(
        formats.number(day.month),
        formats.day(day.on),
        f"{formats.day(day.from_on)} – {formats.day(day.last_on)}",
        Cell(_(STATES[day.state]), strong=strong),
        formats.moment(day.visit) if day.visit is not None else "–",
    )


def _counted() -> str:
    return _(
        "Months from the first dose; a visit within 7 days counts, from month 6 within 21 "
        "(our definition)."
    )
