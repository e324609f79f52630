"""32 people correct 20 visits at once: no update is lost, and every conflict is shown.

Each editor opens visits, types into a few boxes, waits for the others at a barrier, and sends: the
same sheet and the same service as the page. What comes back as a clash is chosen and sent again.
The whole size, 200 edits an editor, runs with `make bench`; MANY_EDITS sets another.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from hlh_app.accounts.models import Role
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import ObservationEntry, VisitEntry
from hlh_app.records.models import AuditEntry, Observation
from hlh_app.records.services.errors import StaleWrite
from hlh_app.records.services.visits import save_visit
from hlh_app.web.forms import visit as visit_form
from hlh_app.web.forms.sheets import stored_sheet

from .factories import PatientFactory

EDITORS, VISITS = 32, 20
EDITS = int(os.environ.get("MANY_EDITS", "20"))
TOGETHER = 4  # editors who open one visit in one round: every round has real overlap
TESTS = {"hemoglobin": "g/L", "platelets": "10*9/L", "ferritin": "ug/L", "crp": "mg/L"}

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="runs with the suite on PostgreSQL"
    ),
]


@pytest.fixture(autouse=True)
def _short_page(monkeypatch) -> None:
    """The sheet with the four tests that are edited: the boxes that everybody leaves empty would
    take most of the time."""
    monkeypatch.setattr(visit_form, "TESTS", tuple(TESTS))
    monkeypatch.setattr(visit_form, "EXAMINATION", {})


@dataclass
class Ledger:
    """What one editor was told. ``accepted``: (visit, test, value), by the moment of commit."""

    accepted: list[tuple[int, str, Decimal]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def ward(centre, make_user) -> tuple[list[Any], list[Any]]:
    """The editors, and the visits: each of a patient of its own, with a value for every test."""
    editors = [make_user(Role.CLINICIAN, centre, username=f"editor{n}") for n in range(EDITORS)]
    begin = datetime(2026, 11, 2, 8, tzinfo=UTC)
    rows = tuple(
        ObservationEntry(analyte=code, value=Decimal(50), unit=unit) for code, unit in TESTS.items()
    )
    made = []
    for number in range(VISITS):
        entry = VisitEntry(visited=Moment.timed(begin), observations=rows)
        patient = PatientFactory(centre=centre, code=f"MANY-{number}")
        made.append(save_visit(actor=editors[0], patient=patient, entry=entry))
    return editors, made


def opened(visit: Any) -> dict[str, str]:
    """The boxes of the page as it is opened: what the tests say, their versions, their before."""
    sheet = stored_sheet(visit.patient, visit.pk, None)
    boxes = {"version": str(sheet.visit.version), "was": sheet.head.initial["was"]}
    boxes |= {name: sheet.head[name].value() or "" for name in ("day", "clock")}
    boxes["day"] = sheet.head.fields["day"].prepare_value(boxes["day"])
    for line in sheet.results:
        if line.analyte.code in TESTS and line.row:
            for name in ("value", "unit", "version", "was"):
                boxes[f"{line.prefix}-{name}"] = str(line.initial[name])
    return boxes


def sent(actor: Any, visit: Any, boxes: dict[str, str]) -> Any:
    """The sheet as the page handles it: saved, or with its clashes, or None when outrun."""
    data = QueryDict(mutable=True)
    data.update(boxes)
    sheet = stored_sheet(visit.patient, visit.pk, data)
    if not sheet.is_valid():
        return sheet
    try:
        save_visit(
            actor=actor,
            patient=visit.patient,
            entry=sheet.entry(),
            visit=sheet.visit,
            version=sheet.visit.version,
            content_seen=sheet.content_seen,
        )
    except StaleWrite:
        return None
    sheet.saved = True
    return sheet


def edit(
    actor: Any, visit: Any, boxes: dict[str, str], mine: dict[str, str], told: Ledger, dice: Any
) -> None:
    """Send until it is saved; of what clashes, choose one side or the other by chance."""
    while True:
        sheet = sent(actor, visit, boxes)
        if sheet is None:
            told.counted["stale"] += 1
            continue
        if getattr(sheet, "saved", False):
            break
        assert sheet.clashes, [part.errors for part in sheet.parts if part.errors]
        told.counted["rounds of choosing"] += 1
        for clash in sheet.clashes:
            told.counted["clash"] += 1
            test = clash.choose.split("-")[0]
            boxes[clash.asked] = clash.held
            boxes[clash.choose] = dice.choice(("mine", "theirs"))
            if boxes[clash.choose] == "theirs":
                mine.pop(test)
        boxes |= {
            f"{line.prefix}-{name}": line[name].value()
            for line in sheet.results
            if line.analyte.code in TESTS and line.row
            for name in ("version", "was", "value", "unit")
        }
    told.accepted += [(visit.pk, test, Decimal(value)) for test, value in mine.items()]


def work(number: int, ward: Any, barrier: Barrier) -> Ledger:
    editors, visits = ward
    told, dice = Ledger(), random.Random(number)
    try:
        for turn in range(EDITS):
            visit = visits[(number // TOGETHER + turn) % VISITS]
            boxes = opened(visit)
            tests = dice.sample(sorted(TESTS), 2)
            # No value twice in the whole run: each can be found again in the trail.
            start = 60_000 + (number * EDITS + turn) * 2
            mine = {test: f"{(start + n) / 1000:.3f}" for n, test in enumerate(tests)}
            boxes |= {f"{test}-value": value for test, value in mine.items()}
            barrier.wait(timeout=300)  # all have opened before the first one saves
            edit(editors[number], visit, boxes, mine, told, dice)
            barrier.wait(timeout=300)
        return told
    except BaseException:
        barrier.abort()
        raise
    finally:
        connection.close()


def test_no_update_is_lost_and_every_conflict_is_shown(ward):
    before = AuditEntry.objects.latest("pk").pk
    begin, barrier = time.perf_counter(), Barrier(EDITORS)
    with ThreadPoolExecutor(EDITORS) as pool:
        ledgers = list(pool.map(lambda number: work(number, ward, barrier), range(EDITORS)))
    seconds = time.perf_counter() - begin
    counted = sum((told.counted for told in ledgers), Counter())
    accepted = [entry for told in ledgers for entry in told.accepted]
    trail = AuditEntry.objects.filter(pk__gt=before, table="observation").order_by("pk")
    tests = dict(Observation.objects.values_list("pk", "analyte"))
    of_visit = dict(Observation.objects.values_list("pk", "visit_id"))
    written = [
        (of_visit[row.row_id], tests[row.row_id], Decimal(str(row.new["value"]))) for row in trail
    ]
    lost = Counter(accepted) - Counter(written)
    unasked = Counter(written) - Counter(accepted)
    last = {(visit, test): value for visit, test, value in written}
    stored = {
        (row.visit_id, row.analyte): row.value
        for row in Observation.objects.filter(entered_in_error=False)
    }
    print(
        f"\n{EDITORS} editors x {EDITS} edits on {VISITS} visits: {len(accepted)} values accepted,"
        f" {sum(lost.values())} lost; {counted['clash']} clashes shown in"
        f" {counted['rounds of choosing']} forms, {counted['stale']} overtaken while saving;"
        f" {seconds:.1f} s"
    )
    assert lost == unasked == Counter()
    assert {place: stored[place] for place in last} == last
    assert overwritten_unseen(trail) == 0
    assert counted["clash"] > EDITORS * EDITS / 10
    assert Observation.objects.count() == VISITS * len(TESTS)


def overwritten_unseen(trail: Any) -> int:
    """Entries whose value before is not the value that the entry before them left."""
    seen: dict[int, Any] = {}
    broken = 0
    for row in trail:
        broken += row.row_id in seen and seen[row.row_id] != row.old["value"]
        seen[row.row_id] = row.new["value"]
    return broken
