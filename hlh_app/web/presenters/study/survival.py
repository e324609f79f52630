"""The page of survival: curves over weeks, their tables, and what came after a response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from hlh_app.charts.study.step_curves import TICKS, Step, StepCurve, StepWords, step_figure
from hlh_app.statistics.after_response import CAUSES, AfterResponse
from hlh_app.statistics.competing import Incidence
from hlh_app.statistics.figures import Floats
from hlh_app.statistics.survival import KaplanMeier
from hlh_app.statistics.survival_analysis import Curve, SurvivalAnalysis
from hlh_app.statistics.survival_spans import DAYS_A_WEEK, at_risk_by_week

from ...study.asked import Asked
from ..drawing import Drawing
from .cells import ShownTable, shown
from .survival_relapse import after_response_table, incidence_table, relapse_table
from .survival_switches import is_censored, transplant_switch, until_week, weeks_switch
from .survival_tables import endpoint_table, follow_up_table, steps_table
from .survival_words import cause_name, cautions, endpoint_name
from .switches import Switch

MOST_TICKS = 100


@dataclass(frozen=True, slots=True)
class EndpointView:
    """``steps``: the values of the curves, one table a group; none where there are too many."""

    id: str
    title: str
    drawing: Drawing
    table: ShownTable
    steps: tuple[ShownTable, ...]


@dataclass(frozen=True, slots=True)
class SurvivalPage:
    switches: tuple[Switch, ...]
    endpoints: tuple[EndpointView, ...]
    follow_up: ShownTable
    after_drawings: tuple[Drawing, ...]
    after: ShownTable
    incidence: ShownTable
    relapse: ShownTable
    cautions: tuple[str, ...]


def survival_page(asked: Asked, found: SurvivalAnalysis) -> SurvivalPage:
    by_key = {figure.key: figure for figure in found.figures()}
    suffix = "_transplant" if is_censored(asked) else ""
    until = until_week(asked, _longest(found))
    return SurvivalPage(
        switches=(transplant_switch(asked), weeks_switch(asked, _longest(found))),
        endpoints=tuple(
            EndpointView(
                id=name,
                title=endpoint_name(name),
                drawing=endpoint_drawing(found, f"{name}{suffix}", until),
                table=shown(endpoint_table(found, by_key, f"{name}{suffix}"), asked),
                steps=_steps(asked, found, f"{name}{suffix}"),
            )
            for name in ("os", "pfs")
        ),
        follow_up=shown(follow_up_table(found, by_key), asked),
        after_drawings=tuple(
            after_drawing(one, until_week(asked, _longest_after(found)))
            for one in found.after_response
        ),
        after=shown(after_response_table(found, by_key), asked),
        incidence=shown(incidence_table(found, by_key), asked),
        relapse=shown(relapse_table(found, by_key), asked),
        cautions=cautions(len(found.groups) > 1),
    )


def _longest(found: SurvivalAnalysis) -> float:
    """Weeks to the last observed time of anybody."""
    ends = (float(curve.km.times[-1]) for curve in found.curves["os"] if curve.km.n)
    return max(ends, default=0) / DAYS_A_WEEK


def _longest_after(found: SurvivalAnalysis) -> float:
    """Weeks from a response to the last observed time of anybody."""
    ends = (float(one.days.max()) for one in found.after_response if len(one.days))
    return max(ends, default=0) / DAYS_A_WEEK


def _steps(asked: Asked, found: SurvivalAnalysis, endpoint: str) -> tuple[ShownTable, ...]:
    tables = (steps_table(curve) for curve in found.curves[endpoint])
    return tuple(shown(table, asked) for table in tables if table)


def endpoint_drawing(found: SurvivalAnalysis, endpoint: str, until: float) -> Drawing:
    """The Kaplan-Meier curves of one endpoint, one a group."""
    curves = found.curves[endpoint]
    title = endpoint_name(endpoint)
    words = _words(
        title,
        _subtitle(curves),
        sum(curve.spans.n for curve in curves),
        _("without the event, %") if endpoint.startswith("pfs") else _("alive, %"),
        _("Weeks from the first dose"),
    )
    names = ["A", "B"] if len(curves) > 1 else [""]
    drawn = [_curve(curve, name) for curve, name in zip(curves, names, strict=True)]
    return Drawing(f"figure-{endpoint}", title, step_figure(drawn, words, until))


def _subtitle(curves: Sequence[Curve]) -> str:
    if any(_ticks(curve) for curve in curves):
        return _("Kaplan-Meier; dotted: 95 % interval; ticks: censored")
    return _("Kaplan-Meier; dotted: 95 % interval")


def _ticks(curve: Curve) -> list[float]:
    """Days on which somebody was censored; none where they would hide the curve."""
    days = [float(day) for day in curve.km.times[curve.km.censored > 0]]
    return days if len(days) <= MOST_TICKS else []


def _words(title: str, subtitle: str, n: int, share: str, weeks: str) -> StepWords:
    return StepWords(
        title=title,
        subtitle=subtitle,
        about=_("n = %(n)s") % {"n": n},
        share=share,
        weeks=weeks,
        at_risk=_("At risk"),
        hover=_("week {week} (day {day}): {share} %"),
        censored=_("observation ended"),
        nobody=_("No patient"),
    )


def _curve(curve: Curve, letter: str) -> StepCurve:
    """``letter`` stands before the numbers at risk of one of two groups."""
    values = {"group": curve.group.name, "n": curve.spans.n}
    name = _("%(group)s, n = %(n)s") % values
    return StepCurve(
        name=f"{letter}: {name}" if letter else name,
        steps=km_steps(curve.km),
        censored=_ticks(curve),
        at_risk=at_risk_by_week(curve.spans.days, TICKS),
        risk_name=letter,
    )


def km_steps(km: KaplanMeier) -> list[Step]:
    """Every fall of the curve, and its end."""
    kept = km.events > 0
    kept[-1:] = True
    rows = zip(km.times[kept], km.survival[kept], km.lower[kept], km.upper[kept], strict=True)
    return [Step(float(t), float(s), _or_none(low), _or_none(high)) for t, s, low, high in rows]


def _or_none(limit: float) -> float | None:
    return None if np.isnan(limit) else float(limit)


def after_drawing(one: AfterResponse, until: float) -> Drawing:
    """Cumulative incidence of relapse, transplant and death after the response of one group."""
    title = _("After the response: %(group)s") % {"group": one.group.name}
    words = _words(
        title,
        _("Aalen-Johansen; dotted: 95 % interval of relapse"),
        len(one.who),
        _("to whom it came first, %"),
        _("Weeks from the response"),
    )
    curves = [
        _incidence(cause_name(cause), one.incidence[cause], cause, one.days) for cause in CAUSES
    ]
    return Drawing(f"figure-after-{one.group.code}", title, step_figure(curves, words, until))


def _incidence(name: str, of: Incidence, cause: str, days: Floats) -> StepCurve:
    first = cause == CAUSES[0]
    kept = of.events > 0
    kept[-1:] = True
    rows = zip(of.times[kept], of.incidence[kept], of.lower[kept], of.upper[kept], strict=True)
    return StepCurve(
        name=name,
        steps=[Step(float(t), float(s), _or_none(low), _or_none(up)) for t, s, low, up in rows],
        censored=[],
        at_risk=at_risk_by_week(days, TICKS) if first else {},
        start=0.0,
        with_interval=first,
    )
