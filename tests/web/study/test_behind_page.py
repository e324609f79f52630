"""The patients behind a number: found again by its key."""

from __future__ import annotations

from functools import partial

import pytest

from hlh_app.statistics.everything import TOPICS, figures
from hlh_app.web.presenters.study import behind as presenter
from hlh_app.web.presenters.study.matched import Person
from tests.statistics.random_cohorts import random_cohort
from tests.statistics.study_rows import patient

from .pages import pretend

pytestmark = pytest.mark.django_db
ADDRESS = "/cohort/patients/"


def person(**facts):
    usual = {"age": 5.5, "sex": "female", "trigger": "infection", "day0": "2026-05-04"}
    return patient(**{f"subject__{name}": value for name, value in (usual | facts).items()})


THREE = [person(age=2.0), person(age=None, sex=None, trigger=None), person(age=7.25)]


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


class TestPage:
    def test_the_number_in_words_with_its_patients(self, shown):
        response = shown(*THREE, of="balance/age/mean/a")
        page = response.context["page"]
        assert (page.words, page.value, page.n) == ("Age, mean: Ruxolitinib", "4.625", 2)
        assert [(p.code, p.age, p.about, day) for p, day in page.patients] == [
            ("C-000", "2.0", "Female, Infection", "04-May-2026"),
            ("C-002", "7.3", "Female, Infection", "04-May-2026"),
        ]
        assert page.patients[0][0].address in response.content.decode()

    def test_without_a_key_everybody_of_the_group(self, shown):
        page = shown(*THREE).context["page"]
        assert (page.words, page.value, page.n) == ("Number of patients: Ruxolitinib", "3", 3)
        assert [p.age for p, _day in page.patients] == ["2.0", "–", "7.3"]

    def test_in_pages_that_keep_the_address(self, shown, monkeypatch):
        monkeypatch.setattr(presenter, "ON_A_PAGE", 2)
        first = shown(*THREE, of="cohort/n/a", treatment="any")
        assert [p.code for p, _day in first.context["page"].patients] == ["C-000", "C-001"]
        assert "treatment=any&amp;page=2" in first.content.decode()
        last = shown(*THREE, of="cohort/n/a", page="2")
        assert [p.code for p, _day in last.context["page"].patients] == ["C-002"]

    def test_nobody_behind_it(self, shown):
        response = shown(*THREE, of="balance/trigger/primary/count/a")
        assert "Nobody is behind this number." in response.content.decode()

    @pytest.mark.parametrize(
        "key",
        [
            *("nothing", "cohort", "cohort/n/c", "cohort/n/b", "balance/age/difference/ab"),
            *("../../etc", "cohort/n/a ", "COHORT/N/A", "x" * 3000),
        ],
    )
    def test_an_unknown_number_is_not_found(self, shown, key):
        response = shown(*THREE, of=key, status=404)
        assert "There is no number with this name" in response.content.decode()


@pytest.mark.untraced
@pytest.mark.parametrize("topic", TOPICS)
def test_every_number_of_every_analysis_opens(topic, signed_in, reader, monkeypatch):
    """Of a cohort in which much is known: every twentieth number of the topic."""
    subjects, _groups = random_cohort(40)
    pretend(monkeypatch, subjects)
    # Words of these patients are made up.
    monkeypatch.setattr(presenter, "person", lambda _asked, row: Person(str(row), "/", ""))
    client = signed_in(reader)
    address = {"treatment": "any", "compare": "on", "b-treatment": "conventional"}
    asked = client.get(ADDRESS, address).context["asked"]
    found = [
        f for f in figures(subjects, asked.groups, (topic,)) if f.who is not None and len(f.who)
    ]
    assert found
    for figure in found[:: max(1, len(found) // 5)]:
        page = client.get(ADDRESS, address | {"of": figure.key}).context["page"]
        assert page.n == len(figure.who), figure.key
        assert page.words
