"""Every result of one patient: tests down, dates across."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hlh_app.records import access

from ..presenters.banner import short_banner
from ..presenters.patient_page import all_labs, moment_text
from ..record import read_record


@require_safe
@login_required
def labs(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_for(request.user, pk)
    record = read_record(patient, request.GET, timezone.now(), with_rows=True)
    context = {
        "patient": patient,
        "record": record,
        "banner": short_banner(patient),
        "moment": moment_text(record),
        "labs": all_labs(record, with_errors=request.GET.get("errors") == "1"),
        "all_days": True,
    }
    return render(request, "patients/labs.html", context)
