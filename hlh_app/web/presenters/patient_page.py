"""The page of one patient: what is needed first stands first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical import hlh2024, hscore, mas2016, mh_score, ms_score, ohi_index
from hlh_app.clinical.events import died_on
from hlh_app.clinical.hlh_criteria import hlh_criteria
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.parting import parting
from hlh_app.clinical.response_due import next_due
from hlh_app.clinical.text import Message
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import View
from hlh_app.records.models import DataQuery
from hlh_app.web.record import Record

from . import dose, formats, labs, response, sections, status, status_course, verdicts
from .banner import Banner, banner, given, short_banner
from .links import Trail
from .parts import Part, part
from .sentences import say
from .verdicts import VerdictLine, VerdictView
from .words import sentence


@dataclass(frozen=True, slots=True)
class Readings:
    """HLH-2004 and HScore at diagnosis and now, never mixed; the neighbours now."""

    at_diagnosis: tuple[VerdictLine, ...]
    at_diagnosis_on: str
    now: tuple[VerdictLine, ...]
    mas_reason: str
    activity: str


@dataclass(frozen=True, slots=True)
class PatientPage:
    """``moment`` says as of when the page is shown and why then."""

    banner: Banner
    moment: str
    today: str
    empty: bool
    status: Part
    readings: Part
    response: Part
    dose: Part
    labs: Part
    sections: Part


def patient_page(record: Record, queries: list[DataQuery]) -> PatientPage:
    trail = Trail.of(record.patient.pk)
    return PatientPage(
        banner=part(full_banner, record).shown or short_banner(record.patient),
        moment=moment_text(record),
        today=formats.day(record.today),
        empty=not record.has_data,
        status=part(state, record),
        readings=part(_readings, record),
        response=part(response_view, record, trail),
        dose=part(doses, record),
        labs=part(_labs, record, trail),
        sections=part(_sections, record, queries),
    )


def moment_text(record: Record) -> str:
    """As of the last data, 20-Nov-2026 06:00."""
    if not record.has_data and not record.asked:
        return _("no data yet")
    return dose.as_of_text(record.as_of, not record.asked)


def _given(record: Record) -> dose.Exposure | None:
    return dose.being_given(given(record.case, record.as_of))


def full_banner(record: Record) -> Banner:
    per_kg = part(_given_per_kg, record).shown or ""
    return banner(record.patient, record.case, record.as_of, per_kg)


def _given_per_kg(record: Record) -> str:
    """Apart from the banner, which must stand whatever becomes of the rules."""
    return dose.given_per_kg(record.assessment.dose, _given(record))


def state(record: Record) -> status.Status:
    case, as_of = record.case, record.as_of
    pending = status.pending_lines(case, as_of, record.assessment.hlh2004.now)
    died = died_on(case, as_of) is not None
    tasks = {} if died else part(status_course.urgent_tasks, record).shown or {}
    return status.Status(
        alerts=_alerts(record, status_course.urgent_line(tasks)),
        ended=status.ended_line(case, as_of),
        response=status.response_line(record.response),
        abnormal="" if died else status.abnormal_line(record.response),
        course=part(status_course.course_lines, record, tasks).shown or (),
        fever=status.fever_line(record.history, as_of),
        due=status.due_line(next_due(case, record.today)),
        pending=tuple(pending),
        found=status.findings_line(case, as_of),
    )


def _alerts(record: Record, urgent: str) -> tuple[str, ...]:
    """What must be read before anything else. Fever back stands there whatever becomes of the
    other rules."""
    head = part(_head, record, urgent)
    found = (*status.alerts(record.case, record.as_of), urgent) if head.failed else head.shown
    return tuple(line for line in found if line)


def _head(record: Record, urgent: str) -> tuple[str, ...]:
    """From the cautions, which have looked for fever already."""
    fever = [say(row.text) for row in record.cautions if row.id == "fever_back"]
    return (*fever, urgent, dose.alert(record.assessment.dose, record.cautions))


NOW, AT_DIAGNOSIS = "now", "at-diagnosis"


def _readings(record: Record) -> Readings:
    found = record.assessment
    mas = found.mas2016
    applies = mas.outcome is not Outcome.NOT_APPLICABLE
    beside = [v for v in (mas, *_neighbours(record)) if v.outcome is not Outcome.NOT_APPLICABLE]
    now = [found.hlh2004.now, found.hscore, found.hlh2024, *beside]
    then = at_diagnosis(record)
    first = found.hlh2004.first_met
    return Readings(
        at_diagnosis=tuple(_line(rule, record, AT_DIAGNOSIS) for rule in then),
        at_diagnosis_on=formats.moment(first) if first else "",
        now=tuple(_line(rule, record, NOW) for rule in now),
        mas_reason="" if applies else say(mas.reason),
        activity=sentence(say(found.hlh2004.now.activity)),
    )


def at_diagnosis(record: Record) -> list[Verdict]:
    """Every applicable verdict of the moment at which HLH-2004 was first met; none before it."""
    first = record.assessment.hlh2004.at_diagnosis
    if first is None:
        return []
    fever, view = record.assessment.fever_threshold, View(record.history, first.as_of)
    others = [
        hscore.verdict(view),
        hlh2024.verdict(view, hlh_criteria(view, fever), fever),
        mas2016.verdict(view),
    ]
    return [first, *(v for v in others if v.outcome is not Outcome.NOT_APPLICABLE)]


def _neighbours(record: Record) -> list[Verdict]:
    """The scores of neighbouring diseases, which seldom apply."""
    rules = (ms_score, mh_score, ohi_index)
    return [rule.verdict(record.view) for rule in rules]


def _line(rule: Verdict, record: Record, reading: str) -> VerdictLine:
    url = reverse("web:criteria", args=[record.patient.pk, rule.rule, reading])
    return verdicts.line(rule, url + record.address)


def opened(record: Record, rule: str, reading: str) -> VerdictView | None:
    """One verdict with its criteria; None where there is no such verdict."""
    held = _held(record, reading)
    asked = next((v for v in held if v.rule == rule), None)
    if asked is None:
        return None
    judged_on = View(record.history, asked.as_of, asked.window_days)
    compared = [v for v in held if v.rule in COMPARED and rule in COMPARED and v is not asked]
    apart = tuple(m for other in compared for m in _apart(asked, other))
    return verdicts.verdict(asked, Trail.of(record.patient.pk), judged_on, apart)


COMPARED = ("hlh2004", "hlh2024", "hscore", "mas2016")
"""The rules that answer about one illness: where two of them part is said."""


def _apart(one: Verdict, other: Verdict) -> tuple[Message, ...]:
    if Outcome.NOT_APPLICABLE in (one.outcome, other.outcome):
        return ()
    return parting(one, other)


def _held(record: Record, reading: str) -> list[Verdict]:
    """The verdicts of one of the two readings; those of the other are not reckoned."""
    found = record.assessment
    if reading == NOW:
        beside = _neighbours(record)
        return [found.hlh2004.now, found.hscore, found.hlh2024, found.mas2016, *beside]
    return at_diagnosis(record) if reading == AT_DIAGNOSIS else []


def response_view(record: Record, trail: Trail) -> response.ResponseView | None:
    today = None if record.asked else record.today
    return response.response(record.response, trail, today) if record.response else None


def doses(record: Record) -> dose.DoseView:
    return dose.dose(record.assessment.dose, _given(record), record.cautions)


def _labs(record: Record, trail: Trail) -> labs.LabTable:
    return labs.lab_table(_results(record), trail, _day0(record))


def _results(record: Record) -> list[labs.Result]:
    return labs.results(record.case.observations, record.rows.observations, record.as_of)


def all_labs(record: Record, with_errors: bool) -> labs.LabTable:
    """Every day, on the page of its own."""
    found, trail = _results(record), Trail.of(record.patient.pk)
    return labs.lab_table(found, trail, _day0(record), days=None, with_errors=with_errors)


def _day0(record: Record) -> date | None:
    return record.response.day0 if record.response else None


def _sections(record: Record, queries: list[DataQuery]) -> tuple[sections.Section, ...]:
    return sections.sections(record.rows, queries, record.patient.pk, record.as_of)
