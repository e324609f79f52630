"""Response of the chosen groups, and of each patient in them."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records.selectors.study_parts import part_of

from ...presenters.study.response import drawings, response_page
from ...study.asked import asked
from ...study.frame import context

PARTS = ("outcome",)
PARTS_DRAWN = ("outcome", "care")


@require_safe
@login_required
def response(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    page = response_page(found, found.analysis("response"))
    return render(request, "study/response.html", context(found, "study-response", page=page))


@require_safe
@login_required
def patients(request: HttpRequest) -> HttpResponse:
    """Patient by patient: a part of the page above, or a page of its own."""
    found = asked(request, PARTS_DRAWN)
    drawn = drawings(found, partial(part_of, request.user, name="series"))
    part = "study/_response_patients.html"
    whole = part if request.htmx else "study/response_patients.html"
    return render(request, whole, context(found, "study-response", drawings=drawn))
