"""What allauth raises to go elsewhere first, such as asking for the password once more."""

from __future__ import annotations

from allauth.account.middleware import AccountMiddleware
from django.http import HttpRequest, HttpResponse


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Allauth's answer to an exception of its own; None for any other."""
    middleware = AccountMiddleware(lambda _request: HttpResponse())
    answer: HttpResponse | None = middleware.process_exception(request, error)
    return answer
