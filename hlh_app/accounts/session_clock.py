"""When a session began and was last used, kept on the server.

A cookie's age is not enough: the server would go on believing a copied one.
"""

from __future__ import annotations

import time
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

BEGAN, USED = "session_began", "session_used"
# What the sign-in page says about the session before, until somebody has signed in.
SAID_AT_SIGN_IN = ("session_ending", "typing_kept")
SECONDS_BETWEEN_NOTES = 60  # the last use is written down once a minute, not at every request


class Ending(Enum):
    IDLE = "idle"
    SHIFT = "shift"


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    now = int(time.time())
    for said in SAID_AT_SIGN_IN:
        request.session.pop(said, None)
    request.session[BEGAN] = request.session[USED] = now


def ending(session: SessionBase, now: float) -> Ending | None:
    """Why the session is over at `now` (seconds of the epoch), or None while it lasts."""
    began, used = session.get(BEGAN), session.get(USED)
    if began is None or now - began >= settings.SESSION_HOURS * 3600:
        return Ending.SHIFT
    if used is None or now - used >= settings.SESSION_IDLE_MINUTES * 60:
        return Ending.IDLE
    return None


def note_use(session: SessionBase, now: float) -> None:
    if now - session[USED] >= SECONDS_BETWEEN_NOTES:
        session[USED] = int(now)
