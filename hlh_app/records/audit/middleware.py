"""Names the signed-in user for writes that go past the services: the admin and the account pages.

The pages of the application write through services, which say who acts and why themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hlh_app.accounts.interruptions import answer_to
from hlh_app.records.audit.actor import acting

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
OWN_SERVICES = "web"  # address namespace


class RecordActor:
    """Must be the last middleware: it calls the view itself, so that an error undoes all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if (
            request.method in READING
            or not request.user.is_authenticated
            or (match is not None and OWN_SERVICES in match.namespaces)
        ):
            return None
        try:
            with acting(request.user):
                return view(request, *args, **kwargs)
        except Exception as error:
            # Django shows a view's exceptions to the middleware, except when one calls the view.
            answer = answer_to(request, error)
            if answer is None:
                raise
            return answer
