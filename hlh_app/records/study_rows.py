"""Making the rows that analyses read, from the Case and by the rules.

A row is not made by the write that changes a patient, which would slow every entry down: whoever
reads finds out which rows are out of date, has those computed, and may have them stored.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, Value, When
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical import case as clinical
from hlh_app.clinical.study.facts import FORM, PARTS, study_facts
from hlh_app.records.cases import build_cases, last_data, next_data
from hlh_app.records.models import Patient, StudyRow
from hlh_app.records.selectors.consents import latest_words
from hlh_app.records.summaries import is_current, renew_together, summary_of
from hlh_app.records.summary_columns import made_with

AT_A_TIME = 100
DIGEST_BYTES = 5  # so that the sum over millions of patients fits into eight


def form_of(centre: Centre) -> str:
    """What a row of the centre's patients is made with: rules, settings and the row's own form."""
    made = json.dumps(made_with(centre) | {"form": FORM, "centre": centre.pk}, sort_keys=True)
    return blake2b(made.encode(), digest_size=16).hexdigest()


def with_truth(patients: QuerySet[Patient], centres: Iterable[Centre]) -> QuerySet[Patient]:
    """``patients`` (of these centres) with ``study_row``, made with what holds now if there is
    one, and ``is_true``: whether it was made of the summary that stands.

    The conditions stand in the joins, so that indexes alone answer what is asked of all patients.
    """
    forms = [form_of(centre) for centre in centres]
    joined = patients.annotate(
        study_row=FilteredRelation("study", condition=Q(study__form__in=forms)),
        standing=FilteredRelation("summary", condition=Q(summary__stale__in=[False])),
    )
    lasts = Q(study_row__lapses_at=None) | Q(study_row__lapses_at__gt=timezone.now())
    true = When(lasts & Q(study_row__made_of=F("standing__renewed_at")), then=Value(True))
    return joined.annotate(is_true=Case(true, default=Value(False)))


def outdated(patients: QuerySet[Patient], centres: Iterable[Centre]) -> list[int]:
    """Primary keys of those of ``patients`` (of these centres) whose row is not true now."""
    rest = with_truth(patients, centres).filter(is_true=False)
    return list(rest.order_by("pk").values_list("pk", flat=True))


def computed(patients: Iterable[Patient]) -> list[StudyRow]:
    """Fresh rows, not stored; the patients come with centre and summary."""
    patients = list(patients)
    cases, now = build_cases(patients), timezone.now()
    consents = latest_words([patient.pk for patient in patients])
    return [
        _row(patient, cases[patient.pk], consents.get(patient.pk, ""), now) for patient in patients
    ]


def _row(patient: Patient, case: clinical.Case, consent: str, now: datetime) -> StudyRow:
    as_of = last_data(case, now)
    facts = study_facts(case, as_of, patient.centre.fever_threshold) if as_of else None
    parts = facts.plain() if facts else {}
    texts = {name: _text(parts[name]) if parts else "" for name in PARTS}
    summary = summary_of(patient)
    who = (patient.pk, patient.code, patient.centre_id, patient.source, consent, facts is not None)
    return StudyRow(
        patient=patient,
        made_of=summary.renewed_at if summary and not summary.stale else None,
        form=form_of(patient.centre),
        digest=_digest(repr(who), *texts.values()),
        treated=facts is not None,
        consent=consent,
        lapses_at=next_data(case, now),
        **texts,
    )


def _text(part: dict[str, Any]) -> str:
    return json.dumps(part, separators=(",", ":"), allow_nan=False)


def _digest(*texts: str) -> int:
    found = blake2b("\n".join(texts).encode(), digest_size=DIGEST_BYTES)
    return int.from_bytes(found.digest(), "big")


def renew_rows(limit: int | None = None) -> int:
    """Store every row that is out of date; how many rows were made."""
    standing = Patient.objects.filter(merged_into=None)
    return store_all(outdated(standing, Centre.objects.all())[:limit])


def store_all(keys: list[int], watch: Callable[[int, int], None] | None = None) -> int:
    """The rows of these patients, some at a time; ``watch(done, of)`` after each time. How many
    patients are up to date now."""
    done = 0
    for part in _parts(keys):
        store(part)
        done += len(part)
        if watch:
            watch(done, len(keys))
    return done


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


@transaction.atomic
def store(keys: list[int]) -> list[StudyRow]:
    """Those rows of these patients that are out of date, made anew and stored, after their
    summaries where those are out of date; the patients are locked as by a writer. What somebody
    else stored while this waited for the lock is left alone."""
    locked = Patient.objects.select_for_update(of=("self",)).select_related("centre").order_by("pk")
    centres = {patient.centre for patient in locked.filter(pk__in=keys)}
    wanted = outdated(Patient.objects.filter(pk__in=keys), centres)
    with_summary = locked.select_related("centre", "summary").filter(pk__in=wanted)
    patients, today = list(with_summary), timezone.localdate()
    old = [p.pk for p in patients if not is_current(summary_of(p), p.centre, today)]
    if old:
        renew_together(old)
        patients = list(with_summary.all())
    rows = computed(patients)
    names = [f.name for f in StudyRow._meta.concrete_fields if not f.primary_key]
    StudyRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=names
    )
    return rows
