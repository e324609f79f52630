"""Toxicity of the chosen groups."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.statistics.toxicity_table import ToxicityTable

from ...presenters.study.safety import safety_page
from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def safety(request: HttpRequest) -> HttpResponse:
    found = asked(request, ("harm",))
    page = safety_page(found, cast(ToxicityTable, found.analysis("safety")))
    return render(request, "study/safety.html", context(found, "study-safety", page=page))
