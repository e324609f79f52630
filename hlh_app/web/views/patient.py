"""The page of one patient, as of a moment."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records import access
from hlh_app.records.selectors import queries

from ..presenters.patient_page import patient_page
from ..record import record_for


@require_safe
@login_required
def patient(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk, with_rows=True)
    patient = record.patient
    context = {
        "patient": patient,
        "record": record,
        "page": patient_page(record, list(queries.of_patient(patient))),
        "can_edit": access.can_edit(request.user, patient),
        "can_review": access.can_review(request.user, patient),
    }
    return render(request, "patients/patient.html", context)
