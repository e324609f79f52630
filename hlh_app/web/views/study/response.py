"""Response of the chosen groups."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...presenters.study.response import response_page
from ...study.asked import asked
from ...study.frame import context

PARTS = ("outcome", "care", "values", "series")


@require_safe
@login_required
def response(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    page = response_page(found, found.analysis("response"))
    return render(request, "study/response.html", context(found, "study-response", page=page))
