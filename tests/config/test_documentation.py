"""The guide for operators names every variable that is read, with no other of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
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
