"""`--benchmarks` collects the files bench_*.py, which a plain run of the suite leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--benchmarks", action="store_true", help="run the benchmarks as well")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    wanted = parent.config.getoption("--benchmarks", default=False)
    named = file_path in map(Path, parent.config.args)  # pytest collects what is named by itself
    if wanted and not named and file_path.name.startswith("bench_") and file_path.suffix == ".py":
        return pytest.Module.from_parent(parent, path=file_path)
    return None
