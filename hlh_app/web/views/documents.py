"""Documents to take away: the template of a table of results, and a patient as FHIR."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hlh_app.records import access
from hlh_app.records.fhir_documents import bundle_of
from hlh_app.records.imports.templates import template_csv, template_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"csv": (template_csv, "text/csv; charset=utf-8"), "xlsx": (template_xlsx, XLSX)}


@require_safe
@login_required
def template(request: HttpRequest, ending: str) -> HttpResponse:
    if ending not in TEMPLATES:
        raise Http404
    make, kind = TEMPLATES[ending]
    return _download(make(), kind, f"results.{ending}")


@require_safe
@login_required
def patient_fhir(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_for(request.user, pk)
    return _download(bundle_of(patient), "application/fhir+json", f"patient-{patient.pk}.json")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
