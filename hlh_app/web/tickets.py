"""The right to keep what is typed into one form, signed, for the one person to whom it was shown.

A page carries it, so that what is typed is kept for that person also when the session has ended
meanwhile. It opens nothing: it lets nobody read, and nobody write into the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from secrets import compare_digest
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from hlh_app.accounts.models import User
from hlh_app.accounts.selectors import active_user
from hlh_app.records.services.unsaved import Writing

SALT = "hlh.unsaved"
BOX = "unsaved"
GOOD_FOR_SECONDS = 3 * 24 * 3600  # a page left open over a weekend
HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """``password``: a few characters of the hash of the hash, so that a changed password ends it
    for whoever is not signed in."""

    user_pk: int
    password: str
    address: str
    key: str
    page: str
    base: str

    @property
    def text(self) -> str:
        return signing.dumps(astuple(self), salt=SALT, compress=True)

    def is_of(self, user: Any) -> bool:
        return bool(user.is_authenticated) and user.pk == self.user_pk

    def writer(self, request: HttpRequest) -> User | None:
        """Whose words these are; None when they can no longer be kept for them."""
        if self.is_of(request.user):
            return request.user  # type: ignore[return-value]
        found = active_user(self.user_pk)
        return found if found and compare_digest(fingerprint(found), self.password) else None

    def writing(self, user: User, *, signed_out: bool, turn: int | None = None) -> Writing:
        return Writing(
            user=user,
            address=self.address,
            key=self.key,
            page=self.page,
            base=self.base,
            turn=turn,
            patient_pk=patient_in(self.address),
            signed_out=signed_out,
        )


def fingerprint(user: Any) -> str:
    return str(user.get_session_auth_hash())[:HASH_LENGTH]


def read(text: str) -> Ticket | None:
    """The ticket, if it is ours and not too old."""
    try:
        return Ticket(*signing.loads(text, salt=SALT, max_age=GOOD_FOR_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def of_request(request: HttpRequest) -> Ticket | None:
    text = request.POST.get(BOX, "") if request.method == "POST" else ""
    return read(text) if text else None


def address_of(request: HttpRequest) -> str:
    """Where the form stands: the path and what else the address asks, but for which unsaved form
    is to be opened."""
    asked = request.GET.copy()
    asked.pop(BOX, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def patient_in(address: str) -> int | None:
    """The patient whose form it is, by the address."""
    path = address.partition("?")[0]
    try:
        return resolve(path).kwargs.get("pk") if path.startswith("/patients/") else None
    except Resolver404:
        return None


NOT_TYPED = ("csrfmiddlewaretoken", "submission", BOX, "turn", "unchanged")


def boxes_of(sent: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """What was typed, of what was sent."""
    return {name: texts for name, texts in sent if name not in NOT_TYPED}
