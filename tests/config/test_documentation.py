"""The guides say what is there: every variable and command for operators, with no other of ours,
and for wards the words that stand on the screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.exchange.study.codebook import codebook
from hlh_app.exchange.tables import grid
from hlh_app.exchange.temperatures.model import MOST_READINGS
from hlh_app.records.imports import waiting
from hlh_app.records.services import unsaved
from hlh_app.records.services.study_exports import explained
from hlh_app.web.forms import paste
from hlh_app.web.presenters import flowsheet

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = sorted((ROOT / "hlh_app/records/management/commands").glob("[a-z]*.py"))
WARDS = (ROOT / "docs" / "getting-your-labs-in.md").read_text()
STUDIES = (ROOT / "docs" / "analysing-your-patients.md").read_text()
OPTION = re.compile(r"--[a-z][a-z-]+")
TAG = re.compile(r"""\b(?:translate\s+|_\()["']([^"]*)["']""")
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
TRANSLATES = {"_", "lazy", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#]+)")


def read_variables() -> set[str]:
    settings = (ROOT / "hlh_app" / "config" / "settings.py").read_text()
    served = (ROOT / "deploy" / "gunicorn.py").read_text()
    composed = (ROOT / "docker-compose.yml").read_text()
    return {
        *re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings),
        *re.findall(r'environ\.get\("([A-Z_]+)"', served),
        *re.findall(r"\$\{([A-Z_]+)", composed),
    }


def test_every_variable_is_in_the_guide():
    variables = read_variables()
    assert {"HLH_MODE", "DATABASE_URL", "WEB_CONCURRENCY", "POSTGRES_PASSWORD"} <= variables
    assert {name for name in variables if f"`{name}`" not in GUIDE} == set()


def test_the_guide_names_no_variable_that_nothing_reads():
    assert set(re.findall(r"`(HLH_[A-Z_]*[A-Z])`", GUIDE)) - read_variables() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = LINK.findall(page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", [command.stem for command in COMMANDS])
def test_every_command_is_in_the_guide_or_on_the_first_page(name):
    assert f"{name} " in GUIDE + PAGES[0].read_text() or f"{name}`" in GUIDE


def test_the_guides_name_no_option_that_no_command_has():
    known = {option for command in COMMANDS for option in OPTION.findall(command.read_text())}
    known |= set(OPTION.findall((ROOT / "hlh_app/records/management/centre_option.py").read_text()))
    blocks = re.findall(r"manage\.py ([a-z]+_[a-z]+ .*)", "\n".join(p.read_text() for p in PAGES))
    named = {option for block in blocks for option in OPTION.findall(block)}
    assert "--dry-run" in named
    assert named - known == set()


def plain(text: str) -> str:
    """Without what differs from one patient to the next."""
    text = re.sub(r"%\(\w+\)s|{{ .*? }}|TIME|[\d:]*\d", "N", text)
    return " ".join(text.split())


def on_the_screen() -> Iterator[str]:
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        yield from TAG.findall(text)
        for block in BLOCK.findall(text):
            yield from block.split("{% plural %}")
    for package in ("web", "records"):
        for module in (ROOT / "hlh_app" / package).rglob("*.py"):
            for call in ast.walk(ast.parse(module.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TRANSLATES:
                    yield from (a.value for a in call.args if isinstance(a, ast.Constant))


@pytest.mark.parametrize(
    ("guide", "known"),
    [(WARDS, "Merge the two records"), (STUDIES, "Download the study export")],
    ids=["labs", "analyses"],
)
def test_what_the_guides_name_in_bold_stands_on_the_screen(guide, known):
    named = {plain(words) for words in re.findall(r"\*\*(.+?)\*\*", guide, re.DOTALL)}
    assert known in named
    assert named - {plain(str(text)) for text in on_the_screen()} == set()


def test_the_guide_of_analyses_names_files_that_are_there():
    """Of the export, and of the rules where a definition is written down."""
    exported = set(re.findall(r"`([a-z_]+\.csv)`", STUDIES)) - {"recomputed.csv"}
    made = {row.file for row in codebook([*explained(notes=False)])}
    assert exported == {f"{name}.csv" for name in made} | {
        "codebook.csv",
        "rule_versions.csv",
        "figures.csv",
    }
    named = set(re.findall(r"`((?:study/|statistics/)?[a-z_]+\.py)`", STUDIES))
    folders = (ROOT / "hlh_app/clinical", ROOT / "hlh_app")
    assert {name for name in named if not any((at / name).exists() for at in folders)} == set()
    assert len(ALTERNATIVES) - 1 == int(re.search(r"by (\d+) other definitions", STUDIES)[1])


def test_the_guides_say_the_limits_as_they_are():
    for_wards = (
        f"{paste.MOST_CELLS:,} results or {paste.LONGEST_TEXT:,} characters",
        f"{MOST_READINGS:,} readings",
        f"{grid.MOST_ROWS:,} rows or {grid.MOST_CELLS:,} cells",
        f"newest {flowsheet.MOST_COLUMNS} columns",
    )
    for_operators = (
        f"{unsaved.MOST_CHARACTERS:,} characters; {unsaved.MOST_FORMS} forms a user",
        f"{unsaved.KEPT_FOR.days} days after the last key",
        f"{waiting.MOST} a user",
        f"{waiting.KEPT_FOR.days} day |",
    )
    assert [text for text in for_wards if text not in WARDS] == []
    assert [text for text in for_operators if text not in GUIDE] == []
