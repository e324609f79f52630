"""Every clinical table."""

from hlh_app.records.models.adverse import AdverseEvent
from hlh_app.records.models.facts import Event, Exposure, Finding
from hlh_app.records.models.identity import NotTheSame, PatientMerge
from hlh_app.records.models.imports import (
    CentreWord,
    ImportedChange,
    LeftOver,
    WaitingImport,
)
from hlh_app.records.models.patient import Consent, ImportBatch, Patient, TherapyLine
from hlh_app.records.models.review import AuditEntry, DataQuery, DataQueryReply, ProblemReport
from hlh_app.records.models.settings import ReferenceInterval
from hlh_app.records.models.study import (
    LoadedCohort,
    SavedCohort,
    SensitivityRun,
    StudyExport,
    StudyRow,
)
from hlh_app.records.models.summary import PatientSummary
from hlh_app.records.models.unsaved import UnsavedForm
from hlh_app.records.models.visit import Observation, Signature, Visit

__all__ = [
    "AdverseEvent",
    "AuditEntry",
    "CentreWord",
    "Consent",
    "DataQuery",
    "DataQueryReply",
    "Event",
    "Exposure",
    "Finding",
    "ImportBatch",
    "ImportedChange",
    "LeftOver",
    "LoadedCohort",
    "NotTheSame",
    "Observation",
    "Patient",
    "PatientMerge",
    "PatientSummary",
    "ProblemReport",
    "ReferenceInterval",
    "SavedCohort",
    "SensitivityRun",
    "Signature",
    "StudyExport",
    "StudyRow",
    "TherapyLine",
    "UnsavedForm",
    "Visit",
    "WaitingImport",
]
