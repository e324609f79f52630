"""A form that is sent twice is written once."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hlh_app.records.services import unsaved
from hlh_app.records.services.errors import Refused

from . import tickets

REMEMBERED_SECONDS = 24 * 3600
SAVED_BEFORE = gettext_noop(
    "This page was saved before, with other content, and that stands. Correct it from the "
    "patient's page; to add another, open the page for adding anew."
)
# The token against forgery, the ticket of the page, and the answer to the question whether the
# patient is a new one, which the second click of two is asked because of the first.
NO_CONTENT = ("csrfmiddlewaretoken", "another_patient", tickets.BOX)
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Goes into the form when it is first shown."""
    return uuid4().hex


def key_of(data: Any) -> str:
    """The form's own key when it is shown again, a new one otherwise."""
    sent = data.get("submission", "")
    return sent if _KEY.fullmatch(sent) else new_key()


def once(request: HttpRequest, key: str, write: Callable[[], Any]) -> int:
    """Primary key of what ``write`` wrote, now or when the same form was sent before.

    The key is kept in the transaction of the write (the cache is a table of the same database):
    a second submission waits for the first to end, and a refused one leaves no key behind. Raises
    Refused when the form was saved before with other content: that would be lost without a word.
    """
    name = f"submission:{request.user.pk}:{key}"
    content = _content(request)
    with transaction.atomic():
        if cache.add(name, (content, 0), REMEMBERED_SECONDS):
            written = int(write().pk)
            close(request)
            cache.set(name, (content, written), REMEMBERED_SECONDS)
            return written
        before, written = cache.get(name) or (content, 0)
        if before != content:
            raise Refused({"": [_(SAVED_BEFORE)]})
        return int(written)


def close(request: HttpRequest) -> None:
    """The form that was sent is saved, its unsaved text goes: in the transaction of the save."""
    ticket = tickets.of_request(request)
    if ticket and ticket.is_of(request.user):
        unsaved.close(
            user=request.user,  # type: ignore[arg-type]
            address=ticket.address,
            key=ticket.key,
            page=ticket.page,
        )


def _content(request: HttpRequest) -> str:
    """What was sent and where to, as a digest."""
    boxes = sorted((k, v) for k, v in request.POST.lists() if k not in NO_CONTENT)
    return sha256(repr((request.path, boxes)).encode()).hexdigest()
