"""Thermometer readings beside one patient's record: read and compared; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Observation
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.temperatures.model import ReadLine
from hlh_app.records.imports.comparing import compare
from hlh_app.records.imports.keeping import keep
from hlh_app.records.imports.outcomes import Choice, Compared, Outcome
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.web.presenters.sentences import say

TICKED_AS = {Outcome.DIFFERS: Choice.ADD, Outcome.UNUSUAL: Choice.CONFIRM}


@dataclass(frozen=True, slots=True)
class Preview:
    """One line as it would be written. ``question`` needs a tick; ``same``: recorded already, or
    said twice; ``waits``: for the answer to a question about many lines."""

    line: ReadLine
    error: str = ""
    question: str = ""
    ticked: bool = False
    same: bool = False
    compared: Compared | None = None

    @property
    def waits(self) -> bool:
        return bool(self.line.asks)

    @property
    def tick(self) -> str:
        return f"{self.line.number}: {self.line.text}"

    @property
    def is_ready(self) -> bool:
        return not self.error and (not self.question or self.ticked)

    @property
    def is_new(self) -> bool:
        return not self.error and not self.same

    @property
    def stands(self) -> tuple[object, ...]:
        """What of the record it was compared with."""
        found = self.compared
        return (found.outcome, found.stored_pk, found.stored_version) if found else ()


def previews(patient: Patient, lines: Sequence[ReadLine], ticks: Iterable[str]) -> list[Preview]:
    """Every line beside what the record holds at its moment."""
    entries = [_entry(line) for line in lines if line.measured and not line.same_as]
    found = {compared.incoming.place: compared for compared in compare(patient, entries)}
    ticked = set(ticks)
    return [_preview(line, found.get(line.place), ticked) for line in lines]


def _entry(line: ReadLine) -> Incoming:
    row = Observation(
        "temperature",
        line.value,
        line.unit,
        line.measured,  # type: ignore[arg-type]
        site=line.site or None,
        antipyretic=line.antipyretic,
    )
    return Incoming(line.place, row)


def _preview(line: ReadLine, compared: Compared | None, ticked: set[str]) -> Preview:
    if compared is None:
        return Preview(line, error=say(line.error), same=bool(line.same_as))
    outcome, reason = compared.outcome, compared.reason
    if outcome is Outcome.REFUSED:
        return Preview(line, error=reason, compared=compared)
    question = reason if outcome in TICKED_AS else ""
    if outcome is Outcome.DIFFERS:
        question = " ".join((reason, _("Tick to add this reading as well.")))
    return Preview(
        line,
        question=question,
        ticked=f"{line.number}: {line.text}" in ticked,
        same=outcome is Outcome.SAME,
        compared=compared,
    )


def keep_readings(
    *, actor: User, patient: Patient, shown: Iterable[Preview], digest: str
) -> ImportBatch:
    """Those that are new or were ticked, in one transaction. ``digest``: of the page that was
    sent, so that it is kept once. Raises PermissionDenied."""
    chosen = [p.compared for p in shown if p.compared and p.is_new and p.is_ready]
    return keep(
        actor=actor,
        centre=patient.centre,
        patient=patient,
        source=ImportSource.TEMPERATURES,
        digest=digest,
        incoming=[compared.incoming for compared in chosen],
        choices={
            compared.incoming.place: TICKED_AS[compared.outcome]
            for compared in chosen
            if compared.outcome in TICKED_AS
        },
    )
