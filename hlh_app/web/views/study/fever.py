"""Temperature and glucocorticoid of the chosen groups."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.statistics.fever_by_day import fever_by_day
from hlh_app.statistics.glucocorticoid_by_day import glucocorticoid_by_day

from ...presenters.study.fever import fever_page
from ...study.asked import asked
from ...study.frame import context

PARTS = ("fever", "care")


@require_safe
@login_required
def fever(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    given = glucocorticoid_by_day(found.subjects, found.groups)
    page = fever_page(found, fever_by_day(found.subjects, found.groups), given)
    return render(request, "study/fever.html", context(found, "study-fever", page=page))
