"""Forms whose unsaved text the server keeps: opened with it, shown with it, closed by saving.

    form_opened = opened(request)              # in the view, once
    form = SomeForm(form_opened.data, …)       # sent, restored or None
    … once(request, form_opened.key, write)    # a new entry: closes the form by itself
    … saved(form, form_opened.closing(write))  # a correction

A restored form is bound to what was typed but not judged: it is never valid and has no errors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, QueryDict

from hlh_app.records.models import UnsavedForm
from hlh_app.records.services import unsaved

from . import tickets
from .submissions import close, key_of, new_key

Written = TypeVar("Written")


class Restored(QueryDict):
    """What was typed into a form before and is shown again, not what is being sent."""


@dataclass
class Opened:
    """A form as it stands in one page. ``restored``: the kept text that is shown; ``others``: more
    of it, from other windows. ``base``: the mark of the page that this one goes on from."""

    request: HttpRequest
    key: str
    address: str
    page: str = field(default_factory=lambda: uuid4().hex[:16])
    base: str = ""
    data: QueryDict | None = None
    restored: UnsavedForm | None = None
    others: list[UnsavedForm] = field(default_factory=list)

    @property
    def ticket(self) -> tickets.Ticket:
        user = self.request.user
        return tickets.Ticket(
            user.pk,
            tickets.fingerprint(user),
            self.address,
            self.key,
            self.page,
            self.base,
        )

    def closing(self, write: Callable[[], Written]) -> Callable[[], Written]:
        """``write``, and in the same transaction the form is not unsaved any more."""

        def both() -> Written:
            with transaction.atomic():
                written = write()
                close(self.request)
            return written

        return both


def opened(request: HttpRequest) -> Opened:
    """The form of this request: as it was sent, as it was left unsaved, or empty."""
    form = _sent(request) if request.method == "POST" else _shown(request)
    request.opened_form = form  # type: ignore[attr-defined]
    return form


def _sent(request: HttpRequest) -> Opened:
    ticket = tickets.of_request(request)
    mine = ticket if ticket and ticket.is_of(request.user) else None
    return Opened(
        request,
        key=mine.key if mine else key_of(request.POST),
        # A new visit may be sent to the one of the same moment: it stays the form it was.
        address=mine.address if mine else tickets.address_of(request),
        base=mine.page if mine else "",
        data=request.POST or None,  # type: ignore[arg-type]
    )


def _shown(request: HttpRequest) -> Opened:
    address = tickets.address_of(request)
    asked = request.GET.get(tickets.BOX, "")
    lines = unsaved.find(request.user, address)  # type: ignore[arg-type]
    chosen = next((line for line in lines if asked in ("", line.key)), None)
    others = [line for line in lines if line is not chosen]
    if chosen is None:
        return Opened(request, key=new_key(), address=address, others=others)
    return Opened(
        request,
        key=chosen.key,
        address=address,
        base=unsaved.state_of(chosen),
        data=_restored(unsaved.typed(chosen)),
        restored=chosen,
        others=others,
    )


def _restored(boxes: Any) -> Restored:
    data = Restored(mutable=True)
    for name, texts in boxes.items():
        data.setlist(name, texts)
    return data


def keep(
    request: HttpRequest, ticket: tickets.Ticket, turn: int | None = None
) -> UnsavedForm | None:
    """Keep the body of a request for the person to whom its form was shown, whoever sends it.

    Raises NotKept; also when nothing is known any more of that person.
    """
    user = ticket.writer(request)
    if user is None:
        raise unsaved.NotKept
    writing = ticket.writing(user, signed_out=not ticket.is_of(request.user), turn=turn)
    return unsaved.keep(writing, tickets.boxes_of(request.POST.lists()))
