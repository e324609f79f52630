"""Survival of the chosen groups."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.statistics.survival_analysis import PARTS, SurvivalAnalysis

from ...presenters.study.survival import survival_page
from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def survival(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    page = survival_page(found, cast(SurvivalAnalysis, found.analysis("survival")))
    return render(request, "study/survival.html", context(found, "study-survival", page=page))
