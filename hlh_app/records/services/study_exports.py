"""What leaves the application about groups of patients, recorded before it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from hashlib import file_digest
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, Role, User
from hlh_app.accounts.selectors import role_in
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.export_files import Recorded
from hlh_app.exchange.study.leaving import Leaving
from hlh_app.records.audit import acting
from hlh_app.records.models import StudyExport
from hlh_app.records.selectors.consents import refused_research
from hlh_app.records.services.errors import Refused
from hlh_app.records.study_export import audit, rows

PATIENT_ROWS, AGGREGATES = "patient rows", "aggregates"
ROLES: dict[str, tuple[Role, ...]] = {
    PATIENT_ROWS: (Role.CLINICIAN, Role.REVIEWER),
    AGGREGATES: READING_ROLES,
}
"""What leaves → who may take it out, in every centre whose patients are in it."""


def may_take(user: User, kind: str, centres: Iterable[int]) -> bool:
    """Whether the user may take this out of all these centres (primary keys)."""
    return all(role_in(user, centre) in ROLES[kind] for centre in set(centres))


def recorded(leaving: Leaving) -> Recorded:
    """The rows of the record that belong to an export."""

    def files() -> Iterator[tuple[str, Iterable[str]]]:
        for name in rows.TABLES:
            yield f"{name}.csv", rows.rows_csv(name, leaving)
        yield "audit.csv", audit.audit_csv(leaving)

    return Recorded(files, explained(leaving.options.notes))


def explained(notes: bool) -> list[Explained]:
    """The columns of those rows."""
    return [*rows.explained(notes), *audit.explained()]


def take_out(
    *,
    actor: User,
    kind: str,
    definition: str,
    patients: Mapping[int, int],
    options: Mapping[str, Any],
    write: Callable[[IO[bytes]], None],
) -> IO[bytes]:
    """The file that ``write`` makes, once it stands in the record that it leaves.

    ``patients``: primary key → centre's primary key of everybody who is in it. Raises
    PermissionDenied, and Refused when meanwhile one of them refused the use of the record; nothing
    has left then.
    """
    if not patients:
        raise Refused({"": [_("Nobody is left to take out.")]})
    if not may_take(actor, kind, patients.values()):
        raise PermissionDenied(_("Your role does not allow you to take this out of the centre."))
    with ExitStack() as until_done:
        out = until_done.enter_context(TemporaryFile())
        write(out)
        out.seek(0)
        sha256 = file_digest(out, "sha256").hexdigest()
        with acting(actor):
            _refuse_the_refused(patients.keys())
            _record(actor, kind, definition, patients, options, sha256)
        until_done.pop_all()
    out.seek(0)
    return out


def _refuse_the_refused(keys: Collection[int]) -> None:
    if refused_research(keys):
        raise Refused({"": [_("A consent changed meanwhile. Make the export again.")]})


def _record(
    actor: User,
    kind: str,
    definition: str,
    patients: Mapping[int, int],
    options: Mapping[str, Any],
    sha256: str,
) -> None:
    for centre, n in sorted(Counter(patients.values()).items()):
        StudyExport.objects.create(
            user=actor,
            centre_id=centre,
            definition=definition,
            kind=kind,
            patients=n,
            options=dict(options),
            sha256=sha256,
        )
