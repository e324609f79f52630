"""A file that waits, from its bytes to what is kept: opened as it is meant, checked, confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.imports import confirming, waiting
from hlh_app.records.imports.checking import Answers, Line, Report, check, every_problem
from hlh_app.records.imports.keeping import digest_of
from hlh_app.records.imports.opening import Opened, open_fhir, open_table
from hlh_app.records.imports.words import remembered
from hlh_app.records.models import ImportBatch, WaitingImport
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.errors import Refused

from .forms.imports_waiting import Boxes, answers_in
from .progress import Work

AT_ONCE_BYTES = 200_000  # what is read while its sender waits, without a word on progress


class Unwatched:
    """Nobody asks how far it is."""

    def __call__(self, done: int, total: int | None = None) -> None:
        pass

    def settle(self, result: Any) -> None:
        pass


UNWATCHED = Unwatched()
Watch = Unwatched | Work


def look(actor: User, held: WaitingImport, boxes: Boxes, watch: Watch = UNWATCHED) -> Report:
    """Read and compare the file as ``boxes`` say it is meant, and remember what came of it.

    Raises Refused; the file then waits as it did.
    """
    content = waiting.content_of(held)
    answers, opened = _opened(held, content, boxes)
    report = check(
        actor=actor,
        centre=held.centre,
        patient=held.patient,
        opened=opened,
        answers=answers,
        progress=watch,
    )
    same = confirming.same_before(held, confirming.digest_of(content, boxes))
    shown = {
        "remark": held.choices.get("remark", ""),
        "boxes": boxes,
        "report": report.as_json(),
        "same": same.pk if same else None,
    }
    waiting.choose(held, shown)
    return report


def keep(actor: User, held: WaitingImport, watch: Watch = UNWATCHED) -> ImportBatch:
    """Keep the file as it was last shown. Raises Refused, PermissionDenied, Http404."""
    if (before := confirming.kept_before(held)) is not None:
        return before
    if not is_looked_at(held):
        raise Refused({"": [_("The file was not looked at yet. Check it first.")]})
    content, boxes = waiting.content_of(held), held.choices["boxes"]
    answers, opened = _opened(held, content, boxes)
    total = held.choices["report"]["total"]
    return confirming.keep_waiting(
        actor=actor,
        waiting=held,
        opened=opened,
        answers=answers,
        digest=confirming.digest_of(content, boxes),
        progress=lambda done: watch(done, total),
        kept=watch.settle,
    )


def is_looked_at(held: WaitingImport) -> bool:
    return "report" in held.choices


def shown(held: WaitingImport) -> str:
    """A mark of what the page shows: what is confirmed must be that."""
    return digest_of(json.dumps(held.choices, sort_keys=True))[:32]


def _opened(held: WaitingImport, content: bytes, boxes: Boxes) -> tuple[Answers, Opened]:
    zone = ZoneInfo(held.centre.time_zone)
    today = held.centre.day_of(timezone.now())
    answers = answers_in(boxes, remembered(held.centre), today)
    if held.source == ImportSource.FHIR:
        return answers, open_fhir(content, held.centre)
    return answers, open_table(content, answers.means, zone)


def problems(held: WaitingImport) -> Iterator[tuple[str, Line]]:
    """Every entry that would not simply be kept. Raises Refused before the first."""
    if not is_looked_at(held):
        raise Refused({"": [_("The file was not looked at yet. Check it first.")]})
    answers, opened = _opened(held, waiting.content_of(held), held.choices["boxes"])
    return every_problem(held.centre, held.patient, opened, answers)
