"""Adding a patient and correcting one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centres_where
from hlh_app.records import access
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.rows import correct_row

from ..forms.patients import PatientForm, duplicates_of
from ..keeping import opened
from ..presenters.banner import short_banner
from ..presenters.days import said_day
from ..presenters.entry_pages import patient_page
from ..presenters.identity import likely_lines
from ..presenters.merging import merge_view, saved_words
from ..submissions import once
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def patient_new(request: HttpRequest) -> HttpResponse:
    centres = centres_where(request.user, Role.CLINICIAN)
    if not centres:
        raise PermissionDenied
    sent = opened(request)
    form = PatientForm(sent.data, centres=centres)

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: create_patient(actor=request.user, centre=form.centre_chosen, **form.facts()),
        )

    if form.is_bound and form.is_valid():
        form.ask_about(likely_lines(duplicates_of(form)))
        if form.is_valid() and (pk := saved(form, write)):
            messages.success(request, _("The patient is saved. Enter the first visit next."))
            return redirect("web:patient", pk)
    return render(request, "patients/form.html", {"form": form, "page": patient_page(None)})


@login_required
@require_http_methods(["GET", "POST"])
def patient_edit(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    form = PatientForm(sent.data, row=patient)

    def write() -> object:
        return correct_row(
            actor=request.user,
            row=patient,
            version=patient.version,
            reason=form.cleaned_data["reason"],
            **form.corrections(),
        )

    if form.is_bound and form.is_valid() and saved(form, sent.closing(write)):
        messages.success(request, saved_words(_("The patient is corrected."), form))
        return redirect("web:patient", pk)
    context = {
        "form": form,
        "page": patient_page(patient),
        "banner": short_banner(patient),
        "merge": merge_view(form),
    }
    return render(request, "patients/form.html", context)


@login_required
@require_POST
def read_day(request: HttpRequest) -> HttpResponse:
    """How a typed date is read. Writes nothing."""
    return HttpResponse(said_day(request.POST.get("day", "")), content_type="text/plain")
