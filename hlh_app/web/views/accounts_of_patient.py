"""The course of one patient, what may harm, and whether the papers' conditions hold."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hlh_app.records import access
from hlh_app.records.models import Patient

from ..presenters.banner import short_banner
from ..presenters.course_page import course_page
from ..presenters.eligibility_page import eligibility_page
from ..presenters.handover import handover as handover_of
from ..presenters.passages import Account
from ..presenters.safety_page import safety_page
from ..record import Record, read_record


@require_safe
@login_required
def course(request: HttpRequest, pk: int) -> HttpResponse:
    patient, record = _asked(request, pk)
    return _page(request, patient, record, course_page(record))


@require_safe
@login_required
def safety(request: HttpRequest, pk: int) -> HttpResponse:
    patient, record = _asked(request, pk)
    page = safety_page(record, request.GET.get("ctcae", ""))
    return _page(request, patient, record, page.account, page)


@require_safe
@login_required
def eligibility(request: HttpRequest, pk: int) -> HttpResponse:
    patient, record = _asked(request, pk)
    can_edit = access.can_edit(request.user, patient)
    return _page(request, patient, record, eligibility_page(record, can_edit))


@require_safe
@login_required
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The line to copy: within the patient page, or on a page of its own."""
    patient, record = _asked(request, pk)
    context = {"patient": patient, "record": record, "handover": handover_of(record)}
    if request.htmx:
        return render(request, "patients/_handover.html", context)
    return render(request, "patients/handover.html", context | {"banner": short_banner(patient)})


def _asked(request: HttpRequest, pk: int) -> tuple[Patient, Record]:
    patient = access.patient_for(request.user, pk)
    return patient, read_record(patient, request.GET, timezone.now())


def _page(
    request: HttpRequest, patient: Patient, record: Record, account: Account, page: object = None
) -> HttpResponse:
    context = {
        "patient": patient,
        "record": record,
        "banner": short_banner(patient),
        "account": account,
        "page": page,
        "can_edit": access.can_edit(request.user, patient),
    }
    return render(request, "patients/account.html", context)
