"""Entering a visit, correcting it, and what is said beside a box while it is typed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hlh_app.records import access
from hlh_app.records.services.visits import save_visit

from ..forms.sheets import blank_sheet, judged_line, stored_sheet
from ..keeping import opened
from ..presenters.banner import short_banner
from ..presenters.entry_pages import changed_line
from ..presenters.visit_page import correction_page, line_judged, new_page
from ..submissions import once
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    form = opened(request)
    sheet = blank_sheet(patient, form.data)

    def write() -> int:
        return once(
            request,
            form.key,
            lambda: save_visit(actor=request.user, patient=patient, entry=sheet.entry()),
        )

    if sheet.is_sent and sheet.is_valid() and saved(sheet, write):
        messages.success(request, _("The visit is saved."))
        return redirect("web:patient", pk)
    context = {"form": sheet, "page": new_page(patient, sheet)}
    return render(request, "visits/form.html", context | {"banner": short_banner(patient)})


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int, visit_pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    form = opened(request)
    sheet = stored_sheet(patient, visit_pk, form.data)

    def write() -> object:
        return save_visit(
            actor=request.user,
            patient=patient,
            entry=sheet.entry(),
            visit=sheet.visit,
            version=sheet.visit.version,
            reason=sheet.reason,
        )

    if sheet.is_sent and sheet.is_valid() and saved(sheet, form.closing(write)):
        messages.success(request, _("The visit is corrected."))
        return redirect("web:patient", pk)
    context = {
        "form": sheet,
        "page": correction_page(patient, sheet),
        "banner": short_banner(patient),
        "changed_line": changed_line(sheet, patient),
    }
    return render(request, "visits/form.html", context)


@login_required
@require_POST
def judge(request: HttpRequest, pk: int, line: str) -> HttpResponse:
    """What is said beside one box. Reads what is typed and writes nothing."""
    patient = access.patient_to_edit(request.user, pk)
    form, age_days = judged_line(patient, line, request.POST)
    return render(request, "visits/_judged.html", {"judged": line_judged(form, age_days)})
