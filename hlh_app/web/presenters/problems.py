"""A doubt about a calculation as it is read: what seems wrong, of which rule, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical.rules import card
from hlh_app.records.models import ProblemReport
from hlh_app.records.models.base import moment_from

from . import formats


@dataclass(frozen=True, slots=True)
class Problem:
    """``changed``: the version that the rule has now, where it is another. ``answer`` is empty
    until somebody closed the report; ``closed`` says who and when. ``inputs_url``: the data review,
    with the record as it was when it was reported; empty without one."""

    url: str
    rule: str
    rule_url: str
    version: str
    changed: str
    patient: str
    patient_url: str
    as_of: str
    inputs_url: str
    text: str
    reported: str
    status: str
    answer: str
    closed: str


def problem(report: ProblemReport) -> Problem:
    title, now = _rule(report.rule)
    patient = report.patient
    by = _("%(when)s by %(who)s")
    closer = {"when": _when(report.closed_at), "who": report.closed_by}
    return Problem(
        url=reverse("web:problem", args=[report.pk]),
        rule=title,
        rule_url=reverse("web:rule", args=[report.rule]) if now else "",
        version=report.rule_version,
        changed=now if now != report.rule_version else "",
        patient=patient.code if patient else "",
        patient_url=reverse("web:patient", args=[patient.pk]) if patient else "",
        as_of=formats.moment(moment_from(report.as_of_text, UTC)) if report.as_of_text else "",
        inputs_url=_inputs_url(report),
        text=report.text,
        reported=by % {"when": _when(report.reported_at), "who": report.reported_by},
        status=str(report.get_status_display()),
        answer=report.answer,
        closed=by % closer if report.closed_at else "",
    )


def _inputs_url(report: ProblemReport) -> str:
    if report.inputs is None:
        return ""
    return reverse("admin:records_problemreport_change", args=[report.pk])


def _when(at: object) -> str:
    return formats.clock(at) if at else ""  # type: ignore[arg-type]


def _rule(code: str) -> tuple[str, str]:
    """Its title and version as it stands; the code itself for a rule that is gone."""
    try:
        found = card(code)
    except KeyError:
        return code, ""
    return _(found.title), str(found.version)
