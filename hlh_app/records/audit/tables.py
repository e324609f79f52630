"""Which tables are audited, and what the triggers of each do: one list, read by both engines.

Every model that derives from ``ClinicalRow`` is audited without being named here. For any other
model of ours a decision must stand in ``OTHERS`` or in ``NOT_AUDITED``; a test asks for it.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from hlh_app.records.models.base import ClinicalRow

NOBODY = "CAST(NULL AS bigint)"


@dataclass(frozen=True)
class AuditedTable:
    """A table and its rules. ``patient`` is SQL for the patient's id of the row ``{row}``."""

    name: str  # as in AuditEntry.table and in addresses: the model's lower-case name
    table: str
    patient: str = NOBODY
    clinical: bool = False  # a change makes the patient's summary stale
    in_visit: bool = False  # a change renews the visit's content_changed_at
    kept: bool = False  # a DELETE is refused
    written_once: bool = False  # an UPDATE is refused as well
    unrecorded: tuple[str, ...] = ()  # columns that leave no entry
    secret: tuple[str, ...] = ()  # columns of which only the change is told, not the content
    json_columns: tuple[str, ...] = ()
    centre: str = ""  # column with the centre whose patients' summaries a change makes stale:
    stale_columns: tuple[str, ...] = ()  # a change of one of these,
    stale_flag: str = ""  # or any change of a row on which this is set

    @property
    def of_patients(self) -> bool:
        return self.patient != NOBODY


PATIENT_OF_VISIT = "(SELECT v.patient_id FROM records_visit v WHERE v.id = {row}.visit_id)"
PATIENT_OF_QUERY = "(SELECT q.patient_id FROM records_dataquery q WHERE q.id = {row}.query_id)"

PATIENT_OF_BATCH = "(SELECT b.patient_id FROM records_importbatch b WHERE b.id = {row}.batch_id)"

OTHERS = {
    "records.signature": {"patient": PATIENT_OF_VISIT, "kept": True, "written_once": True},
    "records.dataquery": {"patient": "{row}.patient_id", "kept": True},
    "records.dataqueryreply": {"patient": PATIENT_OF_QUERY, "kept": True, "written_once": True},
    "records.problemreport": {"patient": "{row}.patient_id", "kept": True},
    "records.importbatch": {"patient": "{row}.patient_id", "kept": True},
    "records.importedchange": {"patient": PATIENT_OF_BATCH, "kept": True, "written_once": True},
    "records.leftover": {"patient": "{row}.patient_id", "kept": True},
    "records.patientmerge": {"patient": "{row}.kept_id", "kept": True},
    "records.notthesame": {"patient": "{row}.one_id", "kept": True},
    "records.centreword": {},
    "records.savedcohort": {"kept": True},
    "records.loadedcohort": {"kept": True},
    "records.studyexport": {"kept": True, "written_once": True},
    "records.referenceinterval": {"centre": "centre_id", "stale_flag": "configured"},
    "accounts.centre": {"centre": "id", "stale_columns": ("fever_threshold", "time_zone")},
    "accounts.user": {"unrecorded": ("last_login",), "secret": ("password",)},
    "accounts.user_groups": {},
    "accounts.user_user_permissions": {},
    "accounts.membership": {},
}
NOT_AUDITED = {
    "records.auditentry": "the trail itself: its triggers refuse every change",
    "records.waitingimport": "not part of the record: sent by one person, not yet confirmed",
    "records.unsavedform": "not part of the record: what one person is still typing",
    "records.studyrow": "derived from the audited rows, renewed at any time",
    "records.sensitivityrun": "derived: a computation in progress, and its answer",
    "records.patientsummary": "derived from the audited rows, renewed at any time",
}
OURS = ("accounts", "records")


def audited_tables() -> list[AuditedTable]:
    """Every audited table, in the order of the models."""
    found = []
    for model in our_models():
        if issubclass(model, ClinicalRow):
            found.append(_clinical(model))
        elif model._meta.label_lower in OTHERS:
            found.append(_table(model, **OTHERS[model._meta.label_lower]))
    return found


def our_models() -> list[type[models.Model]]:
    """Every model of the applications that keep records or accounts, linking tables included."""
    return [model for label in OURS for model in apps.get_app_config(label).get_models(True)]


def undecided() -> list[str]:
    """Labels of models about which nobody said whether they are audited."""
    return [
        model._meta.label_lower
        for model in our_models()
        if not issubclass(model, ClinicalRow)
        and model._meta.label_lower not in OTHERS
        and model._meta.label_lower not in NOT_AUDITED
    ]


def _clinical(model: type[models.Model]) -> AuditedTable:
    columns = {field.column for field in model._meta.concrete_fields}
    return _table(
        model,
        patient="{row}.patient_id" if "patient_id" in columns else "{row}.id",
        clinical=True,
        in_visit="visit_id" in columns,
        kept=True,
        # Written by the triggers themselves, from changes that the trail already tells.
        unrecorded=("content_changed_at",) if "content_changed_at" in columns else (),
    )


def _table(model: type[models.Model], **rules: object) -> AuditedTable:
    json = [f.column for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
    return AuditedTable(
        str(model._meta.model_name),
        model._meta.db_table,
        json_columns=tuple(json),
        **rules,  # type: ignore[arg-type]
    )
