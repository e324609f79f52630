"""A pasted block beside one patient's record: read and compared; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables import reading as tables
from hlh_app.exchange.tables.model import Cell, Reading, Status, Word
from hlh_app.exchange.tables.names import plain, read_name
from hlh_app.records.imports.comparing import compare
from hlh_app.records.imports.keeping import digest_of, keep
from hlh_app.records.imports.outcomes import Choice, Compared, Outcome
from hlh_app.records.imports.words import remember, remembered
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.web.forms.paste_means import Answers, means_of
from hlh_app.web.presenters.sentences import say

NEW, SAME, ANSWERS, DIFFERS, UNUSUAL, REFUSED = (str(outcome) for outcome in Outcome)
ASKED, IGNORED = "asked", "ignored"
CHOICES = {DIFFERS: (Choice.SKIP, Choice.CORRECT, Choice.ADD), UNUSUAL: (Choice.CONFIRM,)}


@dataclass(frozen=True)
class Judged:
    """A cell and what becomes of it. ``reason``: why it is not simply kept."""

    cell: Cell
    outcome: str
    reason: str = ""
    compared: Compared | None = None
    choice: str = ""

    @property
    def is_kept(self) -> bool:
        if self.outcome == DIFFERS:
            return self.choice in (Choice.CORRECT, Choice.ADD)
        return self.outcome in (NEW, ANSWERS) or self.choice == Choice.CONFIRM


@dataclass(frozen=True)
class Pasted:
    """``words``: what the centre remembers. ``cells``: every cell that is not blank."""

    text: str
    answers: Answers
    words: Mapping[str, Word]
    reading: Reading
    entries: list[Incoming]
    cells: list[Judged]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(judged.outcome for judged in self.cells)

    @property
    def choices(self) -> dict[str, str]:
        return {judged.cell.place: judged.choice for judged in self.cells if judged.choice}

    @property
    def to_keep(self) -> int:
        return sum(judged.is_kept for judged in self.cells)

    @property
    def digest(self) -> str:
        """Of the text, of what it was read as and of the record it was compared with: what is
        confirmed is what was shown."""
        stands = [
            (j.cell.place, j.outcome, c.stored_pk, c.stored_version, c.stored_text)
            for j in self.cells
            if (c := j.compared) is not None
        ]
        return digest_of(self.text, [(e.place, e.row) for e in self.entries], stands)

    def without_assay(self) -> list[str]:
        """Words of tests whose results are compared within one assay only, which nobody named."""
        return _without_assay(self.reading, self.answers)

    def confirmed_words(self) -> dict[str, Word]:
        """What somebody said that words mean here, beyond what everybody knows."""
        return dict(_confirmed(self.reading, self.answers, self.words))


def look(patient: Patient, text: str, answers: Answers) -> Pasted:
    """Raises TableError for a text that is no table."""
    zone = ZoneInfo(patient.centre.time_zone)
    words = remembered(patient.centre)
    today = timezone.now().astimezone(zone).date()
    reading = tables.read_text(text, means_of(answers, words, today))
    held = set(_without_assay(reading, answers))
    waiting = {cell.place for cell in reading.cells if plain(cell.word) in held}
    entries = [e for e in tables.incoming(reading, zone) if e.place not in waiting]
    found = {compared.incoming.place: compared for compared in compare(patient, entries)}
    cells = [
        _judged(cell, found.get(cell.place), cell.place in waiting, answers)
        for cell in reading.cells
    ]
    return Pasted(text, answers, words, reading, entries, cells)


def keep_pasted(*, actor: User, patient: Patient, pasted: Pasted, digest: str) -> ImportBatch:
    """What was chosen, in one transaction, and what its words mean for the next paste.

    ``digest``: of the page that was sent, so that it is kept once. Raises PermissionDenied."""
    kept = [judged for judged in pasted.cells if judged.is_kept and judged.compared]
    versions = {j.cell.place: j.compared.stored_version for j in kept if j.compared.stored_version}
    remember(patient.centre, pasted.confirmed_words(), actor=actor)
    return keep(
        actor=actor,
        centre=patient.centre,
        patient=patient,
        source=ImportSource.PASTE,
        digest=digest,
        incoming=[judged.compared.incoming for judged in kept],
        choices=pasted.choices,
        seen=versions,
    )


def _judged(cell: Cell, compared: Compared | None, waits: bool, answers: Answers) -> Judged:
    if compared is not None:
        outcome = str(compared.outcome)
        choice = answers.does.get(cell.place, "")
        choice = choice if choice in CHOICES.get(outcome, ()) else ""
        return Judged(cell, outcome, compared.reason, compared, choice)
    if waits and cell.status == Status.READ:
        return Judged(
            cell, ASKED, _("Name the laboratory and the assay, or say that they are not stated.")
        )
    outcome = {Status.ASK: ASKED, Status.REFUSED: REFUSED}.get(cell.status, IGNORED)
    return Judged(cell, outcome, say(cell.reason))


def _without_assay(reading: Reading, answers: Answers) -> list[str]:
    found: dict[str, bool] = {}
    for cell in reading.cells:
        bound = cell.analyte in ANALYTES and ANALYTES[cell.analyte].assay_bound
        if bound and not (cell.laboratory and cell.assay):
            found[plain(cell.word)] = True
    return [word for word in found if not answers.of_row(word, "not_stated")]


def _confirmed(
    reading: Reading, answers: Answers, words: Mapping[str, Word]
) -> Iterator[tuple[str, Word]]:
    meant = means_of(answers, words, timezone.now().date()).words
    for word, cell in {plain(cell.word): cell for cell in reading.cells}.items():
        said = meant.get(word, Word(cell.analyte or ""))
        unit = answers.asks.get(f"unit:{said.analyte}", "") or said.unit
        told = Word(said.analyte, unit, said.laboratory, said.assay)
        everybody = Word(read_name(cell.word).analyte or "")
        if word and told not in (everybody, words.get(word)):
            yield word, told
