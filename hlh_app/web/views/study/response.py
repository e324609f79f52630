"""Response of the chosen groups."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records.selectors.study_parts import part_of

from ...presenters.study.response import response_page
from ...study.asked import asked
from ...study.frame import context

PARTS = ("outcome", "care")


@require_safe
@login_required
def response(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    texts = partial(part_of, request.user, name="series")
    page = response_page(found, found.analysis("response"), texts)
    return render(request, "study/response.html", context(found, "study-response", page=page))
