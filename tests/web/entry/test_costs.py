"""What a page of entry costs does not grow with the record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import VisitEntry
from hlh_app.records.services.queries import raise_query
from hlh_app.records.services.visits import save_visit

from .conftest import VIENNA, observed

pytestmark = pytest.mark.django_db
PAGES = [
    "/patients/{0}/edit/",
    "/patients/{0}/visits/new/",
    "/patients/{0}/visits/{1}/",
    "/patients/{0}/visits/{1}/sign/",
    "/patients/{0}/temperatures/",
    "/patients/{0}/treatments/new/",
    "/queries/",
]


@pytest.mark.parametrize("page", PAGES)
def test_queries_are_constant_in_the_number_of_results(
    client, signed_in, clinician, reviewer, patient, stored_visit, page, django_assert_num_queries
):
    raise_query(actor=reviewer, row=patient, question="?")
    signed_in(clinician)
    url = page.format(patient.pk, stored_visit.pk)
    client.get(url)
    few = _count(client, url)
    for day in range(1, 8):
        at = Moment.timed(datetime(2026, 11, 2, 9, tzinfo=VIENNA) + timedelta(days=day))
        rows = tuple(observed(code, "50", unit) for code, unit in TESTS)
        visit = save_visit(
            actor=clinician, patient=patient, entry=VisitEntry(visited=at, observations=rows)
        )
        raise_query(actor=reviewer, row=visit, question="?")
    assert _count(client, url) == few


TESTS = [("ferritin", "ug/L"), ("hemoglobin", "g/L"), ("alt", "U/L"), ("platelets", "10*9/L")]


def _count(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
