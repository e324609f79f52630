"""Other centres' cohorts as pages draw them: beside the published ones, never as a target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from hlh_app.accounts.selectors import AnyUser
from hlh_app.cohorts import Cohort, CohortFileError, load_cohorts, read_cohort
from hlh_app.records.selectors.loaded_cohorts import loaded_cohorts

LONGEST_CODE, LONGEST_NAME = 60, 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """``cohort``: its code is that of the loaded row, so that it meets no published one."""

    pk: int
    cohort: Cohort
    centre: int
    by: str
    at: datetime


def loaded(user: AnyUser) -> tuple[Loaded, ...]:
    """What the user's centres loaded, as far as this version reads it. One query."""
    found = ((row, _read(row.pk, row.content)) for row in loaded_cohorts(user))
    return tuple(
        Loaded(row.pk, cohort, row.centre_id, str(row.loaded_by), row.loaded_at)
        for row, cohort in found
        if cohort is not None
    )


@lru_cache(maxsize=64)
def _read(pk: int, content: str) -> Cohort | None:
    """Each file was read when it was loaded; a later version may be stricter."""
    try:
        return replace(read_cohort(content), code=f"loaded-{pk}")
    except CohortFileError:
        return None


def accepted(text: str) -> Cohort:
    """A cohort file that may be loaded; CohortFileError names the place and the reason."""
    cohort = read_cohort(text)
    if cohort.kind != "centre":
        raise CohortFileError(
            "$.kind", _("expected 'centre': published cohorts come with the tool")
        )
    published = load_cohorts()
    if cohort.name in {row.name for row in published}:
        raise CohortFileError("$.name", _("this is the name of a published cohort"))
    if cohort.code in {row.code for row in published} or len(cohort.code) > LONGEST_CODE:
        raise CohortFileError("$.code", _("expected a code of its own, of at most 60 characters"))
    if len(cohort.name) > LONGEST_NAME:
        raise CohortFileError("$.name", _("expected at most 200 characters"))
    return cohort
