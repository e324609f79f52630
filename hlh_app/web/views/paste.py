"""A block of results: pasted, looked at, then kept as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.models import ImportBatch
from hlh_app.records.selectors.imports import kept_before

from ..forms.paste import PasteForm
from ..keeping import opened
from ..pasting import keep_pasted
from ..presenters.banner import short_banner
from ..presenters.paste import paste_page, told
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    form = PasteForm(sent.data, patient=patient)
    digest = form.sent_digest(sent.key)

    def write() -> ImportBatch:
        return keep_pasted(actor=request.user, patient=patient, pasted=form.pasted, digest=digest)

    batch = kept_before(patient, digest) if form.is_confirming else None
    if not batch and form.is_bound and form.is_valid() and form.is_ready:
        batch = saved(form, sent.closing(write))
    if batch:
        for level, said in told(batch, form.pasted):
            messages.add_message(request, level, said)
        return redirect("web:patient", pk)
    page = paste_page(patient, form.pasted)
    banner = short_banner(patient)
    context = {"form": form, "page": page, "patient": patient, "banner": banner}
    reread = request.headers.get("HX-Request") and not form.is_confirming
    return render(request, f"paste/{'reread' if reread else 'paste'}.html", context)
