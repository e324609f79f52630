"""What sign-in needs beyond allauth."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """A page tells that somebody is typing, so that a long form does not end the session.

    The middleware has noted the use, or ended the session, before this is reached.
    """
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
