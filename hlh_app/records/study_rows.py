"""Making the rows that analyses read, from the Case and by the rules.

A row is not made by the write that changes a patient, which would slow every entry down: whoever
reads finds out which rows are out of date, has those computed, and may have them stored.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical.study.facts import FORM, PARTS, study_facts
from hlh_app.records.cases import build_cases, last_data
from hlh_app.records.models import Patient, StudyRow
from hlh_app.records.summaries import renew_stale
from hlh_app.records.summary_columns import made_with

AT_A_TIME = 100


def form_of(centre: Centre) -> str:
    """What a row of the centre's patients is made with: rules, settings and the row's own form."""
    made = json.dumps(made_with(centre) | {"form": FORM}, sort_keys=True)
    return blake2b(made.encode(), digest_size=16).hexdigest()


def current(patients: QuerySet[Patient], centres: Iterable[Centre]) -> QuerySet[Patient]:
    """Those of ``patients`` (of these centres) whose row is true now."""
    return patients.filter(
        summary__stale=False,
        study__made_of=F("summary__renewed_at"),
        study__form__in=[form_of(centre) for centre in centres],
    )


def computed(patients: Iterable[Patient]) -> list[StudyRow]:
    """Fresh rows, not stored; the patients come with centre and summary."""
    patients = list(patients)
    cases, now = build_cases(patients), timezone.now()
    return [_row(patient, cases[patient.pk], now) for patient in patients]


def _row(patient: Patient, case: Any, now: Any) -> StudyRow:
    as_of = last_data(case, now)
    facts = study_facts(case, as_of, patient.centre.fever_threshold) if as_of else None
    parts = facts.plain() if facts else {}
    texts = {name: _text(parts[name]) if parts else "" for name in PARTS}
    summary = getattr(patient, "summary", None)
    return StudyRow(
        patient=patient,
        made_of=summary.renewed_at if summary and not summary.stale else None,
        form=form_of(patient.centre),
        digest=_digest(texts),
        treated=facts is not None,
        **texts,
    )


def _text(part: dict[str, Any]) -> str:
    return json.dumps(part, separators=(",", ":"), allow_nan=False)


def _digest(texts: dict[str, str]) -> int:
    found = blake2b("\n".join(texts.values()).encode(), digest_size=6)
    return int.from_bytes(found.digest(), "big")


def renew_rows(limit: int | None = None) -> int:
    """Store every row that is out of date, summaries first; how many rows were made."""
    renew_stale()
    standing = Patient.objects.filter(merged_into=None)
    made = standing.filter(pk__in=current(standing, Centre.objects.all()).values("pk"))
    keys = list(standing.exclude(pk__in=made.values("pk")).values_list("pk", flat=True)[:limit])
    return sum(len(store(part)) for part in _parts(keys))


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


@transaction.atomic
def store(keys: list[int]) -> list[StudyRow]:
    """The rows of these patients, made anew and stored; the patients are locked as by a writer."""
    locked = Patient.objects.select_for_update(of=("self",)).select_related("centre", "summary")
    rows = computed(locked.filter(pk__in=keys).order_by("pk"))
    names = [f.name for f in StudyRow._meta.concrete_fields if not f.primary_key]
    StudyRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=names
    )
    return rows
