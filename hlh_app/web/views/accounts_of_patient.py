"""The course of one patient, what may harm, and whether the papers' conditions hold."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records import access

from ..presenters.banner import short_banner
from ..presenters.course_page import course_page
from ..presenters.eligibility_page import eligibility_page
from ..presenters.handover import handover as handover_of
from ..presenters.passages import Account
from ..presenters.safety_page import safety_page
from ..record import Record, record_for


@require_safe
@login_required
def course(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    return _page(request, record, course_page(record))


@require_safe
@login_required
def safety(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    page = safety_page(record, request.GET.get("ctcae", ""))
    return _page(request, record, page.account, page)


@require_safe
@login_required
def eligibility(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    can_edit = access.can_edit(request.user, record.patient)
    return _page(request, record, eligibility_page(record, can_edit))


@require_safe
@login_required
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The line to copy: within the patient page, or on a page of its own."""
    record = record_for(request, pk)
    context = {"patient": record.patient, "record": record, "handover": handover_of(record)}
    if request.htmx:
        return render(request, "patients/_handover.html", context)
    banner = short_banner(record.patient)
    return render(request, "patients/handover.html", context | {"banner": banner})


def _page(
    request: HttpRequest, record: Record, account: Account, page: object = None
) -> HttpResponse:
    patient = record.patient
    context = {
        "patient": patient,
        "record": record,
        "banner": short_banner(patient),
        "account": account,
        "page": page,
        "can_edit": access.can_edit(request.user, patient),
    }
    return render(request, "patients/account.html", context)
