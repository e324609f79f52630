"""One change tried: in a process of its own, on the tests that run the changed line."""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import json
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from .coverage_map import Map
from .mutants import ROOT, Mutant
from .session import Chosen, arguments, steady_hypothesis

MEMORY = 4 * 2**30
# Seconds of tests, as recorded, tried on one change; a change that outlives them is a survivor.
BUDGET = float(os.environ.get("SECONDS_EACH", "30"))
SLOW = 0.5
FILES = 4
KILLED, SURVIVED, TIMED_OUT, NO_PROGRAM = "killed", "survived", "timed out", "no program"


def tests_for(mutant: Mutant, known: Map) -> list[list[str]]:
    """What is tried one after the other, the quickest first, within BUDGET: the module's own
    tests, the files with the most tests of the line one by one, all that run the line (every test
    where importing alone runs it), all that run the module (an answer that is remembered hides
    who asks for it)."""
    of_module = known.of_module(mutant.file)
    running = known.running(mutant.file, range(mutant.lines[0], mutant.lines[1] + 1))
    everywhere = mutant.at_import or not running
    if everywhere:
        running = of_module
    left = set(known.seconds) if everywhere else running | of_module
    own = _own(mutant, set(known.seconds))
    left |= own
    rounds: list[list[str]] = []
    for chosen in (own, *_by_file(running - own)[:FILES]):
        quick = {test for test in chosen & left if known.seconds[test] < SLOW}
        rounds.append(_quickest(quick & running, known) + _quickest(quick - running, known))
        left -= quick
    if everywhere:
        rounds.append(_quickest(left, known))
    else:
        rounds += [_quickest(left & running, known), _quickest(left - running, known)]
    return _within_budget(rounds, known)


def _own(mutant: Mutant, tests: set[str]) -> set[str]:
    """Of a file named like the module, or like the beginning of its name."""
    module = Path(mutant.file).stem
    own = {
        file
        for file in {test.split("::")[0] for test in tests}
        if f"{module}_".startswith(f"{(name := Path(file).stem.removeprefix('test_'))}_")
        or name.startswith(f"{module}_")
    }
    return {test for test in tests if test.split("::")[0] in own}


def _by_file(tests: set[str]) -> list[set[str]]:
    """The tests of each file together, those with the most first."""
    files: dict[str, set[str]] = defaultdict(set)
    for test in tests:
        files[test.split("::")[0]].add(test)
    return sorted(files.values(), key=lambda found: (-len(found), min(found)))


def _quickest(tests: set[str], known: Map) -> list[str]:
    return sorted(tests, key=lambda test: (known.seconds[test], test))


def _within_budget(rounds: list[list[str]], known: Map) -> list[list[str]]:
    left = BUDGET
    kept: list[list[str]] = []
    for tests in rounds:
        kept.append([])
        for test in tests:
            left -= known.seconds[test]
            if left >= 0:
                kept[-1].append(test)
    return kept


class _Changed(SourceFileLoader):
    """Loads a module from the changed text, under the path of the file."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Finder:
    """Stands before the ordinary search for one module."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = _Changed(name, str(self.path), self.code)
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


def try_in_child(mutant: Mutant, rounds: list[list[str]], known: set[str], answer: int) -> None:
    """In a forked process: writes outcome and test to ``answer`` and ends the process.

    ``rounds`` as of :func:`tests_for`; ``known``: every test that was there at the recording."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    outcome, by = "trouble", ""
    with contextlib.suppress(BaseException):
        outcome, by = _outcome(mutant, rounds, known)
    os.write(answer, json.dumps([outcome, by]).encode())
    os._exit(0)


def _outcome(mutant: Mutant, rounds: list[list[str]], known: set[str]) -> tuple[str, str]:
    path = ROOT / mutant.file
    try:
        code = compile(mutant.mutated(path.read_text()), str(path), "exec")
    except SyntaxError:
        return NO_PROGRAM, ""
    name = mutant.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    sys.meta_path.insert(0, _Finder(name, path, code))  # type: ignore[arg-type]
    steady_hypothesis()
    for tests in rounds:
        if tests and (by := _failing(tests, known)):
            return KILLED, by
    return SURVIVED, ""


def _failing(tests: list[str], known: set[str]) -> str | None:
    """The first of them that fails."""
    chosen = Chosen(tests, known)
    files = list(dict.fromkeys(str(ROOT / test.split("::")[0]) for test in tests))
    code = pytest.main([*arguments(), *files], plugins=[chosen])
    if code == pytest.ExitCode.OK:
        return None
    return chosen.failed or f"pytest ended with {int(code)}"
