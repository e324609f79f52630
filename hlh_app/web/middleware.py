"""No form is lost on its way: not to a session that has ended, and not to a refusal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hlh_app.records.services.unsaved import NotKept

from . import tickets
from .keeping import keep

Handler = Callable[[HttpRequest], HttpResponse]
KEPT = "typing_kept"


class KeepTyping:
    """Whoever is signed in now, a form belongs to the person to whom it was shown.

    After sign-out its body is kept for that person, and sign-in leads back to it. When somebody
    else has signed in, nothing of it is written under their name.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 200:
            _keep_what_was_refused(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "keeps_typing_itself", False):
            return None
        ticket = tickets.of_request(request)
        if ticket is None or ticket.is_of(request.user):
            return None
        kept = kept_anyway(request, ticket)
        if request.user.is_authenticated:
            return render(request, "unsaved/not_yours.html", {"kept": kept}, status=403)
        request.session[KEPT] = kept
        return None  # the view asks for sign-in and leads back


def kept_anyway(request: HttpRequest, ticket: tickets.Ticket) -> bool:
    """Whether the body is kept now."""
    with suppress(NotKept):
        return keep(request, ticket) is not None
    return False


def _keep_what_was_refused(request: HttpRequest) -> None:
    """A form that comes back is not saved: without scripts this is the only time it is kept."""
    ticket = tickets.of_request(request)
    if ticket and hasattr(request, "opened_form") and ticket.is_of(request.user):
        kept_anyway(request, ticket)
