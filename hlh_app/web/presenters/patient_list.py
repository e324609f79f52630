"""The patients list: one line a patient, its state at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

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
    mark: str
    trigger: str
    count: str
    beside_the_count: str
    day: str
    response: str
    flags: str
    ferritin: str
    spark: Spark | None
    due: str
    due_on: str
    overdue: bool
    remarks: tuple[str, ...]


def lines(patients: Iterable[Patient], now: datetime) -> tuple[Line, ...]:
    """``patients`` with centre and summary joined; ``now`` decides age and what is overdue."""
    page = _Page(now)
    return tuple(page.line(patient) for patient in patients)


class _Page:
    """What the lines of one page share is translated and worked out once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.say = cache(gettext)
        self.today = cache(self._today)
        self.classes = cache(lambda codes: words.sentence(words.response_classes(codes)))
        self.due = cache(due)
        self.sex = cache(sex)
        self.mark = cache(source_mark)
        self.trigger = cache(trigger)
        self.base = reverse("web:patients")

    def _today(self, time_zone: str) -> date:
        return self.now.astimezone(ZoneInfo(time_zone)).date()

    def line(self, patient: Patient) -> Line:
        summary = getattr(patient, "summary", None) or PatientSummary(patient=patient)
        today, last = self.today(patient.centre.time_zone), _last_data_day(summary)
        living_now = today if patient.source == Source.WARD else (last or today)
        return Line(
            url=f"{self.base}{patient.pk}/",
            code=patient.code,
            name=patient.name,
            who=f"{age_on(patient, living_now)} · {self.sex(patient.sex)} · {patient.centre.code}",
            mark=self.mark(patient.source),
            trigger=self.trigger(patient.trigger, patient.trigger_agent, patient.trigger_detail),
            count=self._count(summary.hlh2004_met),
            beside_the_count=self._beside_the_count(summary),
            day=self._day(summary.day0, last),
            response=self._response(summary),
            flags="; ".join(say(stored_flag(flag).message) for flag in summary.response_flags),
            ferritin=as_reported(summary.ferritin_text),
            spark=spark(summary.ferritin_series),
            due=self.due(summary.next_due_what),
            due_on=formats.day(summary.next_due_on) if summary.next_due_on else "",
            overdue=summary.next_due_on is not None and summary.next_due_on < today,
            remarks=self._remarks(summary),
        )

    def _count(self, met: int | None) -> str:
        return "" if met is None else self.say(gettext_noop("%(met)s of 8")) % {"met": met}

    def _beside_the_count(self, summary: PatientSummary) -> str:
        """4 unknown; at diagnosis 5 of 8."""
        parts = []
        if summary.hlh2004_unknown:
            parts.append(self.say(gettext_noop("%(n)s unknown")) % {"n": summary.hlh2004_unknown})
        if summary.hlh2004_at_diagnosis_met is not None:
            count = self._count(summary.hlh2004_at_diagnosis_met)
            parts.append(self.say(gettext_noop("at diagnosis %(count)s")) % {"count": count})
        return "; ".join(parts)

    def _day(self, day0: date | None, last: date | None) -> str:
        if day0 is None:
            return self.say(gettext_noop("no ruxolitinib"))
        text = self.say(gettext_noop("now day %(day)s"))
        return text % {"day": (last - day0).days} if last else ""

    def _response(self, summary: PatientSummary) -> str:
        if summary.response_day is None:
            return ""
        return self.say(gettext_noop("%(response)s, day %(day)s")) % {
            "day": summary.response_day,
            "response": self.classes(tuple(summary.response_classes)),
        }

    def _remarks(self, summary: PatientSummary) -> tuple[str, ...]:
        """2 pending; worked out just now, because the stored summary was out of date."""
        waiting = summary.pending_count
        pending = ngettext("%(count)s pending", "%(count)s pending", waiting) if waiting else ""
        stale = self.say(gettext_noop("worked out just now")) if summary.stale else ""
        return tuple(text for text in (pending % {"count": waiting}, stale) if text)


def _last_data_day(summary: PatientSummary) -> date | None:
    return date.fromisoformat(summary.last_data_text[:10]) if summary.last_data_text else None


def due(what: str) -> str:
    """``response_day_28``, ``pending_scd25`` in words."""
    if what.startswith(RESPONSE_DAY):
        return _("response day %(day)s") % {"day": what.removeprefix(RESPONSE_DAY)}
    code = what.removeprefix(PENDING)
    if not code:
        return ""
    name = readings.analyte(code) if code in ANALYTES else readings.finding(code)
    return _("result of %(test)s") % {"test": name}


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
