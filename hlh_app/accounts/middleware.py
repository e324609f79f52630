"""Ends sessions that are over, and sets the clock to the user's centre."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import selectors, session_clock
from .session_clock import Ending

Handler = Callable[[HttpRequest], HttpResponse]
SAID = {
    Ending.IDLE: _("You were signed out because nothing was done for a while. Sign in to go on."),
    Ending.SHIFT: _("You were signed out because the session was as long as a shift."),
}


class SessionLimits:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            ending = session_clock.ending(request.session, now)
            if ending:
                logout(request)
                request.session["session_ending"] = ending.value
            else:
                session_clock.note_use(request.session, now)
        return self.get_response(request)


class CentreTimeZone:
    """Ward staff read times on the ward's clock."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        centre = selectors.centre_of(request.user)
        with timezone.override(centre.time_zone if centre else None):
            return self.get_response(request)
