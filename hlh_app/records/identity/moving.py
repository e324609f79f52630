"""Which tables belong to a patient and go with a record that is merged into another.

Found from the models, so that a new table of a patient moves without being named here. What does
not move is named, with the reason; a test asks for a decision.
"""

from collections.abc import Mapping

from django.apps import apps
from django.db.models import Max, Model, QuerySet

from hlh_app.records.models import DataQuery, Patient

STAYS = {
    "patientsummary": "worked out anew for both records",
    "studyrow": "worked out anew for both records",
    "unsavedform": "not part of the record: the page leads what was typed to the kept record",
    "waitingimport": "not part of the record: it finds the kept record when it is confirmed",
}
Moved = dict[str, list[int]]


def moved_tables() -> dict[str, type[Model]]:
    """Lower-case name → model, of every table with a ``patient`` that moves."""
    return {
        str(model._meta.model_name): model
        for model in apps.get_app_config("records").get_models()
        if _names_a_patient(model) and model._meta.model_name not in STAYS
    }


def _names_a_patient(model: type[Model]) -> bool:
    fields = {field.name: field.related_model for field in model._meta.concrete_fields}
    return fields.get("patient") is Patient


def rows_of(model: type[Model], patient: Patient) -> QuerySet[Model]:
    return model._default_manager.filter(patient=patient)


def counts(patient: Patient) -> dict[str, int]:
    """Table → how many rows would move; without empty ones."""
    found = {name: rows_of(model, patient).count() for name, model in moved_tables().items()}
    return {name: count for name, count in found.items() if count}


def move_all(gone: Patient, kept: Patient) -> Moved:
    """Every row of ``gone`` becomes one of ``kept``, under the version it has: nothing about the
    patient was corrected, so that an import can still be undone. What moved."""
    moved = {}
    for name, model in moved_tables().items():
        keys = list(rows_of(model, gone).order_by("pk").values_list("pk", flat=True))
        if keys:
            moved[name] = keys
            rows_of(model, gone).update(patient=kept)
    _of_the_patient_itself(DataQuery.objects.filter(patient=kept), gone.pk, kept.pk)
    return moved


def last_keys(patient: Patient) -> dict[str, int]:
    """Table → the greatest key of the patient's rows: whatever is entered later has a greater one,
    since every writer locks the patient first."""
    found = {
        name: rows_of(model, patient).aggregate(last=Max("pk"))["last"]
        for name, model in moved_tables().items()
    }
    return {name: last for name, last in found.items() if last}


def move_back(moved: Mapping[str, list[int]], kept: Patient, gone: Patient) -> None:
    """Exactly these rows, as far as they are still with ``kept``."""
    for name, keys in moved.items():
        rows_of(moved_tables()[name], kept).filter(pk__in=keys).update(patient=gone)
    _of_the_patient_itself(DataQuery.objects.filter(patient=gone), kept.pk, gone.pk)


def _of_the_patient_itself(queries: QuerySet[DataQuery], old: int, new: int) -> None:
    """A query about the patient's own facts is about those of the record it is with."""
    queries.filter(table="patient", row_id=old).update(row_id=new)
