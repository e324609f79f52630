"""Which tests run which line of which module, and how long each takes. Recorded once."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

from .mutants import CLINICAL, ROOT
from .session import arguments, steady_hypothesis

TESTS = ROOT / "tests" / "clinical"
KEPT = ROOT / ".mutation"


@dataclass(frozen=True, slots=True)
class Map:
    """``seconds`` of each test; ``lines``: file → line → the tests that run it."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]

    def running(self, file: str, lines: Iterator[int] | range) -> set[str]:
        known = self.lines.get(file, {})
        return {test for line in lines for test in known.get(line, ())}

    def of_module(self, file: str) -> set[str]:
        return self.running(file, iter(self.lines.get(file, {})))


def fingerprint(paths: list[Path]) -> str:
    """Changes when one of the files does."""
    parts = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def tests_fingerprint() -> str:
    return fingerprint([path for path in TESTS.rglob("*") if path.suffix in {".py", ".jsonl"}])


def recorded() -> Map:
    """The map of the code and the tests as they are; recorded anew when either has changed.

    SystemExit when a test fails on the code as it is: nothing can be said then.
    """
    mark = f"{fingerprint(list(CLINICAL.glob('*.py')))} {tests_fingerprint()}"
    kept = KEPT / "coverage.json"
    if kept.exists() and (found := json.loads(kept.read_text()))["mark"] == mark:
        lines = {
            file: {int(line): tests for line, tests in known.items()}
            for file, known in found["lines"].items()
        }
        return Map(found["seconds"], lines)
    print("Recording which test runs which line …", flush=True)
    KEPT.mkdir(exist_ok=True)
    _in_a_process_of_its_own(kept, mark)
    return recorded()


def _in_a_process_of_its_own(kept: Path, mark: str) -> None:
    """This process must not import what is going to be changed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _record(kept, mark)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("The tests fail on the code as it is; see above.")


class _Recorder:
    """Tells coverage which test is running, and takes the time."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        begun = time.perf_counter()
        result = yield
        self.seconds[item.nodeid] = round(time.perf_counter() - begun, 4)
        return result


def _record(kept: Path, mark: str) -> int:
    steady_hypothesis()
    measured = coverage.Coverage(data_file=None, config_file=False, source=[str(CLINICAL)])
    recorder = _Recorder(measured)
    measured.start()
    code = pytest.main([*arguments(), str(TESTS)], plugins=[recorder])
    measured.stop()
    lines = _lines(measured.get_data())
    kept.write_text(json.dumps({"mark": mark, "seconds": recorder.seconds, "lines": lines}))
    return int(code)


def _lines(data: coverage.CoverageData) -> dict[str, dict[int, list[str]]]:
    found: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for path in data.measured_files():
        file = str(Path(path).relative_to(ROOT))
        for line, contexts in data.contexts_by_lineno(path).items():
            found[file][line] = [context for context in contexts if context]
    return found
