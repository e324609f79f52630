"""CPU per request at 1,000 patients and 100,000 results, beside the yardstick of the same run.

Goals: patient page at most twice the yardstick, list of 50 patients at most the yardstick itself.
A request goes through every middleware. Time is that of this process (on PostgreSQL the server
works in another one), the mean over patients in turn after a warm-up.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.accounts.models import User
from hlh_app.records.demo import scale
from hlh_app.records.models import Observation, Patient

PATIENTS, RESULTS = 1_000, 100_000
WARM_UP, REQUESTS, DEPTHS = 10, 64, 32
Addresses = dict[str, Callable[[int], str]]
TODAY = date(2026, 6, 1)
GOALS = {"patient": 2.0, "list of 50": 1.0}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        scale.fill(PATIENTS, RESULTS, TODAY)


@pytest.fixture
def ward(filled, db, settings, client) -> Client:
    """A clinician of the centre, signed in, with the yardstick among the addresses."""
    settings.ROOT_URLCONF = "tests.performance.urls"
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}
    ]
    client.force_login(User.objects.get(username="clinician"))
    return client


def pages() -> Addresses:
    """Page → its address for a patient."""
    of_patient = {
        "patient": "web:patient",
        "all results": "web:labs",
        "trajectories": "web:trajectories",
        "summary": "web:summary",
        "visit form": "web:visit-new",
    }
    return {
        "reference": lambda pk: f"/reference/{pk}/",
        "list of 50": lambda _pk: reverse("web:patients"),
        **{
            page: lambda pk, name=name: reverse(name, args=[pk])
            for page, name in of_patient.items()
        },
    }


def test_cpu_per_request(ward):
    addresses = pages()
    clients = {page: Client() if page == "reference" else ward for page in addresses}
    for page, address in addresses.items():
        for pk in islice(turns(), WARM_UP):
            assert clients[page].get(address(pk)).status_code == 200
    spent = measured(clients, addresses)
    print(f"\n{connection.vendor}: {Patient.objects.count():,} patients,", end=" ")
    print(f"{Observation.objects.count():,} results, {REQUESTS} requests a page")
    print(f"{'page':<14}{'ms':>8}{'ratio':>8}{'goal':>8}{'queries':>9}{'KiB':>8}")
    for page, address in addresses.items():
        queries, kib = one_request(clients[page], address(next(turns())))
        goal = f"≤ {GOALS[page]}" if page in GOALS else ""
        ratio = spent[page] / spent["reference"]
        print(f"{page:<14}{spent[page]:>8.1f}{ratio:>8.2f}{goal:>8}{queries:>9}{kib:>8.0f}")


def measured(clients: dict[str, Client], addresses: Addresses) -> dict[str, float]:
    """Milliseconds of CPU a request. The pages take turns, so that whatever else the machine does
    meets them alike."""
    spent = dict.fromkeys(addresses, 0.0)
    gc.collect()
    for turn, pk in enumerate(islice(turns(), REQUESTS)):
        for page, address in addresses.items():
            spent[page] += timed(clients[page], address(pk), turn % DEPTHS)
    return {page: 1000 * seconds / REQUESTS for page, seconds in spent.items()}


def timed(client: Client, address: str, depth: int) -> float:
    """Seconds of CPU, called from ``depth`` frames further down.

    A call on the edge between two chunks of the interpreter's stack costs many times any other,
    and where the edge falls is an accident of the caller: so every page is asked at all depths.
    """
    if depth:
        return timed(client, address, depth - 1)
    begin = time.process_time()
    client.get(address)
    return time.process_time() - begin


def one_request(client: Client, address: str) -> tuple[int, float]:
    """Queries, and KiB of the page before compression."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        return len(asked), len(answer.content) / 1024


def turns() -> Iterator[int]:
    """Every ninth patient: all the courses of the demo content in turn."""
    found = Patient.objects.filter(code__startswith="SCALE-").order_by("pk")
    return cycle(list(found.values_list("pk", flat=True))[::9])
