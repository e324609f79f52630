"""Which tests run which line of which module, and how long each takes. Recorded once."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
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
    """The map of the code and the tests as they are. When a file of tests has changed, it alone
    is recorded anew; when a module or what the tests build on has, all of them are."""
    ground = [*CLINICAL.glob("*.py"), *TESTS.rglob("*.jsonl")]
    ground += [path for path in TESTS.rglob("*.py") if not path.name.startswith("test_")]
    mark, marks = fingerprint(ground), {_name(path): fingerprint([path]) for path in _files()}
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / "coverage.json"
    found = json.loads(kept.read_text()) if kept.exists() else {}
    if found.get("mark") != mark:
        found = {"mark": mark, "files": {}}
    changed = [file for file in marks if found["files"].get(file, {}).get("mark") != marks[file]]
    if changed:
        print(f"Recording which of {len(changed)} files of tests run which line …", flush=True)
        for file, part in _parts(changed, jobs).items():
            found["files"][file] = {"mark": marks[file], **part}
    found["files"] = {file: found["files"][file] for file in marks}
    kept.write_text(json.dumps(found))
    return _map(found["files"].values())


def _files() -> list[Path]:
    return sorted(TESTS.rglob("test_*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _map(parts: Iterable[dict[str, Any]]) -> Map:
    """All files together; each name once in memory, of which every trial gets a copy."""
    whole = Map({}, defaultdict(lambda: defaultdict(list)), [])
    for part in parts:
        whole.seconds.update(part["seconds"])
        whole.failing.extend(part["failing"])
        tests = list(part["seconds"])
        for file, lines in part["lines"].items():
            for line, places in lines.items():
                whole.lines[file][int(line)] += [tests[place] for place in places]
    gc.collect()
    gc.freeze()
    return whole


def _parts(files: list[str], jobs: int) -> dict[str, dict[str, Any]]:
    """Each recorded in a process of its own: this one must not import what will be changed."""
    started = []
    for number in range(min(jobs, len(files))):
        answer = KEPT / f"coverage.{number}.json"
        child = os.fork()
        if child == 0:
            try:
                answer.write_text(json.dumps(_record(files[number::jobs])))
            finally:
                os._exit(0)
        started.append((child, answer))
    for child, _ in started:
        os.waitpid(child, 0)
    parts = [json.loads(answer.read_text()) for _, answer in started]
    for _, answer in started:
        answer.unlink()
    return {file: found for part in parts for file, found in part.items()}


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

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failing.add(report.nodeid)


def _record(files: list[str]) -> dict[str, dict[str, Any]]:
    """By file of tests; the tests of a line by their place among the file's."""
    steady_hypothesis()
    measured = coverage.Coverage(data_file=None, config_file=False, source=[str(CLINICAL)])
    recorder = _Recorder(measured)
    measured.start()
    paths = [str(ROOT / file) for file in files]
    more = ("--maxfail=1000", "--continue-on-collection-errors")
    pytest.main([*arguments(), *more, *paths], plugins=[recorder])
    measured.stop()
    found: dict[str, dict[str, Any]] = {
        file: {"seconds": {}, "failing": [], "lines": defaultdict(dict)} for file in files
    }
    for test in sorted(recorder.failing):
        found[test.split("::")[0]]["failing"].append(test)
    place = {}
    for test, seconds in recorder.seconds.items():
        if test not in recorder.failing:
            tests = found[test.split("::")[0]]["seconds"]
            place[test] = len(tests)
            tests[test] = seconds
    _keep_lines(measured.get_data(), place, found)
    return found


def _keep_lines(
    data: coverage.CoverageData, place: dict[str, int], found: dict[str, dict[str, Any]]
) -> None:
    for path in data.measured_files():
        file = _name(Path(path))
        for line, contexts in data.contexts_by_lineno(path).items():
            for test in contexts:
                if test in place:
                    lines = found[test.split("::")[0]]["lines"][file]
                    lines.setdefault(line, []).append(place[test])
