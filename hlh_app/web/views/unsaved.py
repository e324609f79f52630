"""What is typed and not saved yet: kept while it is typed, thrown away, and saved from refusals."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hlh_app.records.services import unsaved

from .. import tickets
from ..keeping import keep as keep_body
from ..middleware import kept_anyway
from ..presenters.unsaved import answer, back_to


# The ticket in the body is the proof that the page is ours: no other site can know one.
@csrf_exempt
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed into one form for the person to whom it was shown, signed in or not."""
    ticket = tickets.of_request(request)
    if ticket is None:
        return JsonResponse(
            {"why": _("Open the form again: this page is too old.")},
            status=422 if request.user.is_authenticated else 401,
        )
    if request.POST.get("unchanged") and ticket.is_of(request.user):
        unsaved.forget(ticket.writing(request.user, signed_out=False))
        return JsonResponse({"unchanged": True} | back_to(request, ticket))
    try:
        turn = request.POST.get("turn", "")
        line = keep_body(request, ticket, int(turn[:9]) if turn.isdecimal() else None)
    except unsaved.NotKept as refused:
        return JsonResponse({"why": str(refused)} | back_to(request, ticket), status=422)
    return JsonResponse(answer(request, ticket, line))


keep.keeps_typing_itself = True  # type: ignore[attr-defined]


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what was typed, and open the form anew."""
    ticket = tickets.of_request(request)
    if ticket is None or not ticket.is_of(request.user):
        return redirect("web:home")
    unsaved.close(user=request.user, address=ticket.address, key=ticket.key, page=ticket.page)
    return redirect(ticket.address)


discard.keeps_typing_itself = True  # type: ignore[attr-defined]


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The proof that a page is ours failed, most often because of a sign-in in another window.
    What was typed is kept all the same."""
    ticket = tickets.of_request(request)
    context = {}
    if ticket and kept_anyway(request, ticket):
        context = {"kept": True, "mine": ticket.is_of(request.user), "address": ticket.address}
    return render(request, "403_csrf.html", context, status=403)
