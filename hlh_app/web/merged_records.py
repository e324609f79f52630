"""Addresses of a record that was merged into another lead to the kept one, and what was being
typed about it goes along. Nothing is written to either on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.records.access import MergedAway
from hlh_app.records.models import Patient
from hlh_app.records.services import unsaved

from . import tickets
from .forms.correction import carried

READING = ("GET", "HEAD")
# Pages about the two records themselves.
OF_TWO = ("web:merge", "web:not-the-same")
# The facts of the record that went say nothing about those of the kept one.
OF_ONE = "web:patient-edit"


class LeadToTheKept:
    """Answers for every page that asked for a record and found it merged."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, found: Exception) -> HttpResponse | None:
        if not isinstance(found, MergedAway):
            return None
        address = _address(request, found)
        if request.method in READING or _is(request, *OF_TWO):
            told = _("The record of %(gone)s was merged into this one.")
            messages.info(request, told % {"gone": found.gone.code})
            return redirect(address)
        if not _is(request, OF_ONE) and _kept_typing(request, found):
            told = _(
                "Nothing was saved: the record of %(gone)s was merged into this one. What you "
                "typed stands here. Look at it, then save it here."
            )
            messages.warning(request, told % {"gone": found.gone.code})
            return redirect(address)
        return _refused(request, found, address)


def _is(request: HttpRequest, *names: str) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in names


def _address(request: HttpRequest, found: MergedAway) -> str:
    """The same page of the kept record; its first page where there is no such."""
    match = request.resolver_match
    if match is None or _is(request, *OF_TWO):
        return reverse("web:patient", args=[found.kept.pk])
    kwargs = {
        name: found.kept.pk if value == found.gone.pk and name in ("pk", "row_pk") else value
        for name, value in match.kwargs.items()
    }
    if match.kwargs.get("table") != "patient" and "row_pk" in kwargs:
        kwargs["row_pk"] = match.kwargs["row_pk"]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse(match.view_name, kwargs=kwargs) + query


def _kept_typing(request: HttpRequest, found: MergedAway) -> bool:
    """Whether the body of the form is kept now, for the form of the kept record."""
    ticket = tickets.of_request(request)
    if ticket is None or not ticket.is_of(request.user):
        return False
    writing = ticket.writing(request.user, signed_out=False)  # type: ignore[arg-type]
    address = _led(ticket.address, found.gone, found.kept)
    boxes = tickets.boxes_of(request.POST.lists())
    try:
        there = replace(writing, address=address, patient_pk=found.kept.pk, turn=None)
        return unsaved.keep(there, boxes) is not None
    except unsaved.NotKept:
        return False


def _refused(request: HttpRequest, found: MergedAway, address: str) -> HttpResponse:
    """Without a form that can be led there: in words, with everything that was typed."""
    sent = tickets.boxes_of(request.POST.lists())
    before = carried(request.POST.get("was", ""))
    typed = [
        (name, text)
        for name, texts in sent.items()
        for text in texts
        if text.strip() and name not in ("version", "was") and text != before.get(name)
    ]
    context = {"told": str(found), "kept": found.kept, "address": address, "typed": typed}
    return render(request, "identity/moved.html", context, status=409)


def lead_typing(gone: Patient, kept: Patient) -> int:
    """What anybody is typing about the record that went is offered at the kept one."""
    own = reverse(OF_ONE, args=[gone.pk])
    return unsaved.follow(_home(gone), _home(kept), kept, but_not=own)


def _led(address: str, gone: Patient, kept: Patient) -> str:
    old = _home(gone)
    return _home(kept) + address.removeprefix(old) if address.startswith(old) else address


def _home(patient: Patient) -> str:
    return reverse("web:patient", args=[patient.pk])
