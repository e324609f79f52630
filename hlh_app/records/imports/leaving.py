"""Entries that are not kept, put by with the reason until somebody corrects or drops them."""

from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.opening import found_of
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.imports.people import Person
from hlh_app.records.models import ImportBatch, LeftOver
from hlh_app.records.models.choices import ImportSource

AT_A_TIME = 500
FILES = (ImportSource.TABLE, ImportSource.FHIR)


class Leaver:
    """Of one batch. Of a paste nothing is put by: its sender has it in view."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.keeps = batch.source in FILES
        self._rows: list[LeftOver] = []

    def leave(self, entry: Incoming, person: Person | None, reason: str) -> None:
        """An entry that was read and is not kept."""
        if self.keeps:
            self.leave_found(Left(entry.place, found_of(entry), reason, entry.patient), person)

    def leave_found(self, left: Left, person: Person | None) -> None:
        """One that could not be read."""
        if not self.keeps:
            return
        clean = {heading: text.replace("\0", "") for heading, text in left.found.items()}
        patient = person.patient if person else None
        self._rows.append(
            LeftOver(
                batch=self.batch,
                patient=patient,
                place=left.place[:80],
                found=clean,
                reason=left.reason.replace("\0", ""),
            )
        )

    def write(self) -> None:
        """Write what was put by."""
        rows, self._rows = self._rows, []
        LeftOver.objects.bulk_create(rows, batch_size=AT_A_TIME)
