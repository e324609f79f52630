"""Entering a visit, correcting it, and what is said beside a box while it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hlh_app.records import access
from hlh_app.records.models import Patient
from hlh_app.records.services.visits import save_visit

from ..forms.sheets import blank_sheet, judged_line, stored_sheet, typed_anew, withdrawn_visit
from ..keeping import Opened, opened
from ..presenters.banner import short_banner
from ..presenters.merging import merge_view, saved_words
from ..presenters.visit_page import correction_page, line_judged, new_page
from ..submissions import once
from .writing import saved, saved_in_turn


@login_required
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    sheet = blank_sheet(patient, sent.data)
    alone = "another_visit" not in request.POST

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: save_visit(
                actor=request.user, patient=patient, entry=sheet.entry(), alone=alone
            ),
        )

    if sheet.is_sent and sheet.is_valid() and saved(sheet, write):
        messages.success(request, _("The visit is saved."))
        return redirect("web:patient", pk)
    return _form_page(request, patient, sheet, new_page(patient, sheet))


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int, visit_pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    gone = withdrawn_visit(patient, visit_pk) if sent.data else None
    if gone:
        return _as_a_new_one(request, patient, sent, gone)
    sheet, corrected = saved_in_turn(
        lambda: stored_sheet(patient, visit_pk, sent.data),
        lambda sheet: sent.closing(lambda: _correct(request, patient, sheet))(),
    )
    if corrected:
        messages.success(request, saved_words(_("The visit is corrected."), sheet))
        return redirect("web:patient", pk)
    return _form_page(request, patient, sheet, correction_page(patient, sheet))


def _correct(request: HttpRequest, patient: Patient, sheet: Any) -> object:
    return save_visit(
        actor=request.user,
        patient=patient,
        entry=sheet.entry(),
        visit=sheet.visit,
        version=sheet.visit.version,
        reason=sheet.reason,
        content_seen=sheet.content_seen,
    )


def _as_a_new_one(request: HttpRequest, patient: Patient, sent: Opened, gone: Any) -> HttpResponse:
    """What was typed into a visit that somebody withdrew meanwhile, offered as a new visit."""
    sheet = blank_sheet(patient, typed_anew(sent.data))
    page = new_page(patient, sheet, gone)
    sent.address = page.action
    return _form_page(request, patient, sheet, page)


def _form_page(request: HttpRequest, patient: Patient, sheet: Any, page: Any) -> HttpResponse:
    banner = short_banner(patient)
    context = {"form": sheet, "page": page, "merge": merge_view(sheet), "banner": banner}
    return render(request, "visits/form.html", context)


@login_required
@require_POST
def judge(request: HttpRequest, pk: int, line: str) -> HttpResponse:
    """What is said beside one box. Reads what is typed and writes nothing."""
    patient = access.patient_to_edit(request.user, pk)
    form, age_days = judged_line(patient, line, request.POST)
    return render(request, "visits/_judged.html", {"judged": line_judged(form, age_days)})
