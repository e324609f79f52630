"""A reviewer's admin over a small ward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hlh_app.records.models import (
    AdverseEvent,
    CentreWord,
    Consent,
    DataQuery,
    DataQueryReply,
    Event,
    Exposure,
    Finding,
    ImportBatch,
    ImportedChange,
    LeftOver,
    LoadedCohort,
    NotTheSame,
    Patient,
    PatientMerge,
    PatientSummary,
    ProblemReport,
    ReferenceInterval,
    SavedCohort,
    Signature,
    StudyExport,
    StudyRow,
    TherapyLine,
)


@pytest.fixture
def reviewing(client, reviewer) -> Client:
    client.force_login(reviewer)
    return client


@pytest.fixture
def rows_of(add_visit, add_result, reviewer, clinician) -> Callable[[Any], dict[str, Any]]:
    """rows_of(patient): one row in every table, by the model's lower-case name."""

    def make(patient: Any) -> dict[str, Any]:
        visit = add_visit(patient, label="day 14", recorded_by=clinician)
        exposure = Exposure(patient=patient, drug="ruxolitinib", dose=5, unit="mg", times_per_day=2)
        exposure.started = visit.visited
        exposure.save()
        day = date(2026, 11, 2)
        query = DataQuery.objects.create(
            patient=patient, table="visit", row_id=visit.pk, question="?", raised_by=reviewer
        )
        return {
            "patient": patient,
            "visit": visit,
            "observation": add_result(patient, visit=visit, low=30, high=400),
            "finding": Finding.objects.create(
                patient=patient, visit=visit, finding="splenomegaly", status="present", on=day
            ),
            "exposure": exposure,
            "event": Event.objects.create(patient=patient, event="relapse", on=day),
            "adverseevent": AdverseEvent.objects.create(
                patient=patient, category="liver", status="present", on=day, grade=2, ctcae="5.0"
            ),
            "problemreport": ProblemReport.objects.create(
                patient=patient,
                rule="hlh2004",
                rule_version="1",
                text="Too low.",
                reported_by=clinician,
            ),
            "therapyline": TherapyLine.objects.create(patient=patient, regimen="HLH-94"),
            "consent": Consent.objects.create(
                patient=patient, scope="record", status="given", on=day
            ),
            "signature": Signature.objects.create(
                visit=visit,
                signed_by=clinician,
                signed_at=timezone.now() + timedelta(seconds=1),
                as_of_text=visit.visited_text,
                case={},
                verdicts={},
                rule_versions={},
            ),
            "dataquery": query,
            "dataqueryreply": DataQueryReply.objects.create(
                query=query, text="Yes.", written_by=clinician
            ),
            "patientsummary": PatientSummary.objects.create(patient=patient),
            **of_imports(patient, clinician),
            **of_identity(patient, clinician),
            **of_study(patient, clinician),
            "referenceinterval": ReferenceInterval.objects.create(
                centre=patient.centre,
                laboratory=patient.code,
                analyte="ferritin",
                unit="ng/mL",
                low=30,
                high=400,
            ),
        }

    return make


def of_imports(patient: Patient, user: Any) -> dict[str, Any]:
    """A paste that changed a row and left one over, and the word remembered of it."""
    batch = ImportBatch.objects.create(
        centre=patient.centre,
        patient=patient,
        source="paste",
        digest=str(patient.pk),
        counts={"new": 3, "differs": 1},
        made_by=user,
    )
    return {
        "importbatch": batch,
        "importedchange": ImportedChange.objects.create(
            batch=batch, table="observation", row_id=1, version=2, before={"value": "1"}
        ),
        "leftover": LeftOver.objects.create(
            batch=batch, patient=patient, place="row 3", found={"Ferritin": "?"}, reason="no unit"
        ),
        "centreword": CentreWord.objects.create(
            centre=patient.centre, word=f"fer{patient.pk}", analyte="ferritin", unit="ng/mL"
        ),
    }


def of_identity(patient: Patient, user: Any) -> dict[str, Any]:
    """A record that was merged into the patient's, and one that is somebody else's."""
    gone, other = (
        Patient.objects.create(
            centre=patient.centre,
            code=f"{patient.code}-{end}",
            birth_date=patient.birth_date,
            sex=patient.sex,
            merged_into=into,
        )
        for end, into in (("gone", patient), ("other", None))
    )
    return {
        "patientmerge": PatientMerge.objects.create(
            kept=patient, gone=gone, reason="Entered twice.", moved={"visit": []}, merged_by=user
        ),
        "notthesame": NotTheSame.objects.create(one=patient, other=other, said_by=user),
    }


def of_study(patient: Patient, user: Any) -> dict[str, Any]:
    """A row of the analyses, a saved and a loaded cohort, and a study export."""
    of_centre = {"centre": patient.centre}
    return {
        "studyrow": StudyRow.objects.create(patient=patient, form="1"),
        "savedcohort": SavedCohort.objects.create(
            **of_centre, name=f"Cohort {patient.code}", definition="ebv=yes", made_by=user
        ),
        "loadedcohort": LoadedCohort.objects.create(
            **of_centre, code=f"c{patient.pk}", name="Elsewhere", content="{}", loaded_by=user
        ),
        "studyexport": StudyExport.objects.create(
            **of_centre, user=user, definition="ebv=yes", kind="study", patients=1234
        ),
    }


@pytest.fixture
def listed() -> Callable[..., HttpResponse]:
    """listed(client, table, **filters): the admin's list of a table."""

    def get(client: Client, table: str, /, **filters: str) -> HttpResponse:
        return client.get(reverse(f"admin:records_{table}_changelist"), filters)

    return get


@pytest.fixture
def opened() -> Callable[..., HttpResponse]:
    """opened(client, row): the admin's page of a row."""

    def get(client: Client, row: Any) -> HttpResponse:
        return client.get(reverse(f"admin:records_{row._meta.model_name}_change", args=[row.pk]))

    return get
