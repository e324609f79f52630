"""Which tests there are, and which limits and hazards they are marked with.

Run as a program it collects the whole suite and prints that as JSON; nothing is run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
START = "collected:"


class Marks:
    """A plugin that keeps what was collected."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {"tests": [], "boundaries": [], "hazards": []}

    def pytest_collection_finish(self, session: Any) -> None:
        for item in session.items:
            name = item.nodeid.partition("[")[0]
            self.found["tests"].append(name)
            for mark in item.iter_markers("boundary"):
                self.found["boundaries"].append([*mark.args, name])
            for mark in item.iter_markers("hazard"):
                self.found["hazards"].append([*mark.args, name])


@cache
def collected() -> dict[str, Any]:
    """``tests``: names; ``boundaries``: (rule.id, side, test); ``hazards``: (id, test)."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.architecture.collection"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in result.stdout.splitlines() if line.startswith(START)]
    assert lines, result.stdout[-2000:] + result.stderr[-2000:]
    return json.loads(lines[0].removeprefix(START))


if __name__ == "__main__":
    import pytest

    marks = Marks()
    options = ["--collect-only", "-qq", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"]
    code = pytest.main(options, plugins=[marks])
    sys.stdout.write("\n" + START + json.dumps(marks.found) + "\n")
    sys.exit(code)
