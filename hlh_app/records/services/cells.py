"""One cell of the flowsheet: one result of one test at one moment, kept, cleared or put back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Moment
from hlh_app.records.models import AuditEntry, Observation, Patient, Visit
from hlh_app.records.models.choices import AuditAction
from hlh_app.records.selectors.flowsheet import results_at
from hlh_app.records.services import saving
from hlh_app.records.services.change import changing
from hlh_app.records.services.drafts import Desk, Draft
from hlh_app.records.services.errors import Refused, StaleWrite
from hlh_app.records.services.intervals import Remembered
from hlh_app.records.services.observations import Judged
from hlh_app.records.services.rows import enter_in_error

UNDONE = gettext_noop("undone in the flowsheet")
# What a cell can change of a row. The rest of it (moment, visit, note …) has its own form.
CONTENT = (
    *("status", "value", "comparator", "unit", "canonical_value", "low", "high"),
    *("interval_source", "laboratory", "assay", "expected_on", "missing_reason"),
    *("implausible_confirmed", "entered_in_error", "error_reason"),
)
# Between two of one's own changes nobody else's lies: these are not looked at.
_BESIDE = {"version"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is asked to stand in a cell. ``pk`` and ``version``: of the result that was on the
    screen; without them the cell was empty. ``visit``: the visit whose column it is."""

    analyte: str
    measured: Moment
    unit: str
    value: Decimal | None = None
    comparator: str = ""
    status: str = "final"
    missing_reason: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    laboratory: str = ""
    assay: str = ""
    assay_not_stated: bool = False
    confirmed: bool = False
    visit: int | None = None
    pk: int | None = None
    version: int | None = None

    def result(self) -> dict[str, Any]:
        names = ("value", "comparator", "unit", "status", "missing_reason")
        return {name: getattr(self, name) for name in names} | self._interval()

    def _interval(self) -> dict[str, Any]:
        """Only where it was typed: without one the remembered one is looked up."""
        typed = self.low is not None or self.high is not None
        return {"low": self.low, "high": self.high} if typed else {}

    def source(self) -> dict[str, Any]:
        return {"laboratory": self.laboratory, "assay": self.assay}


def save_cell(*, actor: User, patient: Patient, cell: Cell, reason: str = "") -> Observation:
    """Keep what was typed into a cell; an empty cell that is no longer empty is a StaleWrite.

    Raises Refused, ReasonNeeded, StaleWrite, PermissionDenied.
    """
    with changing(actor=actor, patient=patient, reason=reason) as locked:
        desk = Desk(locked, Remembered.of(locked.centre, [cell.analyte]), reason)
        meant = Judged(cell.confirmed, cell.assay_not_stated)
        draft = _correction(desk, cell, meant) if cell.pk else _new(desk, cell, meant)
        if draft.errors:
            raise Refused(draft.errors)
        return draft.keep(actor)


def clear_cell(*, actor: User, patient: Patient, pk: int, version: int, reason: str) -> Observation:
    """Take a result out of its cell: entered in error, with the reason."""
    row = Observation(pk=pk, patient=patient)
    return enter_in_error(actor=actor, row=row, version=version, reason=reason)


def undo_cell(*, actor: User, patient: Patient, pk: int, made: int) -> Observation:
    """Take back the actor's own write that made version ``made`` of a result: a new one is entered
    in error, a changed or cleared one is as it was before.

    StaleWrite when somebody changed it since; Refused when the write was another person's.
    """
    why = _(UNDONE)
    with changing(actor=actor, patient=patient, reason=why) as locked:
        row = _stored(locked, pk)
        written, later = _write(row, made)
        if written.actor != actor.get_username():
            raise Refused({"": [_("Somebody else wrote this value. Correct it instead.")]})
        if _differs(row, later):
            raise StaleWrite(row, {}, *saving.last_change(row))
        before = saving.state(row)
        if written.action == AuditAction.INSERT:
            row.entered_in_error, row.error_reason = True, why
        else:
            _put_back(row, written.old)
            _only_one(row)
        saving.update(row, before)
        return row


def _new(desk: Desk, cell: Cell, meant: Judged) -> Draft:
    taken = results_at(desk.patient, cell.analyte, cell.measured).first()
    values = {**cell.result(), **cell.source(), "analyte": cell.analyte}
    if taken is not None:
        raise StaleWrite(taken, values, *saving.last_change(taken))
    values |= {"measured": cell.measured, "visit": _visit(desk.patient, cell)}
    return desk.new(Observation, values, meant)


def _correction(desk: Desk, cell: Cell, meant: Judged) -> Draft:
    asked = cell.result()
    row = saving.now_of(Observation(pk=cell.pk, patient=desk.patient), cell.version, asked)
    if row.analyte != cell.analyte or not _same_moment(row.measured, cell.measured):
        raise Refused({"": [_("This result was moved to another time. Reload the page.")]})
    if row.status == "final" and cell.status != "final":
        raise Refused({"value": [_("A result stands here. Clear the cell first, and say why.")]})
    if row.status != "final":
        asked["expected_on"] = row.expected_on if cell.status == "pending" else None
        asked |= {k: v for k, v in cell.source().items() if not getattr(row, k)}
    return desk.change(row, asked, meant)


def _visit(patient: Patient, cell: Cell) -> Visit | None:
    """The visit of the column, as long as it stands and is at that moment."""
    if cell.visit is None:
        return None
    found = Visit.objects.filter(patient=patient, pk=cell.visit, entered_in_error=False).first()
    if found is None or not _same_moment(found.visited, cell.measured):
        raise Refused({"": [_("This visit was moved or withdrawn. Reload the page.")]})
    return found


def _same_moment(one: Moment, other: Moment) -> bool:
    """Days by the calendar, so that a center's new time zone moves no old date."""
    if one.is_date or other.is_date:
        return one.is_date and other.is_date and one.day == other.day
    return one.at == other.at


def _only_one(row: Observation) -> None:
    """A result is not put back into a cell that holds another one by now."""
    others = results_at(row.patient, row.analyte, row.measured).exclude(pk=row.pk)
    taken = None if row.entered_in_error else others.first()
    if taken is not None:
        raise StaleWrite(taken, {}, *saving.last_change(taken))


def _stored(patient: Patient, pk: int) -> Observation:
    rows = Observation.objects.select_for_update(of=("self",)).filter(patient=patient, pk=pk)
    row = rows.first()
    if row is None:
        raise Refused({"": [_("This patient has no such entry.")]})
    row.patient = patient
    return row


def _write(row: Observation, made: int) -> tuple[AuditEntry, list[AuditEntry]]:
    """The trail's entry of the write that made a version, and those after it, newest first."""
    later: list[AuditEntry] = []
    for entry in AuditEntry.objects.filter(table="observation", row_id=row.pk):
        if entry.new and entry.new.get("version") == made:
            return entry, later
        later.append(entry)
    raise Refused({"": [_("This change cannot be undone here. Correct the value instead.")]})


def _differs(row: Observation, later: Iterable[AuditEntry]) -> bool:
    """Whether what came later left anything changed; one's own undone changes leave nothing."""
    then: dict[str, Any] = {}
    for entry in later:
        then |= entry.old or {}
    return any(
        name not in CONTENT or _read(row, name, value) != getattr(row, name)
        for name, value in then.items()
        if name not in _BESIDE
    )


def _put_back(row: Observation, old: Mapping[str, Any]) -> None:
    names = old.keys() - _BESIDE
    if names - set(CONTENT):
        raise Refused({"": [_("This change cannot be undone here. Correct the value instead.")]})
    for name in names:
        setattr(row, name, _read(row, name, old[name]))


def _read(row: Observation, name: str, value: Any) -> Any:
    """A column's value out of the trail, which holds what JSON holds."""
    text = str(value) if isinstance(value, float | int) and not isinstance(value, bool) else value
    return row._meta.get_field(name).to_python(text)
