"""How pytest is run here: the tests of the rules alone, the same way each time."""

from __future__ import annotations

import os

import hypothesis
import pytest

from .mutants import ROOT


def steady_hypothesis() -> None:
    """The same examples each time, and no search for a simpler one."""
    hypothesis.settings.register_profile(
        "steady",
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("steady")


def arguments() -> list[str]:
    """With no plugin but that of hypothesis: what is tested does not know Django, and starting
    the others costs more than most tests."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return [
        "-p_hypothesis_pytestplugin",
        "-pno:cacheprovider",
        "-pno:faulthandler",
        f"--confcutdir={ROOT / 'tests' / 'clinical'}",
        f"--rootdir={ROOT}",
        f"-c{ROOT / 'tests' / 'mutation' / 'session.ini'}",
        "-qx",
        "--assert=plain",
        "--tb=short",
        "--no-header",
        "--no-summary",
        "-Wignore",
    ]


class Chosen:
    """Keeps the chosen tests, in their order, and those that were not there at the recording."""

    def __init__(self, tests: list[str], known: set[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}
        self.known = known
        self.failed: str | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [
            item for item in items if item.nodeid in self.order or item.nodeid not in self.known
        ]
        items[:] = sorted(kept, key=lambda item: self.order.get(item.nodeid, len(self.order)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = report.nodeid
