"""Where one document is kept: judged entry by entry, compared and written some thousands at once.

On PostgreSQL one chunk is compared and written by a second thread while the next one is read and
judged here; the two never use the connection at the same time. What changes a stored row, and
everything but results, is done here, one by one, after the chunk in which it stood.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Observation as Fact
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.changing import Changer
from hlh_app.records.imports.deciding import Step, decide, step_of
from hlh_app.records.imports.intervals import Intervals
from hlh_app.records.imports.judging import Judge, Ready
from hlh_app.records.imports.leaving import Leaver
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.imports.people import People
from hlh_app.records.imports.standing import Key, key_of, new_row, standing
from hlh_app.records.imports.writing import Row, Writer
from hlh_app.records.models import ImportBatch

CHUNK = 4_000
Task = tuple[Ready, Key, str]


class Compared(NamedTuple):
    """What one chunk came to: entries that are left, those to be done one by one, and the rest."""

    counts: Counter[str]
    left: list[tuple[Ready, str]]
    singly: list[Ready]


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
        self._under_way: Future[Compared] | None = None
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
        self._settle(self._compare(self._handed_over()))
        self.intervals.write()
        self.changer.write(self.batch)
        self.leaver.write()
        self.batch.counts = {"read": read, **dict(sorted(self.counts.items()))}
        self.batch.save(update_fields=["counts"])

    def _hand_over(self) -> None:
        """Give the chunk away: to the second thread where the database is a server."""
        chunk = self._handed_over()
        if not self.writer.copies:
            self._settle(self._compare(chunk))
            return
        if self._second is None:
            self._second = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._under_way = self._second.submit(self._compare, chunk)

    def _handed_over(self) -> list[Task]:
        """The chunk that was read, once what was under way before is done."""
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            self._settle(under_way.result())
        self._settle_facts()
        self.leaver.write()
        chunk, self._chunk = self._chunk, []
        return chunk

    def _compare(self, chunk: list[Task]) -> Compared:
        """Decide about each result and write the new ones. Uses the cursor and nothing of the
        database besides: it may run in the second thread."""
        found = standing([key for _ready, key, _head in chunk], self._cursor)
        done = Compared(Counter(), [], [])
        rows: list[Row] = []
        busy: set[Key] = set()
        for ready, key, head in chunk:
            if key in busy:
                done.singly.append(ready)
                continue
            decision = decide(ready, found[key])
            step = step_of(decision, ready.entry.act, self.choices.get(ready.entry.place))
            if step.writes == "insert":
                found[key].append(new_row(ready))
                beside = self.intervals.beside(ready)
                self.intervals.learn(ready, beside)
                rows.append((head, ready, beside))
            elif step.writes:
                busy.add(key)
                done.singly.append(ready)
                continue
            elif step.left:
                done.left.append((ready, decision.reason))
            done.counts[step.name] += 1
        self.writer.write(rows, self._cursor)
        return done

    def _settle(self, done: Compared) -> None:
        self.counts += done.counts
        for ready, reason in done.left:
            self.leaver.leave(ready.entry, ready.person, reason)
        for ready in done.singly:
            self._note(*self.changer.result(ready), ready)

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
