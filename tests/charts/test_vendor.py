"""The drawing code that is served is the one that the Python library speaks to."""

import base64
import hashlib
import tomllib
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
ENTRIES = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))["file"]
PLOTLY = [entry for entry in ENTRIES if entry["path"].startswith("plotly/")]


def test_bundle_and_library_are_of_one_version():
    assert {entry["version"] for entry in PLOTLY} == {get_plotlyjs_version()}
    head = (VENDOR / "plotly" / "plotly-cartesian.min.js").read_text("utf-8")[:200]
    assert f"v{get_plotlyjs_version()}" in head


@pytest.mark.parametrize("entry", PLOTLY, ids=lambda entry: entry["path"])
def test_files_are_as_entered(entry):
    digest = hashlib.sha384((VENDOR / entry["path"]).read_bytes()).digest()
    assert base64.b64encode(digest).decode() == entry["sha384"]
    assert entry["licence"] == "MIT"


def test_every_plotly_file_is_entered():
    held = {f"plotly/{path.name}" for path in (VENDOR / "plotly").iterdir()}
    assert held == {entry["path"] for entry in PLOTLY} | {"plotly/LICENSE"}
