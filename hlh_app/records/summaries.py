"""One small row a patient for the lists: verdicts as of the patient's last data.

The services renew it in the transaction of the write. Any other write marks it stale through a
trigger; another rule version or centre setting makes it stale by comparison. A page never writes:
it shows a stale row recomputed and says so, and the next write or ``manage.py renew`` stores it.
Overdue is never stored: it is a comparison of ``next_due_on`` with today.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import Case
from hlh_app.clinical.response_flags import Flag
from hlh_app.records.cases import build_cases, last_data
from hlh_app.records.models import Finding, Observation, Patient, PatientSummary
from hlh_app.records.summary_columns import columns, has_lapsed, kept_with, stored_flag

AT_A_TIME = 200


def renew(patient: Patient, now: datetime | None = None) -> PatientSummary:
    """Compute and store the patient's summary. Call it inside the transaction of the write."""
    summary = computed([patient], now or timezone.now())[0]
    _store([summary])
    return summary


def is_current(summary: PatientSummary | None, centre: Centre, today: date) -> bool:
    """Whether a stored summary may be shown as it is."""
    if summary is None or summary.stale or summary.rule_versions != kept_with(centre):
        return False
    return not has_lapsed(summary.next_due_on, summary.next_due_what, today)


def summary_of(patient: Patient) -> PatientSummary | None:
    """The stored summary, None for a patient written by another way than ours."""
    return getattr(patient, "summary", None)


def flags_of(summary: PatientSummary) -> list[Flag]:
    """What travels with the response class, to be said by ``flag.message``."""
    return [stored_flag(stored) for stored in summary.response_flags]


def for_display(patients: Iterable[Patient]) -> list[Patient]:
    """The patients of one page, each with a ``summary`` that is true now; nothing is stored.

    Those out of date are computed together, in a fixed number of queries, and say ``stale``.
    """
    patients, today = list(patients), timezone.localdate()
    outdated = [p for p in patients if not is_current(summary_of(p), p.centre, today)]
    for summary in computed(outdated, timezone.now()):
        summary.stale = True
        summary.patient.summary = summary
    return patients


def renew_stale(limit: int | None = None) -> int:
    """Renew every summary that is missing or not current, at most ``limit``; how many were."""
    done = 0
    outdated = islice(_outdated(), limit)
    while keys := list(islice(outdated, AT_A_TIME)):
        done += renew_together(keys)
    return done


def _outdated() -> Iterator[int]:
    """Primary keys of patients whose summary may not be shown as it is."""
    today = timezone.localdate()
    wanted = {centre.pk: kept_with(centre) for centre in Centre.objects.all()}
    columns_read = (
        "pk",
        "centre_id",
        "summary__stale",
        "summary__rule_versions",
        "summary__next_due_on",
        "summary__next_due_what",
    )
    standing = Patient.objects.filter(merged_into=None)
    rows = list(standing.order_by("pk").values_list(*columns_read))
    for pk, centre, stale, versions, due_on, due_what in rows:
        current = stale is False and versions == wanted[centre]
        if not current or has_lapsed(due_on, due_what, today):
            yield pk


@transaction.atomic
def renew_together(keys: list[int]) -> int:
    """With their patients locked, as a writer does: nobody's change slips in between."""
    locked = Patient.objects.select_for_update(of=("self",)).select_related("centre")
    rows = computed(list(locked.filter(pk__in=keys).order_by("pk")), timezone.now())
    _store(rows)
    return len(rows)


def _store(rows: list[PatientSummary]) -> None:
    names = [f.name for f in PatientSummary._meta.concrete_fields if not f.primary_key]
    PatientSummary.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=names
    )


def computed(patients: list[Patient], now: datetime) -> list[PatientSummary]:
    """Fresh summaries, not stored, in nine queries however many patients."""
    if not patients:
        return []
    cases, expected = build_cases(patients), _expected(patients)
    return [
        PatientSummary(
            patient=patient,
            stale=False,
            **_columns(patient, cases[patient.pk], now, expected[patient.pk]),
        )
        for patient in patients
    ]


def _expected(patients: list[Patient]) -> defaultdict[int, dict[str, date]]:
    """Patient → key of a pending row → the day its result is expected."""
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for table, model in (("observation", Observation), ("finding", Finding)):
        rows = model.objects.filter(
            patient__in=patients,
            status="pending",
            expected_on__isnull=False,
            entered_in_error=False,
        )
        for patient_id, pk, day in rows.values_list("patient_id", "pk", "expected_on"):
            found[patient_id][f"{table}:{pk}"] = day
    return found


def _columns(
    patient: Patient, case: Case, now: datetime, expected: Mapping[str, date]
) -> dict[str, Any]:
    as_of = last_data(case, now)
    return {
        **columns(case, patient.centre, as_of, now, expected),
        "renewed_at": now,
        "rule_versions": kept_with(patient.centre),
        "last_data_at": as_of.at if as_of else None,
        "last_data_text": as_of.text if as_of else "",
    }
