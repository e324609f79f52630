"""The published cohorts, drawn and tabled."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.cohorts.library import load_cohorts

from ..presenters.cohorts import cohorts_page


@require_safe
@login_required
def cohorts(request: HttpRequest) -> HttpResponse:
    return render(request, "cohorts/cohorts.html", {"page": cohorts_page(load_cohorts())})
