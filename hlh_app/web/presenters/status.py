"""The state of a patient in a few lines: read standing, in two seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.case import Case, Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.criteria_set import NEEDED
from hlh_app.clinical.fever import last_fever
from hlh_app.clinical.fever_back import advice, fever_back
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response_due import ResponseDue
from hlh_app.clinical.response_needs import next_class
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import History, visible

from . import formats, readings, response
from .sentences import say
from .words import inside, sentence

CRITERION_OF = {
    "triglycerides": "triglycerides_fibrinogen",
    "fibrinogen": "triglycerides_fibrinogen",
    **dict.fromkeys(("hemoglobin", "platelets", "neutrophils"), "cytopenias"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """``alerts`` come before anything else; every other part is one sentence or empty."""

    alerts: tuple[str, ...]
    ended: str
    response: str
    abnormal: str
    course: tuple[str, ...]
    fever: str
    due: str
    pending: tuple[str, ...]
    found: str


def alerts(case: Case, as_of: Moment) -> tuple[str, ...]:
    """What must be read before anything else."""
    back = fever_back(case, as_of)
    return (say(advice(back)),) if back else ()


def ended_line(case: Case, as_of: Moment) -> str:
    """Died 11-Oct-2026. · Stem-cell transplant 22-Sep-2026."""
    told = {"death": _("Died %(day)s."), "transplant": _("Stem-cell transplant %(day)s.")}
    rows = [row for row in case.events if row.event in told and row.on <= as_of.day]
    rows.sort(key=lambda row: row.on)
    return " ".join(told[row.event] % {"day": formats.day(row.on)} for row in rows)


def response_line(verdict: ResponseVerdict | None) -> str:
    if verdict is None:
        return _("No ruxolitinib recorded: response not applicable. Enter the first dose.")
    return response.sentence(verdict)


def abnormal_line(verdict: ResponseVerdict | None) -> str:
    """Still abnormal: ferritin 1,709 µg/L, needs ≤ 400 µg/L; … Empty once the course has ended:
    no further class can come."""
    latest = verdict.latest if verdict else None
    found = next_class(latest) if latest else None
    if found is None or (verdict and verdict.course.end is not None):
        return ""
    texts = [response.need_text(need) for need in found.needs]
    if found.response_class is ResponseClass.CR:
        return _("For a complete response: %(needs)s.") % {"needs": "; ".join(texts)}
    return _("For a partial response two markers must improve (%(n)s so far): %(needs)s.") % {
        "n": found.improved,
        "needs": "; ".join(texts),
    }


def fever_line(history: History, as_of: Moment) -> str:
    """Last ≥ 38.0 °C: 08-Nov-2026 06:00, 38.4 °C; 34 readings since."""
    last = last_fever(history, as_of)
    since = ngettext("%(n)s reading since", "%(n)s readings since", last.since)
    if last.reading is not None:
        return _("Last ≥ 38.0 °C: %(when)s, %(value)s; %(since)s.") % {
            "when": formats.moment(last.reading.measured_at),
            "value": readings.observed_value(last.reading),
            "since": since % {"n": formats.number(last.since)},
        }
    if last.since:
        count = ngettext("%(n)s reading", "%(n)s readings", last.since)
        return _("No reading of 38.0 °C or more in %(readings)s.") % {
            "readings": count % {"n": formats.number(last.since)}
        }
    return _("No temperature recorded. Add temperatures.")


def due_line(due: ResponseDue | None) -> str:
    """Due: response day 28 on 25-Nov-2026 (needs triglycerides, ALT)."""
    if due is None:
        return ""
    needs = [readings.named(code) for code in due.needs if code not in due.awaited]
    awaited = [readings.named(code) for code in due.awaited]
    parts = []
    if len(needs) == len(COMPLETE_NEEDS):
        parts.append(_("needs all seven tests"))
    elif needs:
        parts.append(_("needs %(tests)s") % {"tests": ", ".join(needs)})
    if awaited:
        parts.append(_("awaited: %(tests)s") % {"tests": ", ".join(awaited)})
    values = {"day": due.day, "on": formats.day(due.on), "what": "; ".join(parts)}
    if due.overdue:
        values["last"] = formats.day(due.last_on)
        return (
            _("Overdue: response day %(day)s was %(on)s (%(what)s); values count until %(last)s.")
            % values
        )
    return _("Due: response day %(day)s on %(on)s (%(what)s).") % values


def pending_lines(case: Case, as_of: Moment, verdict: Verdict) -> Iterator[str]:
    """What is awaited, since when, and whether it can change HLH-2004."""
    for code, since, name in _pending(case, as_of):
        yield _("%(test)s pending since %(day)s; %(effect)s.") % {
            "test": name,
            "day": formats.day(since),
            "effect": _effect(code, verdict),
        }


def _pending(case: Case, as_of: Moment) -> Iterator[tuple[str, date, str]]:
    _final, awaited = visible(case.observations, as_of)
    oldest: dict[str, Observation] = {}
    for row in sorted(awaited, key=lambda row: row.measured_at.at):
        oldest.setdefault(row.analyte, row)
    for row in oldest.values():
        yield row.analyte, row.measured_at.day, readings.analyte(row.analyte)
    for finding in _latest_findings(case, as_of):
        if finding.status is FindingStatus.PENDING:
            yield finding.finding, finding.on, readings.finding(finding.finding)


def _latest_findings(case: Case, as_of: Moment) -> list[Finding]:
    latest: dict[str, Finding] = {}
    for row in sorted(case.findings, key=lambda row: row.on):
        if row.on <= as_of.day:
            latest[row.finding] = row
    return list(latest.values())


def _effect(code: str, verdict: Verdict) -> str:
    criterion = CRITERION_OF.get(code, code)
    if criterion in verdict.pivotal:
        return _("it can change HLH-2004")
    outcomes = {row.id: row.outcome for row in verdict.criteria}
    if outcomes.get(criterion) is Outcome.UNKNOWN and _count_is_open(verdict):
        return _("alone it does not settle HLH-2004, with other results it can")
    if criterion in outcomes or criterion == "molecular_diagnosis":
        return _("it cannot change HLH-2004")
    return _("it is no part of HLH-2004")


def _count_is_open(verdict: Verdict) -> bool:
    """Not enough are met yet, and with the open ones enough could be."""
    count = verdict.count
    return count is not None and count.met < NEEDED <= count.met + count.unknown


def findings_line(case: Case, as_of: Moment) -> str:
    """Spleen, CNS, bleeding, infection as last recorded."""
    wanted = ("splenomegaly", "cns_involvement", "hemorrhage", "uncontrolled_infection")
    latest = {row.finding: row for row in _latest_findings(case, as_of)}
    parts = []
    for code in wanted:
        row = latest.get(code)
        label = inside(readings.finding(code))
        if row is None:
            parts.append(_("%(what)s not recorded") % {"what": label})
        else:
            told = {"what": label, "word": readings.status(row.status)}
            parts.append(_("%(what)s %(word)s") % told + f" ({formats.short_day(row.on)})")
    return sentence(" · ".join(parts))
