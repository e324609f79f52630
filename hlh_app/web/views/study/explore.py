"""One test of the chosen groups over time."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.cohorts.library import cohort
from hlh_app.statistics.trajectories import part_of, trajectories

from ...forms.study.explore import ExploreForm
from ...presenters.study.explore import explore_page
from ...study.asked import asked
from ...study.frame import context
from ...study.loaded import loaded


@require_safe
@login_required
def explore(request: HttpRequest) -> HttpResponse:
    form = ExploreForm(request.GET)
    chosen = asked(request, (part_of(form.code),))
    found = chosen.answer(
        f"explore/{form.code}/{form.spans}",
        lambda: trajectories(chosen.subjects, chosen.groups, form.code, form.spans),
    )
    others = (cohort("chi2020"), *(row.cohort for row in loaded(request.user)))
    page = explore_page(chosen, form, found, others)
    return render(request, "study/explore.html", context(chosen, "study-explore", page=page))
