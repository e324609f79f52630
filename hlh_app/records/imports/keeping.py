"""A paste or a document, kept in one transaction: wholly, or not at all."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db import transaction

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.audit import acting
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models import ImportBatch, Patient


def digest_of(*parts: object) -> str:
    """Of what was sent and how it was meant (bytes as they are, anything else as it prints)."""
    sums = hashlib.sha256()
    for part in parts:
        sums.update(
            hashlib.sha256(part if isinstance(part, bytes) else repr(part).encode()).digest()
        )
    return sums.hexdigest()


def keep(
    *,
    actor: User | str,
    centre: Centre,
    patient: Patient | None = None,
    source: str,
    name: str = "",
    digest: str,
    incoming: Iterable[Incoming | Left],
    choices: Mapping[str, str] | None = None,
    left_over: Iterable[Left] = (),
    progress: Callable[[int], None] | None = None,
    codes: Collection[str] | None = None,
) -> ImportBatch:
    """Keep what is new, what answers a pending row and what was chosen; the batch says how many.

    The same ``digest`` (of the same patient) in this centre, not undone, gives back the batch that
    exists. ``choices``: place → Choice. ``codes``: the patients of the file where they are known
    beforehand; else every patient of the centre is locked. ``progress`` is told how many entries
    were read, at least every 1,000; what it raises cancels everything. Raises PermissionDenied.
    """
    with transaction.atomic(), acting(actor, f"Import: {name}"):
        return ImportBatch.objects.create(
            centre=centre,
            patient=patient,
            source=source,
            name=name,
            digest=digest,
            made_by=actor if isinstance(actor, User) else None,
        )
