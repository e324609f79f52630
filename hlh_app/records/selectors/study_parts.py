"""One part of the rows of a few patients, where an analysis needs it of those it draws only."""

from __future__ import annotations

from collections.abc import Iterable

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centres_where
from hlh_app.records import study_rows
from hlh_app.records.selectors.patients import visible_to

NOBODY = 0
"""No primary key: the database is asked as often about nobody as about many."""


def part_of(user: User, keys: Iterable[int], name: str) -> dict[int, str]:
    """Primary key → the part as JSON text, of those of ``keys`` whom the user may read; rows that
    are out of date are computed."""
    wanted = {NOBODY, *keys}
    patients = visible_to(user).filter(pk__in=wanted)
    centres = list(centres_where(user, *READING_ROLES))
    true = study_rows.with_truth(patients, centres).filter(is_true=True)
    found = dict(true.values_list("pk", f"study__{name}"))
    rest = wanted - found.keys() - {NOBODY}
    if not rest:
        return found
    fresh = study_rows.computed(patients.filter(pk__in=rest))
    return found | {row.patient_id: getattr(row, name) for row in fresh}
