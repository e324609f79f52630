"""One verdict opened into its criteria: within the page, or on a page of its own."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..presenters.banner import short_banner
from ..presenters.patient_page import opened
from ..record import record_for


@require_safe
@login_required
def criteria(request: HttpRequest, pk: int, rule: str, reading: str) -> HttpResponse:
    record = record_for(request, pk)
    verdict = opened(record, rule, reading)
    if verdict is None:
        raise Http404(_("There is no such verdict for this patient."))
    context = {"patient": record.patient, "record": record, "verdict": verdict}
    if request.htmx:
        return render(request, "patients/_verdict.html", context)
    return render(
        request, "patients/criteria.html", context | {"banner": short_banner(record.patient)}
    )
