"""Findings, treatments and events of a document: compared and kept one by one, as forms keep them.

There are few beside the results. Same is what says the same about the same day (or start);
what the document does not say is not compared.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Event as EventFact
from hlh_app.clinical.case import Exposure as ExposureFact
from hlh_app.clinical.case import Finding as FindingFact
from hlh_app.exchange.incoming import Act, Incoming
from hlh_app.records.case_facts import plain
from hlh_app.records.imports.deciding import NEW, Decision
from hlh_app.records.imports.judging import said_together
from hlh_app.records.imports.outcomes import Outcome
from hlh_app.records.imports.people import Person
from hlh_app.records.models import Event, Exposure, Finding
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import checks, saving


class ReadyFact(NamedTuple):
    """An entry as the row it would become. ``refused``: why it cannot."""

    entry: Incoming
    person: Person
    row: ClinicalRow
    refused: str = ""


@dataclass(slots=True)
class StoredFact:
    """A row of the record that an entry meets."""

    pk: int | None
    version: int
    status: str
    text: str


_MODELS: dict[type, type[ClinicalRow]] = {
    FindingFact: Finding,
    ExposureFact: Exposure,
    EventFact: Event,
}
# What makes two rows speak of one thing, and what they then say of it.
_ONE_THING = {
    Finding: ("finding", "on", "site"),
    Exposure: ("drug", "started_at", "route"),
    Event: ("event", "on"),
}
_SAID = {
    Finding: ("status", "method", "detail"),
    Exposure: ("dose", "unit", "times_per_day", "stopped_on", "purpose", "stop_reason"),
    Event: (),
}


def ready_fact(entry: Incoming, person: Person) -> ReadyFact:
    """Judged as a form's entry is."""
    row = _MODELS[type(entry.row)](patient=person.patient)
    saving.fill(row, fact_columns(entry))
    return ReadyFact(entry, person, row, said_together(checks.problems(row, person.patient)))


def fact_columns(entry: Incoming) -> dict[str, Any]:
    """The columns that the entry fills."""
    fact = entry.row
    said = {"note": entry.note}
    if isinstance(fact, FindingFact):
        return said | {
            "finding": fact.finding,
            "status": str(fact.status),
            "on": fact.on,
            "site": fact.site or "",
            "method": fact.method or "",
            "detail": fact.detail or "",
            "expected_on": fact.expected_on,
        }
    if isinstance(fact, ExposureFact):
        return said | {
            "drug": fact.drug.strip().lower(),
            "started": fact.start,
            "stopped_on": fact.stop,
            "dose": fact.dose,
            "unit": fact.unit or "",
            "route": fact.route or "",
            "times_per_day": fact.times_per_day,
            "purpose": fact.purpose or "",
            "stop_reason": fact.stop_reason or "",
        }
    return said | {"event": fact.event, "on": fact.on}  # type: ignore[union-attr]


def decide_fact(ready: ReadyFact) -> tuple[Decision, ClinicalRow | None]:
    """What becomes of it, and the row that it meets."""
    rows = _one_thing(ready.row)
    met = next((row for row in rows if _says_the_same(ready.row, row)), None)
    if ready.entry.act is Act.WITHDRAW:
        return _withdrawing(met), met
    if met is not None:
        return Decision(Outcome.SAME, _stored(met)), met
    if ready.refused:
        return Decision(Outcome.REFUSED, None, ready.refused), None
    if not rows:
        return NEW, None
    return _differing(ready, rows[0]), rows[0]


def _withdrawing(met: ClinicalRow | None) -> Decision:
    if met is None:
        return Decision(Outcome.SAME, None, _("No such entry stands in the record."))
    told = _("The document says that this was entered in error.")
    return Decision(Outcome.DIFFERS, _stored(met), told)


def _differing(ready: ReadyFact, row: ClinicalRow) -> Decision:
    pending = getattr(row, "status", "") == "pending"
    if pending and getattr(ready.row, "status", "") != "pending":
        return Decision(Outcome.ANSWERS, _stored(row))
    if ready.entry.act is Act.CORRECT:
        return Decision(
            Outcome.DIFFERS, _stored(row), _("The document says that it corrects this.")
        )
    told = _("The record has this already: %s.") % _text(row)
    return Decision(Outcome.DIFFERS, _stored(row), told)


def _one_thing(row: ClinicalRow) -> list[ClinicalRow]:
    """Rows of the record about the same thing on the same day, in the order they were kept."""
    model = type(row)
    named = {name: getattr(row, name) for name in _ONE_THING[model] if name not in _LOOSE}
    rows = model._default_manager.filter(patient=row.patient, entered_in_error=False, **named)  # type: ignore[attr-defined]
    return [kept for kept in rows.order_by("pk") if _fits(row, kept)]


_LOOSE = ("site", "route")


def _fits(row: ClinicalRow, kept: ClinicalRow) -> bool:
    if isinstance(row, Exposure) and isinstance(kept, Exposure):
        return row.started.is_date == kept.started.is_date and _agree(row.route, kept.route)
    return not isinstance(row, Finding) or _site(row) == _site(kept)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _site(row: Any) -> str:
    """Hemophagocytosis without a site is of the marrow."""
    return row.site or ("marrow" if row.finding == "hemophagocytosis" else "")


def _says_the_same(row: ClinicalRow, kept: ClinicalRow) -> bool:
    """Of what the document says at all."""
    said = {name: getattr(row, name) for name in _SAID[type(row)]}
    return all(
        getattr(kept, name) == value for name, value in said.items() if value not in ("", None)
    )


def _stored(row: ClinicalRow) -> StoredFact:
    return StoredFact(row.pk, row.version, getattr(row, "status", ""), _text(row))


def _text(row: ClinicalRow) -> str:
    values = [getattr(row, name) for name in _SAID[type(row)]] or [row.on]  # type: ignore[attr-defined]
    shown = [
        f"{plain(v):f}" if isinstance(v, Decimal) else str(v) for v in values if v not in ("", None)
    ]
    return " ".join(shown) or str(row)
