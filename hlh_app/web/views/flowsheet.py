"""The flowsheet of one patient, and what its cells ask for, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hlh_app.records import access
from hlh_app.records.models import Patient
from hlh_app.records.selectors.flowsheet import results_beside
from hlh_app.records.services.cells import clear_cell, save_cell, undo_cell
from hlh_app.records.services.errors import Refused, StaleWrite

from ..forms.flowsheet import CellForm, ColumnForm, TakenBackForm, Unread
from ..forms.sheets import zone_of
from ..presenters import flowsheet_answers as answers
from ..presenters.banner import short_banner
from ..presenters.flowsheet_page import columns_of, page_of, today_of
from ..submissions import key_of, once

Answer = dict[str, Any]


@require_safe
@login_required
def flowsheet(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_for(request.user, pk)
    edits = access.can_edit(request.user, patient)
    page = page_of(patient, edits=edits, everything=request.GET.get("all") == "1")
    context = {"patient": patient, "banner": short_banner(patient), "page": page, "edits": edits}
    return render(request, "flowsheet/flowsheet.html", context)


@login_required
@require_POST
def column(request: HttpRequest, pk: int) -> JsonResponse:
    """The column that a typed date stands for. Writes nothing."""
    patient = access.patient_to_edit(request.user, pk)
    form = ColumnForm(request.POST, zone=zone_of(patient), today=today_of(patient).day)
    try:
        found = form.moments() if form.is_valid() else []
    except ValidationError as refused:
        return JsonResponse({"state": "refused", "message": " ".join(refused.messages)})
    if not found:
        return JsonResponse({"state": "refused", "message": _("Enter the date.")})
    return JsonResponse(answers.columns(columns_of(patient, found), certain=form.is_certain))


@login_required
@require_POST
def cell(request: HttpRequest, pk: int) -> JsonResponse:
    patient = access.patient_to_edit(request.user, pk)
    form = CellForm(request.POST, zone=zone_of(patient))
    if not form.is_valid():
        return JsonResponse({"state": "refused", "message": form.wrong})
    try:
        asked = form.cell()
    except Unread as unread:
        return JsonResponse(answers.unread(unread.message, unread.options, unread.asks))
    reason = form.cleaned_data["reason"]
    return _answer(
        request,
        patient,
        lambda: save_cell(actor=request.user, patient=patient, cell=asked, reason=reason),
        form.token,
    )


@login_required
@require_POST
def clear(request: HttpRequest, pk: int) -> JsonResponse:
    return _take_back(
        request,
        pk,
        lambda patient, form: clear_cell(
            actor=request.user, patient=patient, **form.named("pk", "version", "reason")
        ),
    )


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> JsonResponse:
    return _take_back(
        request,
        pk,
        lambda patient, form: undo_cell(
            actor=request.user, patient=patient, **form.named("pk", "made")
        ),
    )


def _take_back(request: HttpRequest, pk: int, write: Callable[..., Any]) -> JsonResponse:
    patient = access.patient_to_edit(request.user, pk)
    form = TakenBackForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "message": _("Reload the page.")})
    return _answer(request, patient, lambda: write(patient, form))


def _answer(
    request: HttpRequest, patient: Patient, write: Callable[[], Any], token: str = ""
) -> JsonResponse:
    """What is stored after the write, which happens once however often it is sent."""
    unit = request.POST.get("row_unit", "")
    if request.POST.get("person") != str(request.user.pk):
        return JsonResponse({"state": "person", "message": _("Somebody else is signed in here.")})
    try:
        written = once(request, key_of(request.POST), write)
    except StaleWrite as stale:
        return JsonResponse(answers.conflict(stale, results_beside(stale.row_now), unit))
    except Refused as refused:
        return JsonResponse(answers.refused(refused, token))
    row = access.row_for(request.user, "observation", written, patient)
    return JsonResponse(answers.saved(row, results_beside(row), unit))
