"""How far an analysis by other definitions is, or what it answered."""

from collections.abc import Sequence

from django.utils import timezone

from hlh_app.accounts.models import User
from hlh_app.records import sensitivity
from hlh_app.records.models import SensitivityRun


def run_of(user: User, keys: Sequence[int]) -> SensitivityRun | None:
    """The user's own run about these patients as their records stand now; None without one."""
    return SensitivityRun.objects.filter(user=user, asked=sensitivity.digest(keys)).first()


def is_running(run: SensitivityRun) -> bool:
    """Whether somebody still computes it; a run without a beat for a minute is dead."""
    return sensitivity.is_alive(run, timezone.now())
