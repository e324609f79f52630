"""Records that may be one person's: finding them, merging two, undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlh_app.accounts.models import READING_ROLES, Role
from hlh_app.accounts.selectors import centres_where, role_in
from hlh_app.records import access
from hlh_app.records.identity.deciding import not_the_same, said_apart
from hlh_app.records.identity.likely import pairs_of, similar_to
from hlh_app.records.identity.merging import merge as merge_records
from hlh_app.records.identity.person import person_of
from hlh_app.records.identity.plan import plan_of
from hlh_app.records.identity.undoing import entered_since, later_merge, undo

from ..forms.identity import MergeForm, OtherRecordForm, UndoForm
from ..keeping import opened
from ..merged_records import lead_typing
from ..presenters import identity as presenter
from ..presenters import identity_merge as merging
from ..presenters.banner import short_banner
from ..submissions import once
from .writing import saved

PAIRS_ON_A_PAGE = 50
both = require_http_methods(["GET", "POST"])


@require_safe
@login_required
def same_person(request: HttpRequest) -> HttpResponse:
    """All likely pairs of one centre; of several centres, the one asked for."""
    centres = list(centres_where(request.user, *READING_ROLES).order_by("code"))
    asked = request.GET.get("centre", "")
    centre = next((one for one in centres if one.code == asked), centres[0] if centres else None)
    if centre is None:
        return render(request, "identity/same_person.html", {"reads": False})
    pairs = pairs_of(centre)
    page = Paginator(pairs.found, PAIRS_ON_A_PAGE).get_page(request.GET.get("page"))
    may_merge = role_in(request.user, centre) == Role.CLINICIAN
    context = {
        "reads": True,
        "centre": centre,
        "centres": centres if len(centres) > 1 else [],
        "page": page,
        "lines": presenter.pair_lines(page.object_list, may_merge),
        "crowds": presenter.crowd_lines(pairs),
    }
    return render(request, "identity/same_person.html", context)


@require_safe
@login_required
def same_person_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may be this patient, and the way to merge with any other record by its code."""
    patient = access.patient_to_edit(request.user, pk)
    form = OtherRecordForm(request.GET or None, patient=patient)
    if form.is_bound and form.is_valid() and form.other:
        return redirect("web:merge", pk, form.other.pk)
    found = similar_to(patient.centre, person_of(patient))
    context = {
        "form": form,
        "patient": patient,
        "banner": short_banner(patient),
        "lines": presenter.likely_lines(found, patient),
    }
    return render(request, "identity/same_person_as.html", context)


@login_required
@both
def merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    kept = access.patient_to_edit(request.user, pk)
    gone = access.patient_to_edit(request.user, other_pk)
    sent = opened(request)
    plan = plan_of(kept, gone)
    form = MergeForm(sent.data, plan=plan)

    def write() -> object:
        return merge_records(
            actor=request.user,
            kept=kept,
            gone=gone,
            chosen=form.chosen,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
        )

    def written() -> int:
        return once(request, sent.key, write)

    if _asked_to_write(request, form) and (made := saved(form, written)):
        lead_typing(gone, kept)
        messages.success(request, _("The two records are one now. This can be undone here."))
        return redirect("web:merged", pk, made)
    form.look_again()
    said = said_apart(kept, gone)
    page = merging.merge_page(plan, form.chosen, said, timezone.now())
    return render(request, "identity/merge.html", {"form": form, "page": page})


def _asked_to_write(request: HttpRequest, form: MergeForm) -> bool:
    """Not when the page was only to be worked out anew."""
    return request.method == "POST" and "look" not in request.POST and form.is_valid()


@login_required
@require_POST
def two_people(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    one = access.patient_to_edit(request.user, pk)
    other = access.patient_to_edit(request.user, other_pk)
    not_the_same(actor=request.user, one=one, other=other)
    told = _("%(one)s and %(other)s are two people: they are not listed together again.")
    messages.success(request, told % {"one": one.code, "other": other.code})
    return redirect("web:same-person")


@login_required
@both
def merged(request: HttpRequest, pk: int, merge_pk: int) -> HttpResponse:
    """What a merge did, and the way to undo it."""
    patient = access.patient_or_merged(request.user, pk)
    if request.method == "POST":
        patient = access.patient_to_edit(request.user, pk)
    made = access.merge_for(request.user, merge_pk, patient)
    form = UndoForm(request.POST or None)

    def write() -> object:
        return undo(actor=request.user, merge=made, **form.cleaned_data)

    if form.is_bound and form.is_valid() and (done := saved(form, write)):
        messages.success(request, merging.undone_line(done))
        return redirect("web:merged", pk, merge_pk)
    since = entered_since(made) if made.undone_at is None else {}
    page = merging.merged_page(made, later_merge(made), since)
    may_undo = access.can_edit(request.user, patient) and not (page.undone or page.cannot)
    context = {"form": form, "page": page, "banner": short_banner(patient), "may_undo": may_undo}
    return render(request, "identity/merged.html", context)
