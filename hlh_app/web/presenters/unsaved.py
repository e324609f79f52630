"""What is said about a form that is not saved yet: to the page that keeps it, and to its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.selectors import centre_of
from hlh_app.records.models import UnsavedForm
from hlh_app.records.services import unsaved
from hlh_app.web import tickets

from . import formats

BEGIN_ANEW = "none"


@dataclass(frozen=True, slots=True)
class Other:
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """``said`` is empty when the form is shown as it is opened. ``anew``: an empty form beside the
    one that is kept."""

    said: str
    warning: str
    anew: str
    others: list[Other]


def restored_line(opened: Any) -> RestoredLine:
    line = opened.restored
    others = [
        Other(_clock(line.typed_at), _asking(opened.address, line.key)) for line in opened.others
    ]
    if line is None:
        return RestoredLine("", "", "", others)
    said = _("Restored what you typed at %(when)s and did not save.")
    warning = ""
    if unsaved.came_after_sign_out(line):
        warning = _("Part of it was sent after you had been signed out. Check that it is yours.")
    anew = _asking(opened.address, BEGIN_ANEW)
    return RestoredLine(said % {"when": _clock(line.typed_at)}, warning, anew, others)


def answer(
    request: HttpRequest, ticket: tickets.Ticket, line: UnsavedForm | None
) -> dict[str, Any]:
    """To the page: what is kept since when, and what its next message must carry."""
    if line is None:
        return {"closed": True}
    writer = line.user
    centre = centre_of(writer)
    with timezone.override(centre.time_zone if centre else None):
        said: dict[str, Any] = {"at": _clock(line.typed_at)}
    if line.key != ticket.key:
        apart = tickets.Ticket(
            ticket.user_pk, ticket.password, ticket.address, line.key, ticket.page, ""
        )
        said |= {"submission": line.key, "unsaved": apart.text}
    return said | back_to(request, ticket)


def back_to(request: HttpRequest, ticket: tickets.Ticket) -> dict[str, Any]:
    """The proof for the form's own way, for the same person; for anybody else, where to sign in."""
    if ticket.is_of(request.user):
        return {"csrf": get_token(request)}
    sign_in = f"{reverse('account_login')}?{urlencode({'next': ticket.address})}"
    return {"sign_in": sign_in, "other": request.user.is_authenticated}


def _clock(at: datetime) -> str:
    """09:14, with the day when it is not today."""
    text = formats.clock(at)
    today = formats.clock(timezone.now())
    return text.rpartition(" ")[2] if text.split()[0] == today.split()[0] else text


def _asking(address: str, key: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({tickets.BOX: key})}"
