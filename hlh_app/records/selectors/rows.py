"""The rows of one patient, for the pages that show and correct them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from hlh_app.clinical.case import Moment
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    TherapyLine,
    Visit,
)
from hlh_app.records.models.choices import ResultStatus


@dataclass(frozen=True)
class PatientRows:
    """Every row of a patient, oldest first, rows entered in error included."""

    visits: list[Visit]
    observations: list[Observation]
    findings: list[Finding]
    exposures: list[Exposure]
    events: list[Event]
    adverse_events: list[AdverseEvent]
    therapy_lines: list[TherapyLine]
    consents: list[Consent]


def of_patient(patient: Patient) -> PatientRows:
    """Eight queries. A visit carries ``signed_at``, the moment of its last signature or None."""
    return _rows(patient, Observation.objects.filter(patient=patient))


def beside_the_case(patient: Patient) -> PatientRows:
    """As :func:`of_patient`, of the results only those that no rule sees: entered in error or not
    done. For pages that have the case in hand."""
    unseen = Q(entered_in_error=True) | Q(status=ResultStatus.NOT_DONE)
    return _rows(patient, Observation.objects.filter(unseen, patient=patient))


def _rows(patient: Patient, results: QuerySet[Observation]) -> PatientRows:
    return PatientRows(
        visits=list(visits_of(patient)),
        observations=list(results),
        findings=list(Finding.objects.filter(patient=patient)),
        exposures=list(Exposure.objects.filter(patient=patient)),
        events=list(Event.objects.filter(patient=patient)),
        adverse_events=list(AdverseEvent.objects.filter(patient=patient)),
        therapy_lines=list(TherapyLine.objects.filter(patient=patient)),
        consents=list(Consent.objects.filter(patient=patient)),
    )


def visits_of(patient: Patient) -> QuerySet[Visit]:
    """A patient's visits with ``signed_at``; changed since signed when ``content_changed_at`` is
    later."""
    return Visit.objects.filter(patient=patient).annotate(signed_at=Max("signatures__signed_at"))


def rows_of_visit(visit: Visit) -> tuple[list[Observation], list[Finding]]:
    """What was measured and found at a visit, without what was entered in error."""
    return (
        list(Observation.objects.filter(visit=visit, entered_in_error=False)),
        list(Finding.objects.filter(visit=visit, entered_in_error=False)),
    )


def previous_results(
    patient: Patient, before: Moment, analytes: Iterable[str] | None = None
) -> dict[str, Observation]:
    """Analyte → its latest result measured before a moment, not entered in error. Two queries."""
    results = Observation.objects.filter(
        patient=patient, status="final", entered_in_error=False, measured_at__lt=before.at
    )
    if analytes is not None:
        results = results.filter(analyte__in=list(analytes))
    latest = results.values("analyte").annotate(last=Max("measured_at"))
    wanted = Q(pk__in=[])
    for found in latest:
        wanted |= Q(analyte=found["analyte"], measured_at=found["last"])
    return {row.analyte: row for row in results.filter(wanted).order_by("pk")}
