"""Everybody the user may read, one line each."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hlh_app.accounts.models import READING_ROLES, Role
from hlh_app.accounts.selectors import centre_ids_where, centres_where
from hlh_app.records import summaries
from hlh_app.records.selectors.patients import listed_to

from ..forms.patient_filter import PatientFilter
from ..presenters.patient_list import lines

PATIENTS_ON_A_PAGE = 50


@require_safe
@login_required
def patients(request: HttpRequest) -> HttpResponse:
    form = PatientFilter(request.GET, centres=centres_where(request.user, *READING_ROLES))
    found = form.apply(listed_to(request.user), timezone.localdate())
    page = Paginator(found, PATIENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": lines(summaries.for_display(page.object_list), timezone.now()),
        "reads": bool(centre_ids_where(request.user, *READING_ROLES)),
        "enters": bool(centre_ids_where(request.user, Role.CLINICIAN)),
    }
    return render(request, "patients/list.html", context)
