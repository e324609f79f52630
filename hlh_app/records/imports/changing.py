"""What a document changes or adds beside what stands: one row at a time, as one-row entry does."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.deciding import Step, decide, step_of
from hlh_app.records.imports.facts import ReadyFact, decide_fact, fact_columns, ready_fact
from hlh_app.records.imports.intervals import Interval, Intervals
from hlh_app.records.imports.judging import (
    CONFIRMED,
    IN_A_DOCUMENT,
    Ready,
    columns_of,
    said_together,
)
from hlh_app.records.imports.people import Person
from hlh_app.records.imports.standing import key_of, standing
from hlh_app.records.imports.writing import Writer
from hlh_app.records.models import ImportBatch, ImportedChange, Observation
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import saving
from hlh_app.records.services.drafts import Desk as Drafts

LEFT = Step("differs", left=True)
# What a document leaves out says nothing about what stands.
_ALWAYS_SAID = {"analyte", "unit", "value", "comparator", "status", "measured"}
_CLEARED = ("expected_on", "missing_reason")
Done = tuple[Step, str]


class Changer:
    """Of one batch, inside its transaction."""

    def __init__(
        self,
        writer: Writer,
        intervals: Intervals,
        reason: str,
        choices: Mapping[str, str],
        seen: Mapping[str, int],
    ) -> None:
        self.writer, self.intervals, self.reason = writer, intervals, reason
        self.choices, self.seen = choices, seen
        self._changes: dict[tuple[str, int], tuple[int, dict[str, Any]]] = {}

    def result(self, ready: Ready) -> Done:
        """A result, compared once more with what stands now."""
        decision = decide(ready, standing([ready])[key_of(ready)])
        step = step_of(decision, ready.entry.act, self.choices.get(ready.entry.place))
        if step.writes == "insert":
            self._insert(ready)
        elif step.writes and decision.row is not None:
            row = Observation.objects.select_for_update(of=("self",)).get(pk=decision.row.pk)
            if self._overtaken(ready.entry, row):
                return LEFT, _overtaken_in_words()
            if step.writes == "withdraw":
                self._withdraw(row)
            elif refused := self._change(ready, row):
                return Step("refused", left=True), refused
        return step, decision.reason

    def _insert(self, ready: Ready) -> None:
        beside = self.intervals.beside(ready)
        self.writer.row(ready, beside).save(force_insert=True)
        self.intervals.learn(ready, beside)

    def _change(self, ready: Ready, row: Observation) -> str:
        """The stored result with the document's value; why not, "" when it was done."""
        person: Person = ready.person  # type: ignore[assignment]
        row.patient = person.patient
        said = columns_of(ready.entry)
        values = {n: v for n, v in said.items() if n in _ALWAYS_SAID or v not in ("", None)}
        values |= {name: said[name] for name in _CLEARED}
        if ready.entry.row.measured_at.is_date and not row.measured.is_date:  # type: ignore[union-attr]
            del values["measured"]  # a day alone says less than the time that stands
        if row.unit != ready.number.unit:
            values |= {"low": said["low"], "high": said["high"]}
        drafts = Drafts(person.patient, self.intervals, self.reason)  # type: ignore[arg-type]
        draft = drafts.change(row, values, CONFIRMED if ready.unusual else IN_A_DOCUMENT)
        if draft.errors:
            return said_together(draft.errors)
        self._keep(row, draft.before or {})
        self.intervals.learn(ready, Interval(row.low, row.high, row.interval_source))
        return ""

    def _withdraw(self, row: ClinicalRow) -> None:
        before = saving.state(row)
        row.entered_in_error, row.error_reason = True, self.reason
        self._keep(row, before)

    def fact(self, entry: Incoming, person: Person) -> Done:
        """A finding, a treatment or an event."""
        ready = ready_fact(entry, person)
        decision, met = decide_fact(ready)
        step = step_of(decision, entry.act, self.choices.get(entry.place))
        if step.writes == "insert":
            ready.row.batch = self.writer.batch  # type: ignore[attr-defined]
            saving.insert(ready.row, person.patient, self.writer.recorded_by)
        elif step.writes and met is not None:
            if self._overtaken(entry, met):
                return LEFT, _overtaken_in_words()
            if step.writes == "withdraw":
                self._withdraw(met)
            elif refused := self._change_fact(ready, met):
                return Step("refused", left=True), refused
        return step, decision.reason

    def _change_fact(self, ready: ReadyFact, row: ClinicalRow) -> str:
        said = fact_columns(ready.entry)
        values = {name: value for name, value in said.items() if value not in ("", None)}
        if "expected_on" in said:
            values["expected_on"] = said["expected_on"]
        if "reason" in values:
            values["treatment_reason"] = values.pop("reason")
        row.patient = ready.person.patient  # type: ignore[attr-defined]
        drafts = Drafts(ready.person.patient, self.intervals, self.reason)  # type: ignore[arg-type]
        draft = drafts.change(row, values)
        if draft.errors:
            return said_together(draft.errors)
        self._keep(row, draft.before or {})
        return ""

    def _overtaken(self, entry: Incoming, row: ClinicalRow) -> bool:
        """Whether somebody changed the row since a correction of it was chosen."""
        return self.seen.get(entry.place, row.version) != row.version

    def _keep(self, row: ClinicalRow, before: dict[str, Any]) -> None:
        """Write the change, and what stood before it began."""
        after = saving.state(row)
        if not saving.update(row, before):
            return
        brought = getattr(row, "batch_id", None) == self.writer.batch.pk
        key = (str(row._meta.model_name), row.pk)
        _version, first = self._changes.get(key, (0, {}))
        was = {n: _plain(v) for n, v in before.items() if v != after[n]}
        self._changes[key] = (row.version, {} if brought else was | first)

    def write(self, batch: ImportBatch) -> None:
        """What the changed rows were, so that the import can be undone."""
        ImportedChange.objects.bulk_create(
            [
                ImportedChange(batch=batch, table=table, row_id=pk, version=version, before=before)
                for (table, pk), (version, before) in self._changes.items()
            ],
            batch_size=500,
        )


def _overtaken_in_words() -> str:
    return _("Somebody changed this entry after it was looked at. Compare it again.")


def _plain(value: Any) -> Any:
    """As a JSON column holds it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else value
