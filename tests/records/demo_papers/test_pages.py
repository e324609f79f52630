"""No invented laboratory value stands beside Wang's name on any page of the synthetic cohort."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hlh_app.records.demo.papers import cohorts

SALVAGE, _CHILDREN = cohorts.COHORTS
LABORATORY = re.compile(
    r"[Ff]erritin|sCD25|[Tt]riglycerides|[Ff]ibrinogen|[Ll]eukocytes|[Pp]latelets|aminotransferase"
)
VALUES = re.compile(r"<(table|figure|script|p|li)\b.*?</\1>", re.DOTALL)
"""What may hold laboratory values: tables, drawings, their data, sentences."""


@pytest.fixture
def opened(researcher, client: Client):
    """opened(name, query): the text of a page of analyses over the synthetic cohort."""
    client.force_login(researcher)

    def get(name: str, query: str = "") -> str:
        answer = client.get(f"{reverse(f'web:{name}')}?{SALVAGE.definition}{query}")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return get


def parts_with_values(page: str) -> list[str]:
    found = (part.group() for part in VALUES.finditer(page))
    return [part for part in found if LABORATORY.search(part)]


@pytest.mark.untraced
def test_the_table_of_laboratory_values_does_not_name_wang(opened):
    shown = opened("study-tables", "&table=wang&paper=wang")
    assert "34 synthetic" in shown
    assert parts_with_values(shown)
    assert not [part for part in parts_with_values(shown) if "Wang" in part]


@pytest.mark.untraced
def test_the_trajectories_do_not_name_wang(opened):
    assert "Wang" not in opened("study-explore", "&analyte=ferritin")


@pytest.mark.parametrize("name", ["study-response", "study-publish"])
@pytest.mark.untraced
def test_what_shows_laboratory_values_elsewhere_does_not_name_wang(opened, name: str):
    for part in parts_with_values(opened(name)):
        assert "Wang" not in part, part[:300]
