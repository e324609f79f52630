"""Documents to take away: the template of a table of results, and a patient as FHIR."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hlh_app.records import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv", "xlsx": XLSX}


@require_safe
@login_required
def template(request: HttpRequest, ending: str) -> HttpResponse:
    from hlh_app.records.imports import templates

    if ending not in KINDS:
        raise Http404
    make = templates.template_csv if ending == "csv" else templates.template_xlsx
    response = HttpResponse(make(), content_type=KINDS[ending])
    response["Content-Disposition"] = f'attachment; filename="results.{ending}"'
    return response


@require_safe
@login_required
def patient_fhir(request: HttpRequest, pk: int) -> HttpResponse:
    from hlh_app.records.fhir_documents import bundle_of

    patient = access.patient_for(request.user, pk)
    response = HttpResponse(bundle_of(patient), content_type="application/fhir+json")
    response["Content-Disposition"] = f'attachment; filename="{patient.pk}-fhir.json"'
    return response
