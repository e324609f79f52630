"""Cohort files of other centres that were loaded and not withdrawn."""

from __future__ import annotations

from django.db.models import QuerySet

from hlh_app.accounts.models import READING_ROLES
from hlh_app.accounts.selectors import AnyUser, centre_ids_where
from hlh_app.records.models import LoadedCohort


def loaded_cohorts(user: AnyUser) -> QuerySet[LoadedCohort]:
    """Those of the centres that the user reads, by name."""
    centres = centre_ids_where(user, *READING_ROLES)
    found = LoadedCohort.objects.filter(centre__in=centres, withdrawn_at=None)
    return found.select_related("centre", "loaded_by").order_by("name", "pk")
