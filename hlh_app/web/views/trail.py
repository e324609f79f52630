"""Who changed what, when and why: of one record, and of everything about one patient."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.records import access
from hlh_app.records.identity.standing import where_it_went
from hlh_app.records.selectors import merges
from hlh_app.records.selectors import trail as selector

from ..presenters import trail as presenter
from ..presenters.banner import short_banner
from ..presenters.identity_merge import merge_links

ENTRIES_ON_A_PAGE = 100


@require_safe
@login_required
def patient_trail(request: HttpRequest, pk: int) -> HttpResponse:
    patient = access.patient_or_merged(request.user, pk)
    entries = Paginator(selector.of_patient(patient), ENTRIES_ON_A_PAGE)
    page = entries.get_page(request.GET.get("page"))
    context = {
        "patient": patient,
        "banner": short_banner(patient),
        "page": page,
        "entries": presenter.entries(page.object_list),
        "merged": where_it_went(patient) if patient.merged_into_id else "",
        "merges": merge_links(merges.into(patient)),
    }
    return render(request, "patients/trail.html", context)


@require_safe
@login_required
def row_trail(request: HttpRequest, pk: int, table: str, row_pk: int) -> HttpResponse:
    patient = access.patient_or_merged(request.user, pk)
    row = access.row_for(request.user, table, row_pk, patient)
    stands = patient.merged_into_id is None
    can_edit = stands and access.can_edit(request.user, patient)
    can_review = stands and access.can_review(request.user, patient)
    context = {
        "patient": patient,
        "banner": short_banner(patient),
        "row": presenter.row(row, patient.pk, can_edit, can_review),
        "entries": presenter.entries(selector.of_row(table, row_pk)),
    }
    return render(request, "patients/row_trail.html", context)
