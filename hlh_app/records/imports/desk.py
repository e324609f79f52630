"""Where one document is kept: judged entry by entry, compared and written some thousands at once.

On PostgreSQL a second thread hands the new rows of one chunk to the server while the next chunk is
read, judged and compared here; the two never use the connection at the same time. What changes a
stored row, and everything but results, is done one by one, after the chunk in which it stood.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Observation as Fact
from hlh_app.exchange.incoming import Act, Incoming
from hlh_app.records.imports.changing import Changer
from hlh_app.records.imports.deciding import NEW, PLAINLY_NEW, Step, decide, step_of
from hlh_app.records.imports.intervals import Intervals
from hlh_app.records.imports.judging import Judge, Ready
from hlh_app.records.imports.leaving import Leaver
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.imports.people import People
from hlh_app.records.imports.standing import (
    Key,
    Stored,
    ask,
    key_of,
    learn_latest,
    new_row,
    to_be_asked,
)
from hlh_app.records.imports.writing import Row, Writer
from hlh_app.records.models import ImportBatch

CHUNK = 4_000
Task = tuple[Ready, Key, str]


class Desk:
    """Of one batch, inside the transaction that made it."""

    def __init__(
        self,
        batch: ImportBatch,
        people: People,
        by: User | None,
        reason: str,
        choices: Mapping[str, str],
        seen: Mapping[str, int],
    ) -> None:
        self.batch, self.people, self.choices = batch, people, choices
        self.judge = Judge(people.centre)
        self.writer = Writer(batch, by, self.judge.now)
        self.intervals = Intervals(people.centre)
        self.changer = Changer(self.writer, self.intervals, reason, choices, seen)
        self.leaver = Leaver(batch)
        self.counts: Counter[str] = Counter()
        self._chunk: list[Task] = []
        self._facts: list[Any] = []
        self._singly: list[Ready] = []
        self._under_way: Future[None] | None = None
        self._second: ThreadPoolExecutor | None = None
        self._cursor: Any = None

    @property
    def wrote(self) -> bool:
        """Whether a clinical row was written."""
        return any(self.counts[name] for name in WRITTEN)

    @contextmanager
    def open(self) -> Iterator[None]:
        """With the cursor, and the thread where there will be one; both are gone afterwards,
        whatever happened in between."""
        with connection.cursor() as self._cursor:
            learn_latest(self.people.known.values(), self._cursor)
            try:
                yield
            finally:
                if self._second is not None:
                    self._second.shutdown(wait=True, cancel_futures=True)

    def take(self, entry: Incoming | Left) -> None:
        """The next entry of the document."""
        if isinstance(entry, Left):
            self.counts["unread"] += 1
            person = self.people(entry.patient)
            self.leaver.leave_found(entry, person)
            return
        person = self.people(entry.patient)
        if person is None:
            self.counts["refused"] += 1
            self.leaver.leave(entry, None, self.people.stranger(entry.patient))
        elif not isinstance(entry.row, Fact):
            self._facts.append((entry, person))
        else:
            ready = self.judge.result(entry, person)
            if ready.refused:
                self.counts["refused"] += 1
                self.leaver.leave(entry, person, ready.refused)
            else:
                self._chunk.append((ready, key_of(ready), self.writer.head(ready)))
        if len(self._chunk) + len(self._facts) >= CHUNK:
            self._hand_over()

    def finish(self, read: int) -> None:
        """What is still to be written, and what the batch came to."""
        self._hand_over()
        self._join()
        self.intervals.write()
        self.changer.write(self.batch)
        self.leaver.write()
        self.batch.counts = {"read": read, **dict(sorted(self.counts.items()))}
        self.batch.save(update_fields=["counts"])

    def _hand_over(self) -> None:
        """Compare the chunk and have its new rows written."""
        chunk, self._chunk = self._chunk, []
        asked = to_be_asked([task[:2] for task in chunk])
        found: dict[Key, list[Stored]] = {key: [] for _ready, key, _head in chunk}
        if asked:
            self._join()
            ask(self._cursor, asked, found)
        rows, singly = self._compare(chunk, found)
        self._join()
        self._singly = singly
        self._write(rows)

    def _join(self) -> None:
        """Wait for what is being written; then the connection is free for what was put off."""
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            under_way.result()
        singly, self._singly = self._singly, []
        for ready in singly:
            self._note(*self.changer.result(ready), ready)
        self._settle_facts()
        self.leaver.write()

    def _write(self, rows: list[Row]) -> None:
        """By the second thread where the database is a server and there is more to come."""
        if not self.writer.copies or len(rows) < CHUNK // 2:
            self.writer.write(rows, self._cursor)
            return
        if self._second is None:
            self._second = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._under_way = self._second.submit(self.writer.write, rows, self._cursor)

    def _compare(
        self, chunk: list[Task], found: dict[Key, list[Stored]]
    ) -> tuple[list[Row], list[Ready]]:
        """Decide about each result: the rows to write, and those to be done one by one."""
        rows: list[Row] = []
        singly: list[Ready] = []
        busy: set[Key] = set()
        for ready, key, head in chunk:
            if key in busy:
                singly.append(ready)
                continue
            stored = found[key]
            if stored or ready.number.unusual or self.choices or ready.entry.act is not Act.ADD:
                decision = decide(ready, stored)
                step = step_of(decision, ready.entry.act, self.choices.get(ready.entry.place))
            else:  # as most are: quicker, and the same
                decision, step = NEW, PLAINLY_NEW
            if step.writes == "insert":
                stored.append(new_row(ready))
                beside = self.intervals.beside(ready)
                self.intervals.learn(ready, beside)
                rows.append((head, ready, beside))
            elif step.writes:
                busy.add(key)
                singly.append(ready)
                continue
            elif step.left:
                self.leaver.leave(ready.entry, ready.person, decision.reason)
            self.counts[step.name] += 1
        return rows, singly

    def _settle_facts(self) -> None:
        facts, self._facts = self._facts, []
        for entry, person in facts:
            step, reason = self.changer.fact(entry, person)
            self._note(step, reason, entry, person)

    def _note(self, step: Step, reason: str, ready: Any, person: Any = None) -> None:
        self.counts[step.name] += 1
        if step.left:
            entry = ready.entry if isinstance(ready, Ready) else ready
            self.leaver.leave(entry, person or ready.person, reason)


WRITTEN = ("new", "answers", "corrected", "added", "withdrawn")
