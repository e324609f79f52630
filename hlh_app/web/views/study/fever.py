"""Temperature and glucocorticoid of the chosen groups."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.statistics.everything import parts_of
from hlh_app.statistics.fever_by_day import FeverByDay
from hlh_app.statistics.glucocorticoid_by_day import GlucocorticoidByDay

from ...presenters.study.fever import fever_page
from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def fever(request: HttpRequest) -> HttpResponse:
    chosen = asked(request, parts_of(("fever", "glucocorticoid")))
    temperatures = cast(FeverByDay, chosen.analysis("fever"))
    given = cast(GlucocorticoidByDay, chosen.analysis("glucocorticoid"))
    page = fever_page(chosen, temperatures, given)
    return render(request, "study/fever.html", context(chosen, "study-fever", page=page))
