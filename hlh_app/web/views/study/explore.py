"""Explore of the chosen groups."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def explore(request: HttpRequest) -> HttpResponse:
    return render(request, "study/explore.html", context(asked(request, ()), "study-explore"))
