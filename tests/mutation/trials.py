"""Many changes tried, a few at a time, and the outcomes kept so that a run can be taken up."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from .coverage_map import KEPT, Map, tests_fingerprint
from .mutants import ROOT, Mutant, mark
from .trial import KILLED, TIMED_OUT, tests_for, try_in_child

Key = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``by``: the test that noticed."""

    mutant: Mutant
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class _Running:
    mutant: Mutant
    process: int
    answer: int
    until: float


@cache
def _mark(file: str) -> str:
    return mark(ROOT / file)


class Results:
    """What is known from earlier runs. A change noticed once is noticed while its module is the
    same; one that was not is tried again when a test has changed."""

    def __init__(self) -> None:
        self.path = KEPT / "results.jsonl"
        self.tests = tests_fingerprint()
        self.kept: dict[Key, dict[str, str]] = {}
        if self.path.exists():
            for line in self.path.read_text().splitlines():
                entry = json.loads(line)
                file, function, operator, text, occurrence = entry["key"]
                self.kept[file, function, operator, text, occurrence] = entry

    def known(self, mutant: Mutant) -> Outcome | None:
        entry = self.kept.get(mutant.key)
        if entry is None or entry["module"] != _mark(mutant.file):
            return None
        noticed = entry["outcome"] in {KILLED, TIMED_OUT, "no program"}
        if not noticed and entry["tests"] != self.tests:
            return None
        return Outcome(mutant, entry["outcome"], entry["by"])

    def keep(self, found: Outcome) -> None:
        entry = {
            "key": found.mutant.key,
            "module": _mark(found.mutant.file),
            "tests": self.tests,
            "outcome": found.outcome,
            "by": found.by,
        }
        with self.path.open("a") as lines:
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def tried(mutants: Iterable[Mutant], known: Map, jobs: int) -> Iterator[Outcome]:
    """The outcome of each, in the order in which they end."""
    results = Results()
    waiting = iter(mutants)
    running: list[_Running] = []
    exhausted = False
    while running or not exhausted:
        while len(running) < jobs and not exhausted:
            mutant = next(waiting, None)
            if mutant is None:
                exhausted = True
            elif found := results.known(mutant):
                yield found
            else:
                running.append(_start(mutant, known))
        ended, running = _wait(running)
        for found in ended:
            results.keep(found)
            yield found


def _start(mutant: Mutant, known: Map) -> _Running:
    rounds = tests_for(mutant, known)
    every = {*known.seconds, *known.failing}
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        os.setsid()
        os.close(ours)
        try_in_child(mutant, rounds, every, theirs)
    os.close(theirs)
    expected = sum(known.seconds[test] for tests in rounds for test in tests)
    return _Running(mutant, process, ours, time.monotonic() + 20 + 4 * expected)


def _wait(running: list[_Running]) -> tuple[list[Outcome], list[_Running]]:
    """Those that have ended, and those that have not."""
    ready, _, _ = select.select([one.answer for one in running], [], [], 0.5)
    ended, still = [], []
    for one in running:
        if one.answer in ready:
            ended.append(Outcome(one.mutant, *_answer(one)))
        elif time.monotonic() > one.until:
            ended.append(Outcome(one.mutant, TIMED_OUT, ""))
        else:
            still.append(one)
            continue
        _end(one)
    return ended, still


def _answer(one: _Running) -> tuple[str, str]:
    """A process that ended without a word was ended by the change."""
    text = os.read(one.answer, 65536)
    if not text:
        return KILLED, "the process ended"
    outcome, by = json.loads(text)
    return outcome, by


def _end(one: _Running) -> None:
    """The process that was started for this change, and what it may have started itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(one.process, signal.SIGKILL)
    os.waitpid(one.process, 0)
    os.close(one.answer)
