"""Many temperatures at once: written in lines, looked at, then saved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.services.temperatures import record_temperatures

from ..forms.sheets import temperatures_form
from ..keeping import opened
from ..presenters.banner import short_banner
from ..presenters.entry_pages import temperatures_page
from ..submissions import once
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def temperatures(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    sent = opened(request)
    form = temperatures_form(patient, sent.data)

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: record_temperatures(
                actor=request.user, patient=patient, readings=form.entries()
            ),
        )

    if form.is_bound and form.is_valid() and form.is_ready and saved(form, write):
        messages.success(request, _("The temperatures are saved."))
        return redirect("web:patient", pk)
    page = temperatures_page(patient, form)
    context = {"form": form, "page": page, "banner": short_banner(patient)}
    return render(request, "visits/temperatures.html", context)
