"""Every clinical table."""

from hlh_app.records.models.adverse import AdverseEvent
from hlh_app.records.models.facts import Event, Exposure, Finding
from hlh_app.records.models.patient import Consent, Patient, TherapyLine
from hlh_app.records.models.review import AuditEntry, DataQuery, DataQueryReply, ProblemReport
from hlh_app.records.models.settings import ReferenceInterval
from hlh_app.records.models.summary import PatientSummary
from hlh_app.records.models.visit import Observation, Signature, Visit

__all__ = [
    "AdverseEvent",
    "AuditEntry",
    "Consent",
    "DataQuery",
    "DataQueryReply",
    "Event",
    "Exposure",
    "Finding",
    "Observation",
    "Patient",
    "PatientSummary",
    "ProblemReport",
    "ReferenceInterval",
    "Signature",
    "TherapyLine",
    "Visit",
]
