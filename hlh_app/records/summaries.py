"""One small row a patient for the lists: verdicts as of the patient's last data.

The services renew it in the transaction of the write. Any other write marks it stale through a
trigger; another rule version or centre setting makes it stale by comparison. A page never writes:
it shows a stale row recomputed and says so, and the next write or ``manage.py renew`` stores it.
Overdue is never stored: it is a comparison of ``next_due_on`` with today.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import Case
from hlh_app.records.cases import build_case, build_cases, last_data
from hlh_app.records.models import Patient, PatientSummary
from hlh_app.records.summary_columns import columns, rule_versions

AT_A_TIME = 200


def renew(patient: Patient, now: datetime | None = None) -> PatientSummary:
    """Compute and store the patient's summary. Call it inside the transaction of the write."""
    computed = _columns(patient, build_case(patient), now or timezone.now())
    summary, _created = PatientSummary.objects.update_or_create(
        patient=patient, defaults={**computed, "stale": False}
    )
    return summary


def is_current(summary: PatientSummary | None, centre: Centre) -> bool:
    """Whether a stored summary may be shown as it is."""
    if summary is None or summary.stale:
        return False
    return bool(summary.rule_versions == rule_versions(centre))


def summary_of(patient: Patient) -> PatientSummary | None:
    """The stored summary, None for a patient written by another way than ours."""
    return getattr(patient, "summary", None)


def for_display(patients: Iterable[Patient]) -> list[Patient]:
    """The patients of one page, each with a ``summary`` that is true now; nothing is stored.

    Stale ones are computed together, in four queries, and keep ``stale=True``.
    """
    patients = list(patients)
    outdated = [p for p in patients if not is_current(summary_of(p), p.centre)]
    cases = build_cases(outdated) if outdated else {}
    now = timezone.now()
    for patient in outdated:
        computed = _columns(patient, cases[patient.pk], now)
        patient.summary = PatientSummary(patient=patient, stale=True, **computed)
    return patients


def renew_stale(limit: int | None = None) -> int:
    """Renew every summary that is missing or not current, at most ``limit``; how many were."""
    done = 0
    for keys in _in_turn(islice(_outdated(), limit)):
        done += _renew_together(keys)
    return done


def _outdated() -> Iterator[int]:
    centres = {centre.pk: rule_versions(centre) for centre in Centre.objects.all()}
    rows = Patient.objects.order_by("pk").values_list(
        "pk", "centre_id", "summary__stale", "summary__rule_versions"
    )
    for pk, centre, stale, versions in rows.iterator():
        if stale is not False or versions != centres[centre]:
            yield pk


def _in_turn(keys: Iterator[int]) -> Iterator[list[int]]:
    while chunk := list(islice(keys, AT_A_TIME)):
        yield chunk


@transaction.atomic
def _renew_together(keys: list[int]) -> int:
    """With their patients locked, as a writer does: nobody's change slips in between."""
    locked = Patient.objects.select_for_update(of=("self",)).select_related("centre")
    patients = list(locked.filter(pk__in=keys).order_by("pk"))
    cases, now = build_cases(patients), timezone.now()
    rows = [
        PatientSummary(patient=p, stale=False, **_columns(p, cases[p.pk], now)) for p in patients
    ]
    names = [f.name for f in PatientSummary._meta.concrete_fields if not f.primary_key]
    PatientSummary.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=names
    )
    return len(rows)


def _columns(patient: Patient, case: Case, now: datetime) -> dict[str, Any]:
    as_of = last_data(case, now)
    return {
        **columns(case, patient.centre, as_of, now),
        "renewed_at": now,
        "rule_versions": rule_versions(patient.centre),
        "last_data_at": as_of.at if as_of else None,
        "last_data_text": as_of.text if as_of else "",
    }
