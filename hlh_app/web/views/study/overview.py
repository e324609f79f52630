"""The chosen patients: how many, by what, and who; and the patients behind one number."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
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
    if topic is None:
        raise Http404(_("There is no number with this name."))
    found = asked(request, topic.parts)
    page = behind_presenter.behind(found, key, request.GET.get("page"))
    if page is None:
        raise Http404(_("There is no number with this name in these groups."))
    return render(request, "study/patients.html", context(found, "study-patients", page=page))
