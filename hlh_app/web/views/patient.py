"""The page of one patient, as of a moment."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hlh_app.records import access
from hlh_app.records.selectors import queries

from ..presenters.patient_page import patient_page
from ..record import read_record


@require_safe
@login_required
def patient(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_for(request.user, pk)
    record = read_record(patient, request.GET, timezone.now(), with_rows=True)
    context = {
        "patient": patient,
        "record": record,
        "page": patient_page(record, list(queries.of_patient(patient))),
        "can_edit": access.can_edit(request.user, patient),
        "can_review": access.can_review(request.user, patient),
    }
    return render(request, "patients/patient.html", context)
