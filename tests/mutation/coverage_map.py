"""Which tests run which line of which module, and how long each takes. Recorded once."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from .mutants import CLINICAL, ROOT
from .session import arguments, steady_hypothesis

TESTS = ROOT / "tests" / "clinical"
KEPT = ROOT / ".mutation"


@dataclass(frozen=True, slots=True)
class Map:
    """``seconds`` of each test; ``lines``: file → line → the tests that run it. ``failing``: the
    tests that fail on the code as it is; they can notice nothing and are in neither."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]
    failing: list[str]
    modules: dict[str, set[str]] = field(default_factory=dict)

    def running(self, file: str, lines: Iterator[int] | range) -> set[str]:
        known = self.lines.get(file, {})
        return {test for line in lines for test in known.get(line, ())}

    def of_module(self, file: str) -> set[str]:
        if file not in self.modules:
            self.modules[file] = self.running(file, iter(self.lines.get(file, {})))
        return self.modules[file]


def fingerprint(paths: list[Path]) -> str:
    """Changes when one of the files does."""
    parts = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def tests_fingerprint() -> str:
    return fingerprint([path for path in TESTS.rglob("*") if path.suffix in {".py", ".jsonl"}])


def recorded(jobs: int) -> Map:
    """The map of the code and the tests as they are; recorded anew when either has changed."""
    mark = f"{fingerprint(list(CLINICAL.glob('*.py')))} {tests_fingerprint()}"
    kept = KEPT / "coverage.json"
    if not kept.exists() or json.loads(kept.read_text())["mark"] != mark:
        print("Recording which test runs which line …", flush=True)
        KEPT.mkdir(exist_ok=True)
        kept.write_text(json.dumps({"mark": mark, **_together(_parts(jobs))}))
    return _read(json.loads(kept.read_text()))


def _read(found: dict[str, Any]) -> Map:
    """Each name once in memory: every trial begins with a copy of this process."""
    names = list(found["seconds"])
    lines = {
        file: {int(line): [names[place] for place in places] for line, places in known.items()}
        for file, known in found["lines"].items()
    }
    gc.collect()
    gc.freeze()
    return Map(found["seconds"], lines, found["failing"])


def _parts(jobs: int) -> list[dict[str, Any]]:
    """Each recorded in a process of its own: this one must not import what will be changed."""
    files = sorted(str(path) for path in TESTS.rglob("test_*.py"))
    started = []
    for number in range(jobs):
        answer = KEPT / f"coverage.{number}.json"
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                answer.write_text(json.dumps(_record(files[number::jobs])))
            finally:
                os._exit(0)
        started.append((child, answer))
    for child, _ in started:
        os.waitpid(child, 0)
    return [json.loads(answer.read_text()) for _, answer in started]


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    seconds = {test: taken for part in parts for test, taken in part["seconds"].items()}
    place = {test: number for number, test in enumerate(seconds)}
    lines: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for file, known in part["lines"].items():
            for line, tests in known.items():
                lines[file][line] += [place[test] for test in tests]
    failing = sorted(test for part in parts for test in part["failing"])
    return {"seconds": seconds, "lines": lines, "failing": failing}


class _Recorder:
    """Tells coverage which test is running, takes the time, and keeps who fails."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = {}
        self.failing: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        begun = time.perf_counter()
        result = yield
        self.seconds[item.nodeid] = round(time.perf_counter() - begun, 4)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failing.add(report.nodeid)


def _record(files: list[str]) -> dict[str, Any]:
    steady_hypothesis()
    measured = coverage.Coverage(data_file=None, config_file=False, source=[str(CLINICAL)])
    recorder = _Recorder(measured)
    measured.start()
    pytest.main([*arguments(), "--tb=no", "--maxfail=1000", *files], plugins=[recorder])
    measured.stop()
    return {
        "seconds": {t: s for t, s in recorder.seconds.items() if t not in recorder.failing},
        "lines": _lines(measured.get_data(), recorder.failing),
        "failing": sorted(recorder.failing),
    }


def _lines(data: coverage.CoverageData, failing: set[str]) -> dict[str, dict[int, list[str]]]:
    found: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for path in data.measured_files():
        file = str(Path(path).relative_to(ROOT))
        for line, contexts in data.contexts_by_lineno(path).items():
            found[file][line] = [c for c in contexts if c and c not in failing]
    return found
