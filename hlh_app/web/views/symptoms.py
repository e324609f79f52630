"""The symptom checklist of one patient."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hlh_app.records import access
from hlh_app.records.services.adverse import record_checklist

from ..forms.adverse import ChecklistForm
from ..forms.sheets import zone_of
from ..keeping import opened
from ..presenters.banner import short_banner
from ..presenters.entry_pages import checklist_page
from ..submissions import once
from .writing import saved


@login_required
@require_http_methods(["GET", "POST"])
def symptoms(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_to_edit(request.user, pk)
    today = timezone.now().astimezone(zone_of(patient)).date()
    sent = opened(request)
    form = ChecklistForm(sent.data, initial={"on": today})

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: record_checklist(
                actor=request.user,
                patient=patient,
                on=form.cleaned_data["on"],
                answers=form.answers(),
            ),
        )

    if form.is_bound and form.is_valid() and saved(form, write):
        messages.success(request, _("The answers are saved."))
        return redirect("web:patient", pk)
    page = checklist_page(patient)
    context = {"form": form, "page": page, "banner": short_banner(patient)}
    return render(request, "rows/symptoms.html", context)
