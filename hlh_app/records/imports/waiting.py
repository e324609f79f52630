"""What somebody sent to be looked at before it is kept: theirs alone, a few, for a day."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.accounts.selectors import centre_ids_where, role_in
from hlh_app.records.models import Patient, WaitingImport

KEPT_FOR = timedelta(days=1)
MOST = 5
LONGEST_NAME = 200


def hold(
    *,
    actor: User,
    centre: Centre,
    source: str,
    content: bytes,
    name: str = "",
    patient: Patient | None = None,
) -> WaitingImport:
    """Keep what was sent until its sender decides. Sweeps what nobody decided about for a day,
    and the sender's oldest beyond a few. Raises PermissionDenied."""
    if role_in(actor, centre) != Role.CLINICIAN:
        raise PermissionDenied(_("Only a clinician of the centre may import into it."))
    with transaction.atomic():
        sweep()
        mine = WaitingImport.objects.filter(user=actor).order_by("-sent_at", "-pk")
        WaitingImport.objects.filter(
            pk__in=list(mine.values_list("pk", flat=True)[MOST - 1 :])
        ).delete()
        return WaitingImport.objects.create(
            user=actor,
            centre=centre,
            patient=patient,
            source=source,
            name=_printable(name),
            content=zlib.compress(content, 1),
        )


def sweep() -> None:
    """Remove what has waited for longer than a day, whoever sent it."""
    WaitingImport.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()


def waiting_of(user: User) -> QuerySet[WaitingImport]:
    """What the user sent and has not decided about, newest first, without the content."""
    return (
        WaitingImport.objects.filter(
            user=user,
            centre__in=centre_ids_where(user, Role.CLINICIAN),
            sent_at__gte=timezone.now() - KEPT_FOR,
        )
        .select_related("centre", "patient")
        .defer("content")
        .order_by("-sent_at", "-pk")
    )


def mine(user: User, pk: int) -> WaitingImport:
    """One of them. Raises Http404 for another person's, one that is gone, or one of a centre in
    which the user is no clinician any more."""
    found = waiting_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404(_("This import is not waiting any more, or it was sent by somebody else."))
    return found


def content_of(waiting: WaitingImport) -> bytes:
    """The file as it was sent."""
    return zlib.decompress(waiting.content)


def choose(waiting: WaitingImport, choices: dict[str, Any]) -> None:
    """Remember how its sender means it, and what was found in it."""
    waiting.choices = choices
    WaitingImport.objects.filter(pk=waiting.pk).update(choices=choices)


def throw_away(waiting: WaitingImport) -> None:
    """Nothing of it is kept. Without harm when it is gone already."""
    WaitingImport.objects.filter(pk=waiting.pk).delete()


def _printable(name: str) -> str:
    """The file's name as its sender knows it, on one line."""
    return "".join(c for c in name if c.isprintable()).strip()[:LONGEST_NAME]
