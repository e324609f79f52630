"""What the pages of groups write: saved cohorts, and rows brought up to date."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hlh_app.accounts.models import READING_ROLES
from hlh_app.accounts.selectors import centres_where
from hlh_app.records.selectors import study
from hlh_app.records.services import saved_cohorts as services
from hlh_app.records.services.errors import Refused
from hlh_app.records.study_rows import store_all

from ... import progress
from ...forms.study.definition import definition_of


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponseBase:
    """Make and store the rows of the reader's centres that are out of date."""
    user, back = request.user, _back(request)

    def work(watch: Any) -> int:
        return store_all(study.outdated(user), watch)

    if progress.wanted(request):
        return progress.told(request, work, lambda _done: {"url": back})
    done = work(None)
    said = ngettext("%(n)s patient is up to date.", "%(n)s patients are up to date.", done)
    messages.success(request, said % {"n": done})
    return redirect(back)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    definition = definition_of(QueryDict(request.POST.get("definition", ""))).urlencode()
    centre = get_object_or_404(
        centres_where(request.user, *READING_ROLES), code=request.POST.get("centre", "")
    )
    try:
        kept = services.save_cohort(
            actor=request.user,
            centre=centre,
            name=request.POST.get("name", ""),
            definition=definition,
        )
    except Refused as refused:
        messages.error(request, progress.said(refused))
    else:
        messages.success(request, _("Saved as %(name)s.") % {"name": kept.name})
    return redirect(f"{reverse('web:study')}?{definition}")


@require_POST
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a saved cohort, or withdraw it."""
    cohort = get_object_or_404(study.saved_cohorts(request.user), pk=pk)
    try:
        if "withdraw" in request.POST:
            services.withdraw_cohort(actor=request.user, cohort=cohort)
            messages.success(request, _("%(name)s is withdrawn.") % {"name": cohort.name})
        else:
            name = request.POST.get("name", "")
            cohort = services.rename_cohort(actor=request.user, cohort=cohort, name=name)
            messages.success(request, _("Renamed to %(name)s.") % {"name": cohort.name})
    except Refused as refused:
        messages.error(request, progress.said(refused))
    return redirect(f"{reverse('web:study')}?{cohort.definition}")


def _back(request: HttpRequest) -> str:
    """The page of the analyses from which this was sent."""
    start, wanted = reverse("web:study"), request.POST.get("next", "")
    return wanted if wanted.startswith(start) else start
