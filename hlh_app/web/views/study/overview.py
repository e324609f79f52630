"""The chosen patients: how many, by what, and who; and the patients behind one number."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records.selectors import study
from hlh_app.statistics.everything import topic_of

from ...presenters.study import behind as behind_presenter
from ...presenters.study import overview as presenter
from ...study.asked import asked
from ...study.frame import context

EVERYBODY = "cohort/n/a"


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    found = asked(request, ())
    page = presenter.overview(found, study.saved_cohorts(request.user))
    return render(request, "study/overview.html", context(found, "study", page=page))


@require_safe
@login_required
def patients_behind(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("of") or EVERYBODY
    topic = topic_of(key)
    found = asked(request, topic.parts if topic else ())
    page = behind_presenter.behind(found, key, request.GET.get("page")) if topic else None
    shown = context(found, "study-patients", page=page)
    return render(request, "study/patients.html", shown, status=404 if page is None else 200)
