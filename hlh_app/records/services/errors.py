"""Why a write did not happen. Nothing was changed whenever one of these is raised."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

Errors = dict[str, list[str]]


class Refused(Exception):  # noqa: N818 (what happened, as a form tells it)
    """What was entered cannot be kept. ``errors``: field name → what to enter instead.

    A visit's rows have keys ``<name of the entry>.<field>``. The field ``confirmed`` means that a
    value is unusual and is kept once the entry says ``confirmed=True``. "" is the whole entry.
    """

    def __init__(self, errors: Errors) -> None:
        super().__init__("; ".join(f"{k}: {' '.join(v)}" for k, v in errors.items()))
        self.errors = errors


class ReasonNeeded(Refused):
    """The visit is signed: a change to it needs a reason."""

    def __init__(self) -> None:
        super().__init__({"reason": [_("This visit is signed. Enter why it is changed.")]})


class AnotherVisit(Refused):
    """A visit of the same moment is in the record already: ``visit``."""

    def __init__(self, visit: Any) -> None:
        super().__init__(
            {"visited": [_("A visit of this moment is in the record already. Choose at the top.")]}
        )
        self.visit = visit


class StaleWrite(Exception):  # noqa: N818
    """Somebody changed the row since it was read. ``row_now`` as it stands, ``yours`` as it would
    have become, so that both can be shown; who changed it and when, as far as the trail says."""

    def __init__(
        self,
        row_now: Any,
        yours: dict[str, Any],
        changed_by: str = "",
        changed_at: datetime | None = None,
        name: str = "",
    ) -> None:
        super().__init__(f"{row_now!r} was changed by {changed_by or 'somebody'}")
        self.row_now = row_now
        self.yours = yours
        self.changed_by = changed_by
        self.changed_at = changed_at
        self.name = name
