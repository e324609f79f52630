"""The chosen patients: how many, by what, and who."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "study/overview.html", context(asked(request, ()), "study"))


@require_safe
@login_required
def patients_behind(request: HttpRequest) -> HttpResponse:
    return render(request, "study/overview.html", context(asked(request, ()), "study"))
