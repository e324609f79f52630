"""The patients list: one line a patient, its state at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.charts.sparkline import sparkline
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models import Patient, PatientSummary
from hlh_app.records.models.choices import Source
from hlh_app.records.summary_columns import PENDING, RESPONSE_DAY, stored_flag

from . import formats, readings, words
from .people import age_on, sex, source_mark, trigger
from .sentences import say

REPORTED = re.compile(r"(<=|>=|<|>)?([0-9.]+) (\S+)")


@dataclass(frozen=True, slots=True)
class Spark:
    """Points of a polyline in a box of 96 × 24, and where its newest value lies."""

    points: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    """One patient, every part ready to print; an empty part is not known."""

    url: str
    code: str
    name: str
    who: str
    centre: str
    mark: str
    trigger: str
    count: str
    beside_the_count: str
    day: str
    last_data: str
    response: str
    flags: str
    ferritin: str
    spark: Spark | None
    due: str
    due_on: str
    overdue: bool
    pending: str
    stale: bool


def lines(patients: Iterable[Patient], now: datetime) -> tuple[Line, ...]:
    """``patients`` with centre and summary joined; ``now`` decides age and what is overdue."""
    today: dict[int, date] = {}
    found = []
    for patient in patients:
        if patient.centre_id not in today:
            zone = ZoneInfo(patient.centre.time_zone)
            today[patient.centre_id] = now.astimezone(zone).date()
        found.append(_line(patient, today[patient.centre_id]))
    return tuple(found)


def _line(patient: Patient, today: date) -> Line:
    summary = getattr(patient, "summary", None) or PatientSummary(patient=patient)
    last = _last_data_day(summary)
    living_now = today if patient.source == Source.WARD else (last or today)
    return Line(
        url=reverse("web:patient", args=[patient.pk]),
        code=patient.code,
        name=patient.name,
        who=f"{age_on(patient, living_now)} · {sex(patient.sex)}",
        centre=patient.centre.code,
        mark=source_mark(patient),
        trigger=trigger(patient),
        count=_count(summary.hlh2004_met),
        beside_the_count=_beside_the_count(summary),
        day=_day(summary.day0, last),
        last_data=formats.day(last) if last else _("no data yet"),
        response=_response(summary),
        flags="; ".join(say(stored_flag(flag).message) for flag in summary.response_flags),
        ferritin=as_reported(summary.ferritin_text),
        spark=spark(summary.ferritin_series),
        due=_due(summary.next_due_what),
        due_on=formats.day(summary.next_due_on) if summary.next_due_on else "",
        overdue=summary.next_due_on is not None and summary.next_due_on < today,
        pending=_pending(summary.pending_count),
        stale=summary.stale,
    )


def _last_data_day(summary: PatientSummary) -> date | None:
    return date.fromisoformat(summary.last_data_text[:10]) if summary.last_data_text else None


def _count(met: int | None) -> str:
    return "" if met is None else _("%(met)s of 8") % {"met": met}


def _beside_the_count(summary: PatientSummary) -> str:
    """4 unknown; at diagnosis 5 of 8."""
    parts = []
    if summary.hlh2004_unknown:
        parts.append(_("%(n)s unknown") % {"n": summary.hlh2004_unknown})
    if summary.hlh2004_at_diagnosis_met is not None:
        count = _count(summary.hlh2004_at_diagnosis_met)
        parts.append(_("at diagnosis %(count)s") % {"count": count})
    return "; ".join(parts)


def _day(day0: date | None, last: date | None) -> str:
    if day0 is None:
        return _("no ruxolitinib")
    return _("now day %(day)s") % {"day": (last - day0).days} if last else ""


def _response(summary: PatientSummary) -> str:
    if summary.response_day is None:
        return ""
    return _("%(response)s, day %(day)s") % {
        "day": summary.response_day,
        "response": words.sentence(words.response_classes(summary.response_classes)),
    }


def _due(what: str) -> str:
    """``response_day_28``, ``pending_scd25`` in words."""
    if what.startswith(RESPONSE_DAY):
        return _("response day %(day)s") % {"day": what.removeprefix(RESPONSE_DAY)}
    code = what.removeprefix(PENDING)
    if not code:
        return ""
    name = readings.analyte(code) if code in ANALYTES else readings.finding(code)
    return _("result of %(test)s") % {"test": name}


def _pending(count: int) -> str:
    return (
        ngettext("%(count)s pending", "%(count)s pending", count) % {"count": count}
        if count
        else ""
    )


def spark(series: list[Any]) -> Spark | None:
    """Ferritin on its log scale from (ISO day, value); nothing to draw below two values."""
    if len(series) < 2:
        return None
    values = [(date.fromisoformat(day).toordinal(), float(level)) for day, level in series]
    drawn = sparkline(values, log=True)
    return Spark(drawn.points, f"{drawn.last_x:g}", f"{drawn.last_y:g}") if drawn else None


def as_reported(text: str) -> str:
    """``>17090.0 ug/L`` as it is stored, printed ``> 17,090 µg/L``."""
    found = REPORTED.fullmatch(text)
    return formats.value(Decimal(found[2]), found[3], found[1]) if found else text
