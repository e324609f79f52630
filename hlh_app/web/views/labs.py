"""Every result of one patient: tests down, dates across."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..presenters.banner import short_banner
from ..presenters.patient_page import all_labs, moment_text
from ..record import record_for


@require_safe
@login_required
def labs(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk, with_rows=True)
    patient = record.patient
    context = {
        "patient": patient,
        "record": record,
        "banner": short_banner(patient),
        "moment": moment_text(record),
        "labs": all_labs(record, with_errors=request.GET.get("errors") == "1"),
        "all_days": True,
    }
    return render(request, "patients/labs.html", context)
