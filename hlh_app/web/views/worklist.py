"""Home: what is due, overdue or decisive today, one line a patient."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hlh_app.accounts.models import READING_ROLES
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.worklist import worklist as entries_of

from ..presenters.worklist import lines

PATIENTS_ON_A_PAGE = 50


@require_safe
@login_required
def worklist(request: HttpRequest) -> HttpResponse:
    patients = visible_to(request.user)
    entries = entries_of(patients, timezone.now())
    page = Paginator(entries, PATIENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(page.object_list),
        "left_out": entries.left_out,
        "patients": patients.count(),
        "reads": bool(centre_ids_where(request.user, *READING_ROLES)),
    }
    return render(request, "worklist/worklist.html", context)
