"""A visit as it is signed; a clinician signs it, every reader may look."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.services.signing import is_signed, sign_visit

from ..forms.signing import SignForm
from ..presenters.banner import short_banner
from ..presenters.signing import sign_page
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def visit_sign(request: HttpRequest, pk: int, visit_pk: int) -> HttpResponse:
    patient = access.patient_for(request.user, pk)
    if request.method == "POST":
        patient = access.patient_to_edit(request.user, pk)
    visit = access.row_for(request.user, "visit", visit_pk, patient)
    form = SignForm(request.POST or None, visit=visit)

    def write() -> object:
        seen = visit.content_changed_at
        return sign_visit(actor=request.user, visit=visit, version=visit.version, content_seen=seen)

    if form.is_bound and form.is_valid() and saved(form, write):
        messages.success(request, _("The visit is signed."))
        return redirect("web:visit-sign", pk, visit_pk)
    can_edit = access.can_edit(request.user, patient)
    context = {
        "form": form,
        "page": sign_page(patient, visit, can_edit=can_edit),
        "banner": short_banner(patient),
        "may_sign": can_edit and not visit.entered_in_error and not is_signed(visit),
    }
    return render(request, "visits/sign.html", context)
