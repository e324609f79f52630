"""The best response of many patients by other definitions, computed in parts while a page waits.

What was computed is kept under a digest of everything it was made from: the patients, their
records as they stand, and the rules. No answer is ever shown for other data.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connections
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.study.alternatives import ALTERNATIVES, best_by_alternative
from hlh_app.clinical.windows import History
from hlh_app.records import study_rows
from hlh_app.records.cases import build_cases, last_data
from hlh_app.records.models import Patient, SensitivityRun

AT_A_TIME = 20
KEYS_A_QUERY = 5_000
DEAD_AFTER = timedelta(minutes=1)
SUPERSEDED, CHANGED, ERROR = "superseded", "changed", "error"
JOINED = "|"
Work = Callable[[int, datetime, Sequence[int]], Any]
log = logging.getLogger(__name__)


def digest(keys: Sequence[int]) -> str:
    """Of these patients' records as they stand, and of all that the answer depends on."""
    forms = sorted(study_rows.form_of(centre) for centre in Centre.objects.all())
    parts = [_standing(part) for part in _parts(sorted(keys), KEYS_A_QUERY)]
    asked = json.dumps([repr(ALTERNATIVES), forms, sorted(keys), parts])
    return blake2b(asked.encode(), digest_size=32).hexdigest()


def _standing(keys: Sequence[int]) -> list[Any]:
    """Another one after any change: each renews the patient's summary, or marks it stale."""
    found = Patient.objects.filter(pk__in=keys, merged_into=None).aggregate(
        patients=Count("pk"),
        renewed=Max("summary__renewed_at"),
        stale=Count("pk", filter=Q(summary__stale=True)),
        rows=Sum("study__digest"),
        lapsed=Count("pk", filter=Q(study__lapses_at__lte=timezone.now())),
    )
    renewed = found.pop("renewed")
    return [*(int(value or 0) for value in found.values()), renewed and renewed.isoformat()]


def are_settled(keys: Sequence[int]) -> bool:
    """Whether no record of these waits to be renewed: its further changes would not be seen."""
    return not any(
        Patient.objects.filter(pk__in=part, summary__stale=True).exists()
        for part in _parts(keys, KEYS_A_QUERY)
    )


def is_alive(run: SensitivityRun, now: datetime) -> bool:
    """Still being computed, as far as can be told."""
    return run.result is None and not run.failed and now - run.beat_at < DEAD_AFTER


def in_a_thread(pk: int, token: datetime, keys: Sequence[int]) -> threading.Thread:
    """Compute without anybody waiting, with a connection to the database of its own."""

    def work() -> None:
        try:
            compute(pk, token, keys)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name=f"sensitivity-{pk}", daemon=True)
    thread.start()
    return thread


def compute(pk: int, token: datetime, keys: Sequence[int]) -> None:
    """Fill the run ``pk`` that was started at ``token``, part by part, and without a transaction;
    stops as soon as the run has been started anew or superseded."""
    mine = SensitivityRun.objects.filter(pk=pk, started_at=token, failed="")
    try:
        _compute(mine, keys)
    except Exception:
        log.exception("An analysis by other definitions ended with an error")
        mine.update(failed=ERROR)


def _compute(mine: Any, keys: Sequence[int]) -> None:
    asked = digest(keys)
    found: dict[int, dict[str, str]] = {}
    for part in _parts(keys, AT_A_TIME):
        found |= _classes(part)
        if not mine.update(done=len(found), beat_at=timezone.now()):
            return
    if digest(keys) != asked or not mine.filter(asked=asked).exists():
        mine.update(failed=CHANGED)
    else:
        mine.update(result=_answer(found), beat_at=timezone.now())


def _classes(keys: Sequence[int]) -> dict[int, dict[str, str]]:
    """Patient → alternative → possible classes, e.g. "PR|CR"; "" where none was assessed."""
    now = timezone.now()
    cases = build_cases(Patient.objects.filter(pk__in=keys, merged_into=None))
    return {pk: _best(case, last_data(case, now)) for pk, case in cases.items()}


def _best(case: Case, as_of: Moment | None) -> dict[str, str]:
    if as_of is None:
        return dict.fromkeys((one.code for one in ALTERNATIVES), "")
    found = best_by_alternative(History(case), as_of)
    return {code: JOINED.join(classes) for code, classes in found.items()}


def _answer(found: dict[int, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Alternative → patient → classes: of everybody by the definitions in use, which are the
    first, and by the others of those in whom it differs."""
    first, *others = (one.code for one in ALTERNATIVES)
    in_use = {str(pk): by[first] for pk, by in found.items()}
    return {first: in_use} | {
        code: {str(pk): by[code] for pk, by in found.items() if by[code] != by[first]}
        for code in others
    }


def _parts(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
