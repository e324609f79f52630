"""Many temperatures at once: written in lines or exported from a chart, looked at, then saved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.models import ImportBatch
from hlh_app.records.selectors.imports import kept_before

from ..forms.sheets import temperatures_form
from ..keeping import opened
from ..presenters.banner import short_banner
from ..presenters.temperatures import temperatures_page, told
from ..thermometer import keep_readings
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def temperatures(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    form = temperatures_form(patient, sent.data)
    digest = form.sent_digest(sent.key)

    def write() -> ImportBatch:
        shown = form.previews
        return keep_readings(actor=request.user, patient=patient, shown=shown, digest=digest)

    batch = kept_before(patient, digest) if form.is_confirming else None
    if not batch and form.is_bound and form.is_valid() and form.is_ready:
        batch = saved(form, sent.closing(write))
    if batch:
        for level, said in told(batch, form):
            messages.add_message(request, level, said)
        return redirect("web:patient", pk)
    page = temperatures_page(patient, form)
    context = {"form": form, "page": page, "banner": short_banner(patient)}
    return render(request, "visits/temperatures.html", context)
