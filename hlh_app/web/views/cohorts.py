"""The published cohorts, drawn and tabled, and those of other centres that were loaded."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.cohorts.library import load_cohorts

from ..presenters.cohorts import cohorts_page
from ..presenters.study.loaded import loaded_page
from ..study.loaded import loaded


@require_safe
@login_required
def cohorts(request: HttpRequest) -> HttpResponse:
    shown = {
        "page": cohorts_page(load_cohorts()),
        "loaded": loaded_page(loaded(request.user), request.user),
    }
    return render(request, "cohorts/cohorts.html", shown)
