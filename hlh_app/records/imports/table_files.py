"""A table file on disk, for ``manage.py import_labs``: streamed where it is long, or read whole."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables.long_files import Survey, is_long, rows_of, survey
from hlh_app.exchange.tables.long_rows import UnreadRow, read_long
from hlh_app.exchange.tables.model import Means
from hlh_app.records.imports.keeping import digest_of, keep
from hlh_app.records.imports.opening import Opened, open_table
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.observations import said


@dataclass(frozen=True)
class TableFile:
    """One CSV or XLSX file of a centre, and how what is ambiguous in it is meant."""

    path: Path
    centre: Centre
    means: Means

    @cached_property
    def is_long(self) -> bool:
        return is_long(self.path)

    @cached_property
    def _whole(self) -> Opened:
        return open_table(self.path.read_bytes(), self.means, self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.centre.time_zone)

    def entries(self) -> Iterator[Incoming | Left]:
        """What it says, row by row. Refused when it is no table that can be read."""
        if not self.is_long:
            yield from self._whole.entries
            yield from self._whole.left
            return
        rows, decimal = rows_of(self.path), self._survey.decimal
        for entry in read_long(rows, self._zone, self.means, decimal):
            yield _left(entry) if isinstance(entry, UnreadRow) else entry

    @cached_property
    def _survey(self) -> Survey:
        return survey(self.path)

    @property
    def codes(self) -> set[str]:
        """Its own words for the patients."""
        if self.is_long:
            return self._survey.codes
        return {entry.patient for entry in (*self._whole.entries, *self._whole.left)}

    @property
    def unread(self) -> dict[str, int]:
        """Words of a wide table that are no test here, and how often."""
        return {} if self.is_long else self._whole.unread

    def digest(self, *choices: object) -> str:
        with self.path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").digest()
        return digest_of(content, _told(self.means), *choices)


def keep_table(
    table: TableFile,
    *,
    actor: User | str,
    patient: Patient | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportBatch:
    """Keep the file, in a process that does nothing else: the collector of garbage need not look
    through the whole application again and again meanwhile."""
    gc.collect()
    gc.freeze()
    try:
        return keep(
            actor=actor,
            centre=table.centre,
            patient=patient,
            source=ImportSource.TABLE,
            name=table.path.name,
            digest=table.digest(),
            incoming=table.entries(),
            codes=table.codes,
            progress=progress,
        )
    finally:
        gc.unfreeze()


def _told(means: Means) -> list[Any]:
    words: Mapping[str, Any] = means.words
    return [sorted(words.items()), means.decimal, means.day_first, means.year]


def _left(row: UnreadRow) -> Left:
    return Left(row.place, row.found, said(row.reason), row.patient)
