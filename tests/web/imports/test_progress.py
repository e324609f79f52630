"""Long work tells how far it is; cut off at any moment it leaves nothing, and other pages go on.

The gates below hold the work at a step until the test lets it go: nothing waits for a clock.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.records.imports import keeping
from hlh_app.records.models import AuditEntry, ImportBatch, Observation, WaitingImport
from hlh_app.records.services.errors import Refused
from hlh_app.web import progress

from .conftest import row, table

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 120
PATIENCE = 30


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch):
    monkeypatch.setattr(keeping, "STEP", 20)
    monkeypatch.setattr(progress, "BETWEEN_LINES", 0.01)


@pytest.fixture
def waiting(send) -> WaitingImport:
    """A file of ROWS results, looked at."""
    days = [f"2026-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(ROWS)]
    send(table(*(row(str(1000 + n), date=day) for n, day in enumerate(days))))
    return WaitingImport.objects.get()


@pytest.fixture
def halfway(monkeypatch) -> threading.Event:
    """The work stops after 60 rows, and goes on once it is cancelled or the event is set."""
    go_on = threading.Event()
    plain = progress.Work.__call__

    def held(work: progress.Work, done: int, total: int | None = None) -> None:
        work.done, work.total = done, total or work.total
        while done == ROWS // 2 and not go_on.wait(0.01) and not work._cancelled.is_set():
            pass
        plain(work, done, total)

    monkeypatch.setattr(progress.Work, "__call__", held)
    return go_on


def keep(ward, held: WaitingImport, **extra: Any) -> Any:
    from hlh_app.web.importing import shown

    data = dict(held.choices["boxes"]) | {"shown": shown(held)}
    address = reverse("web:import-keep", args=[held.pk])
    return ward.post(address, data, headers={"accept": progress.KIND}, **extra)


def told(answer: Any) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in answer.streaming_content)


def until_halfway(lines: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return next(line for line in lines if line["done"] == ROWS // 2)


def nothing_is_kept(held: WaitingImport) -> bool:
    held.refresh_from_db()
    return (
        not Observation.objects.exists()
        and not ImportBatch.objects.exists()
        and not AuditEntry.objects.filter(table="observation").exists()
        and bytes(held.content) != b""
    )


def test_it_tells_how_far_it_is_and_where_it_ended(ward, waiting, halfway):
    answer = keep(ward, waiting)
    assert answer["Content-Type"] == progress.KIND
    lines = told(answer)
    assert until_halfway(lines) == {"done": ROWS // 2, "of": ROWS}
    halfway.set()
    last = list(lines)[-1]
    batch = ImportBatch.objects.get()
    assert last == {"url": reverse("web:import", args=[batch.pk])}
    assert Observation.objects.filter(batch=batch).count() == ROWS


def test_closed_in_the_middle_it_leaves_nothing(ward, waiting, halfway):
    """What the server does when the browser is gone: it closes the answer."""
    answer = keep(ward, waiting)
    until_halfway(told(answer))
    answer.close()
    assert nothing_is_kept(waiting)


def test_a_cut_connection_is_noticed_before_anything_is_sent(ward, waiting, halfway):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        lines = told(keep(ward, waiting, **{"gunicorn.socket": ours}))
        until_halfway(lines)
        theirs.close()
        assert all("url" not in line for line in lines)
    assert nothing_is_kept(waiting)


def test_it_can_be_kept_after_it_was_cancelled(ward, waiting, halfway):
    answer = keep(ward, waiting)
    until_halfway(told(answer))
    answer.close()
    halfway.set()
    assert "url" in list(told(keep(ward, waiting)))[-1]
    assert Observation.objects.count() == ROWS


def test_others_read_and_the_state_waits_for_the_outcome(ward, waiting, halfway, client):
    answer = keep(ward, waiting)
    lines = told(answer)
    until_halfway(lines)
    assert ward.get(reverse("web:patients")).status_code == 200
    answer.close()
    state = ward.get(reverse("web:import-state", args=[waiting.pk]))
    assert state.content == b""
    halfway.set()
    url = list(told(keep(ward, waiting)))[-1]["url"]
    state = ward.get(reverse("web:import-state", args=[waiting.pk]))
    assert state.content.decode() == url


def test_sent_twice_it_answers_with_the_first(ward, waiting, halfway):
    halfway.set()
    first, second = (list(told(keep(ward, waiting)))[-1] for _ in range(2))
    assert first == second
    assert ImportBatch.objects.count() == 1


def test_a_check_is_told_and_cancelled_alike(ward, waiting):
    address = reverse("web:import-waiting", args=[waiting.pk])
    answer = ward.post(address, {}, headers={"accept": progress.KIND})
    assert list(told(answer))[-1] == {"url": address}


def test_an_error_is_said_in_words_and_not_in_detail(rf, caplog):
    def fail(_work: progress.Work) -> None:
        raise ValueError("the ferritin of HLH-0007 is 1709")

    line = list(told(progress.told(rf.post("/"), fail, lambda _nothing: {})))[-1]
    assert "nothing of it was kept" in line["error"]
    assert "1709" not in line["error"]
    assert "ended with an error" in caplog.text


def test_a_refusal_is_told_in_its_own_words(rf):
    def refuse(_work: progress.Work) -> None:
        raise Refused({"file": ["The file is empty."]})

    lines = list(told(progress.told(rf.post("/"), refuse, lambda _nothing: {})))
    assert lines == [{"error": "The file is empty."}]


def test_what_is_certain_is_told_before_what_follows_has_ended(rf):
    follows = threading.Event()

    def keep_and_renew(work: progress.Work) -> str:
        work.settle("kept")
        follows.wait(PATIENCE)
        work(1)  # not cancelled any more
        return "kept"

    lines = told(progress.told(rf.post("/"), keep_and_renew, lambda result: {"url": result}))
    assert next(line for line in lines if "url" in line) == {"url": "kept"}
    follows.set()
    assert list(lines) == []
