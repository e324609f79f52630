"""The pages ask the database the same number of times, however much they show."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.records.models import ImportBatch, WaitingImport

from .conftest import row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ward, django_assert_max_num_queries):
    def count(address: str) -> int:
        ward.get(address)
        with django_assert_max_num_queries(40) as queries:
            assert ward.get(address).status_code == 200
        return len(queries)

    return count


def many(number: int) -> list[tuple[str, ...]]:
    good = [row(date=f"2026-10-{n + 1:02}") for n in range(number)]
    return [*good, *(row("x96", date=f"2026-09-{n + 1:02}") for n in range(number))]


def test_a_waiting_file_and_an_import(send, confirm, asked):
    seen = []
    for number in (2, 25):
        page = send(table(*many(number)), f"{number}.csv")
        held = WaitingImport.objects.latest("pk")
        waiting = asked(reverse("web:import-waiting", args=[held.pk]))
        confirm(page)
        batch = ImportBatch.objects.latest("pk")
        seen.append((waiting, asked(reverse("web:import", args=[batch.pk]))))
    assert seen[0] == seen[1]


def test_the_list(send, confirm, asked):
    confirm(send(table(*many(1)), "1.csv"))
    first = asked(reverse("web:imports"))
    for number in (2, 3, 4):
        confirm(send(table(*many(number)), f"{number}.csv"))
    assert asked(reverse("web:imports")) == first
