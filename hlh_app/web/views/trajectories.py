"""The trajectories, fetched when they are scrolled to; a page of their own without JavaScript."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..presenters.banner import short_banner
from ..presenters.parts import part
from ..presenters.trajectories import trajectories as drawn
from ..record import record_for


@require_safe
@login_required
def trajectories(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    context = {"patient": record.patient, "record": record, "part": part(drawn, record)}
    if request.htmx:
        return render(request, "patients/_trajectories.html", context)
    context["banner"] = short_banner(record.patient)
    return render(request, "patients/trajectories.html", context)
