"""A paste or a document, kept in one transaction: wholly, or not at all."""

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain, islice

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.exchange.incoming import Incoming
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.imports.desk import Desk
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.imports.people import People, codes_of
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.change import require

STEP = 1_000


def digest_of(*parts: object) -> str:
    """Of what was sent and how it was meant (bytes as they are, anything else as it prints)."""
    sums = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else repr(part).encode()
        sums.update(hashlib.sha256(content).digest())
    return sums.hexdigest()


def keep(*, progress: Callable[[int], None] | None = None, **asked: object) -> ImportBatch:
    """As :func:`keep_in_steps`, in one go. ``progress`` is told how many entries were read, at
    least every 1,000; what it raises cancels everything, and it asks nothing of the database."""
    with closing(keep_in_steps(**asked)) as steps:  # type: ignore[arg-type]
        while True:
            try:
                done = next(steps)
            except StopIteration as ended:
                batch: ImportBatch = ended.value
                return batch
            if progress is not None:
                progress(done)


def keep_in_steps(
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
    codes: Collection[str] | None = None,
    patients: Mapping[str, Patient] | None = None,
    seen: Mapping[str, int] | None = None,
) -> Generator[int, None, ImportBatch]:
    """Keep what is new, what answers a pending row and what was chosen; the batch says how many.

    Gives how many entries were read, every 1,000 and before the commit; closing the generator
    cancels everything. The same ``digest`` (of the same patient) in this centre, not undone, gives
    back the batch that exists. ``choices``: place → Choice. ``seen``: place → the version of the
    stored row that was looked at when a correction was chosen. ``codes``: the patients of the file
    where they are known beforehand; else every patient of the centre is locked. ``patients``: the
    document's own keys for them, where they are no codes. Raises PermissionDenied.
    """
    _may_keep(actor, centre, [patient, *(patients or {}).values()])
    name = " ".join(name.replace("\0", "").split())[:200]
    reason = _reason(name, source)
    with transaction.atomic(), acting(actor, reason):
        _one_at_a_time(digest)
        asked = codes_of(incoming) if codes is None else codes
        people = People(centre, patient, patients).read(asked, lock=True)
        subject = people("").patient if patient and people("") else None  # type: ignore[union-attr]
        same = ImportBatch.objects.filter(
            centre=centre, patient=subject, digest=digest, undone_at=None
        ).first()
        if same is not None:
            return same
        by = actor if isinstance(actor, User) else None
        batch = ImportBatch.objects.create(
            centre=centre, patient=subject, source=source, name=name, digest=digest, made_by=by
        )
        desk = Desk(batch, people, by, reason, dict(choices or {}), dict(seen or {}))
        with desk.open(), _checked_at_once():
            yield from _steps(desk, chain(incoming, left_over))
        if subject is not None and desk.wrote:
            summaries.renew(subject)
    return batch


def _steps(desk: Desk, entries: Iterable[Incoming | Left]) -> Iterator[int]:
    done = 0
    entries = iter(entries)
    while some := list(islice(entries, STEP)):
        for entry in some:
            desk.take(entry)
        done += len(some)
        yield done
    desk.finish(done)
    yield done


def _may_keep(actor: User | str, centre: Centre, patients: Iterable[Patient | None]) -> None:
    """A command is named by a text and was started by whoever runs the server."""
    if isinstance(actor, User):
        require(actor, centre.pk, Role.CLINICIAN)
    if any(patient is not None and patient.centre_id != centre.pk for patient in patients):
        raise PermissionDenied(_("You cannot change this patient's record."))


def _reason(name: str, source: str) -> str:
    return f"Import: {name or ImportSource(source).label}"


def _one_at_a_time(digest: str) -> None:
    """Of two who send the same, the second waits and finds the first one's batch."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


@contextmanager
def _checked_at_once() -> Iterator[None]:
    """Links are checked with each statement, not all of them after the last: the server does it
    while the next rows are read, and keeps no list of them."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
