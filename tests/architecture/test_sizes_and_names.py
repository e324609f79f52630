"""Files to feel at home in, names a hematologist would write, words that nobody should read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE, LONGEST_TEMPLATE = 400, 100
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
# Split, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a registry's host": r"pypi\.[o]rg|registry\.[n]pmjs|pythonhosted\.[o]rg|files\.[p]ythonhosted",
    "a machine's path": r"(?<![\w.])/(?:work|root)/[a-z]",
    "an unfinished place": r"\b(?:TO[D]O|FIX[M]E)\b",
}


def tracked() -> list[Path]:
    """What the repository holds, and what is about to be added; not what it ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def ours(*suffixes: str) -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes and "vendor" not in path.parts]


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_too_long():
    modules = [path for path in ours(".py", ".js", ".css") if "migrations" not in path.parts]
    assert modules
    assert {name(path): lines(path) for path in modules if lines(path) > LONGEST_MODULE} == {}


def test_no_template_is_too_long():
    templates = [path for path in ours(".html") if "templates" in path.parts]
    assert templates
    assert {name(path): lines(path) for path in templates if lines(path) > LONGEST_TEMPLATE} == {}


def test_no_module_has_a_name_that_says_nothing():
    parts = {part: path for path in ours(".py", ".js") for part in [*path.parts, path.stem]}
    assert [name(parts[word]) for word in VAGUE & set(parts)] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_that_must_not_be_read_is_written(what):
    pattern = re.compile(FORBIDDEN[what])
    texts = ours(
        ".py", ".html", ".js", ".css", ".md", ".toml", ".txt", ".yml", ".yaml", ".json", ".sql", ""
    )
    found = [
        f"{name(path)}: {match.group()}"
        for path in texts
        for match in [pattern.search(path.read_text(errors="replace"))]
        if match
    ]
    assert found == []


INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|https?://(?!www\.w3)"""
)


def test_templates_hold_no_style_script_or_foreign_address():
    """The content policy would refuse them in the browser, and a reader would see nothing."""
    scripts = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)")
    found = [
        f"{name(path)}: {match.group().strip()}"
        for path in ours(".html")
        for pattern in (INLINE, scripts)
        for match in [pattern.search(path.read_text())]
        if match
    ]
    assert found == []


def test_nothing_is_marked_safe_by_hand():
    marks = re.compile(r"\|\s*safe\b|mark_safe|autoescape off")
    found = [name(path) for path in ours(".html", ".py") if marks.search(path.read_text())]
    assert [path for path in found if not path.startswith("tests/architecture/")] == []
