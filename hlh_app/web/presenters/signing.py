"""A visit as it is signed: what was recorded, what the rules say of it, what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical.assess import assess
from hlh_app.clinical.response import marsh_response
from hlh_app.records.cases import build_case
from hlh_app.records.models import Finding, Observation, Patient, Signature, Visit
from hlh_app.records.selectors import signing as selector
from hlh_app.records.selectors.rows import rows_of_visit

from . import dose, formats, readings, status, trail, verdicts


@dataclass(frozen=True, slots=True)
class ResultLine:
    test: str
    value: str
    interval: str
    when: str


@dataclass(frozen=True, slots=True)
class SignPage:
    """``signed``: who signed and when; ``changes``: what was changed after that."""

    title: str
    patient_url: str
    edit_url: str
    facts: list[tuple[str, str]]
    results: list[ResultLine]
    found: list[tuple[str, str]]
    verdicts: list[tuple[str, str]]
    signed: list[str]
    changes: tuple[trail.Entry, ...]


def sign_page(patient: Patient, visit: Visit, *, can_edit: bool) -> SignPage:
    """The visit as it stands, its signatures, and what changed after the newest of them."""
    signatures = list(selector.signatures(visit))
    changes = selector.changes_since(visit, signatures[0].signed_at) if signatures else []
    results, found = rows_of_visit(visit)
    when = formats.moment(visit.visited)
    edit = reverse("web:visit", args=[patient.pk, visit.pk]) if can_edit else ""
    return SignPage(
        title=_("Visit of %(code)s, %(when)s") % {"code": patient.code, "when": when},
        patient_url=reverse("web:patient", args=[patient.pk]),
        edit_url=edit,
        facts=[(_("Label"), visit.label), (_("Note"), visit.note)],
        results=[_result(row) for row in results],
        found=[(readings.finding(row.finding), _found(row)) for row in found],
        verdicts=_verdicts(patient, visit),
        signed=[_signed(row) for row in signatures],
        changes=trail.entries(changes),
    )


def _result(row: Observation) -> ResultLine:
    return ResultLine(
        test=readings.analyte(row.analyte),
        value=_value(row),
        interval=formats.interval(row.low, row.high),
        when=formats.moment(row.measured),
    )


def _value(row: Observation) -> str:
    if row.value is not None:
        return formats.value(row.value, row.unit, row.comparator)
    if row.status == "pending":
        return _("pending")
    return _("not done: %(why)s") % {"why": row.missing_reason}


def _found(row: Finding) -> str:
    return ", ".join(part for part in (readings.status(row.status), row.detail) if part)


def _signed(row: Signature) -> str:
    words = {"who": str(row.signed_by), "when": formats.clock(row.signed_at)}
    return _("Signed by %(who)s, %(when)s.") % words


def _verdicts(patient: Patient, visit: Visit) -> list[tuple[str, str]]:
    """What the signature keeps: every rule as of the moment of the visit."""
    case, as_of = build_case(patient), visit.visited
    found = assess(case, as_of, fever_threshold=patient.centre.fever_threshold)
    rules = [verdicts.line(rule) for rule in (found.hlh2004.now, found.hscore)]
    doses = dose.dose(found.dose, None)
    return [
        *((rule.title, f"{rule.outcome.word}, {rule.summary}".rstrip(", ")) for rule in rules),
        *((rule.title, rule.gives) for rule in doses.rules),
        (_("Response"), status.response_line(marsh_response(case, as_of))),
    ]
