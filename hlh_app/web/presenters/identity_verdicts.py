"""What the rules say of two records, and what they would say of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Case, Moment
from hlh_app.records.cases import build_cases, last_data
from hlh_app.records.identity.plan import Plan

from . import dose, formats, status, verdicts
from .banner import given


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """``changes``: what would be said after the merge is not what the kept record says now."""

    title: str
    kept: str
    gone: str
    merged: str
    changes: bool


def verdict_lines(plan: Plan, chosen: Mapping[str, str], now: datetime) -> tuple[VerdictLine, ...]:
    """Each as of its own last data."""
    cases = build_cases([plan.kept, plan.gone])
    centre = plan.kept.centre
    zone, threshold = ZoneInfo(centre.time_zone), centre.fever_threshold
    columns = [
        _said(case, last_data(case, now) or Moment.timed(now.astimezone(zone)), threshold)
        for case in (cases[plan.kept.pk], cases[plan.gone.pk], plan.case(chosen))
    ]
    return tuple(
        VerdictLine(title, kept, columns[1][title], columns[2][title], kept != columns[2][title])
        for title, kept in columns[0].items()
    )


def _said(case: Case, as_of: Moment, threshold: Decimal) -> dict[str, str]:
    found = assess(case, as_of, fever_threshold=threshold)
    first = found.hlh2004.at_diagnosis
    exposure = dose.being_given(given(case, as_of))
    doses = dose.dose(found.dose, exposure)
    return {
        _("Last data"): formats.moment(as_of) if _has_data(case) else _("None"),
        _("HLH-2004 at diagnosis"): _verdict(first) if first else _("never met"),
        _("HLH-2004 now"): _verdict(found.hlh2004.now),
        _("HScore"): _verdict(found.hscore),
        _("Response"): status.response_line(found.response),
        _("Ruxolitinib being given"): doses.given or _("None"),
        **{rule.title: rule.gives for rule in doses.rules},
    }


def _has_data(case: Case) -> bool:
    return bool(case.observations or case.findings or case.exposures or case.events or case.visits)


def _verdict(rule: object) -> str:
    line = verdicts.line(rule)  # type: ignore[arg-type]
    return f"{line.outcome.word}, {line.summary}".rstrip(", ")
