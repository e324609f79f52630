"""One visit with everything measured and found at it, in one write."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import FindingEntry, ObservationEntry, VisitEntry
from hlh_app.records.models import Finding, Observation, Patient, Visit
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import saving
from hlh_app.records.services.change import changing
from hlh_app.records.services.drafts import Desk, Draft
from hlh_app.records.services.errors import AnotherVisit, Refused, StaleWrite
from hlh_app.records.services.intervals import Remembered
from hlh_app.records.services.observations import AS_ENTERED, Judged


def save_visit(
    *,
    actor: User,
    patient: Patient,
    entry: VisitEntry,
    visit: Visit | None = None,
    version: int | None = None,
    reason: str = "",
    alone: bool = False,
    content_seen: datetime | None = None,
) -> Visit:
    """Keep a new visit, or correct ``visit``, with its rows; all or nothing.

    An entry with ``pk`` corrects that row, one without is new, rows that are not listed stay.
    ``alone``: a new visit is refused while another one of the same moment stands. With
    ``content_seen`` rows are added to a stored visit only while its content is what was seen.
    Raises Refused (keys ``<entry name>.<field>`` for rows), AnotherVisit, StaleWrite,
    ReasonNeeded, PermissionDenied.
    """
    with changing(actor=actor, patient=patient, reason=reason) as locked:
        analytes = [item.analyte for item in entry.observations]
        desk = Desk(locked, Remembered.of(locked.centre, analytes), reason)
        if alone and visit is None:
            _refuse_a_second(locked, entry.visited)
        draft = _visit_draft(desk, entry, visit, version)
        if content_seen and _adds_rows(entry):
            _refuse_unseen(draft.row, content_seen)
        saving.require_reason(visit if _adds_rows(entry) else None, reason)
        drafts = list(_row_drafts(desk, entry, draft.row))
        errors = dict(draft.errors)
        for name, row_draft in drafts:
            errors |= {f"{name}.{key}" if name else key: v for key, v in row_draft.errors.items()}
        if errors:
            raise Refused(errors)
        kept = draft.keep(actor)
        for _name, row_draft in drafts:
            if row_draft.row.visit is draft.row:
                row_draft.row.visit = kept  # a new visit has its number only now
            row_draft.keep(actor)
        return kept


def _refuse_a_second(patient: Patient, visited: Moment) -> None:
    same = {"visited_at": visited.at, "visited_day": visited.day}
    other = Visit.objects.filter(patient=patient, entered_in_error=False, **same).first()
    if other is not None:
        raise AnotherVisit(other)


def _refuse_unseen(visit: Any, content_seen: datetime) -> None:
    if visit.content_changed_at and visit.content_changed_at > content_seen:
        raise StaleWrite(visit, {}, *saving.last_change(visit))


def _visit_draft(desk: Desk, entry: VisitEntry, visit: Visit | None, version: int | None) -> Draft:
    values = {"visited": entry.visited, "label": entry.label, "note": entry.note}
    if visit is None:
        return desk.new(Visit, values)
    return desk.change(saving.now_of(visit, version, values), values)


def _adds_rows(entry: VisitEntry) -> bool:
    return any(item.pk is None for item in (*entry.observations, *entry.findings))


def _row_drafts(desk: Desk, entry: VisitEntry, visit: Visit) -> Iterator[tuple[str, Draft]]:
    before = Visit.objects.filter(pk=visit.pk).first() if visit.pk else None
    for item in entry.observations:
        meant = Judged(item.confirmed, item.assay_not_stated)
        yield item.name, _row_draft(desk, item, Observation, visit, before, meant)
    for item in entry.findings:
        yield item.name, _row_draft(desk, item, Finding, visit, before, AS_ENTERED)


def _row_draft(
    desk: Desk,
    item: ObservationEntry | FindingEntry,
    model: type[ClinicalRow],
    visit: Visit,
    before: Visit | None,
    meant: Judged,
) -> Draft:
    values = item.columns()
    when = "measured" if model is Observation else "on"
    if item.pk is None:
        values["visit"] = visit
        values[when] = values[when] or _moment_of(visit, when)
        return desk.new(model, values, meant)
    row = saving.now_of(model(pk=item.pk, patient=desk.patient), item.version, values, item.name)
    if values[when] is None:
        moved = before is not None and getattr(row, when) == _moment_of(before, when)
        values[when] = _moment_of(visit, when) if moved else getattr(row, when)
    return desk.change(row, values, meant)


def _moment_of(visit: Visit, when: str) -> Any:
    """When a row of the visit was measured (a moment) or found (a day), unless it says so."""
    moment: Moment = visit.visited
    return moment if when == "measured" else moment.day
