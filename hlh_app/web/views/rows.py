"""Adding, correcting and withdrawing one row, whatever its table."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.services.rows import correct_row, enter_in_error, record_row

from ..forms.kinds import Kind
from ..forms.observation import ObservationForm
from ..forms.sheets import zone_of
from ..forms.withdrawal import WithdrawalForm
from ..keeping import opened
from ..presenters import entry_pages
from ..presenters.banner import short_banner
from ..presenters.merging import merge_view, saved_words
from ..submissions import once
from .writing import saved

both = require_http_methods(["GET", "POST"])


@login_required
@both
def row_new(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    form = kind.form(sent.data, zone=zone_of(patient))

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: record_row(
                actor=request.user, model=kind.model, patient=patient, **form.facts()
            ),
        )

    if form.is_bound and form.is_valid() and saved(form, write):
        messages.success(request, kind.saved)
        return redirect("web:patient", pk)
    page = entry_pages.adding(patient, kind)
    return _form_page(request, form, page, patient)


@login_required
@both
def row_edit(request: HttpRequest, pk: int, kind: Kind, row_pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    row = access.row_for(request.user, kind.table, row_pk, patient)
    sent = opened(request)
    form = kind.form(sent.data, row=row, zone=zone_of(patient))
    if _corrected(request, sent, form, row):
        messages.success(request, saved_words(kind.saved, form))
        return redirect("web:patient", pk)
    page = entry_pages.correcting(patient, row, str(kind.correct))
    return _form_page(request, form, page, patient)


@login_required
@both
def observation(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    row = access.row_for(request.user, "observation", row_pk, patient)
    sent = opened(request)
    form = ObservationForm(sent.data, row=row, zone=zone_of(patient))
    if _corrected(request, sent, form, row):
        messages.success(request, saved_words(_("The result is corrected."), form))
        return redirect("web:patient", pk)
    page = entry_pages.correcting(patient, row, entry_pages.correct_result(row))
    return _form_page(request, form, page, patient)


@login_required
@both
def withdraw(request: HttpRequest, pk: int, table: str, row_pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    if table == "patient":
        raise Http404
    row = access.row_for(request.user, table, row_pk, patient)
    sent = opened(request)
    form = WithdrawalForm(sent.data, row=row)

    def write() -> object:
        return enter_in_error(actor=request.user, row=row, **form.cleaned_data)

    if form.is_bound and form.is_valid() and saved(form, sent.closing(write)):
        messages.success(request, _("It is marked as entered in error, and no rule uses it."))
        return redirect("web:patient", pk)
    page = entry_pages.withdrawing(patient, row)
    return _form_page(request, form, page, patient)


def _corrected(request: HttpRequest, sent, form, row) -> object:
    """Whether the form was sent and its changes are written."""
    if not (form.is_bound and form.is_valid()):
        return None
    reason = form.cleaned_data.get("reason", "")

    def write() -> object:
        return correct_row(
            actor=request.user, row=row, version=row.version, reason=reason, **form.corrections()
        )

    return saved(form, sent.closing(write))


def _form_page(request: HttpRequest, form, page, patient) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "banner": short_banner(patient),
        "merge": merge_view(form),
    }
    return render(request, "rows/form.html", context)
