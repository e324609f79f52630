"""Starting an analysis by other definitions, one at a time for each user."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records import sensitivity
from hlh_app.records.models import SensitivityRun
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.services.errors import Refused

ANSWERS_KEPT = 5


def begin(
    *, actor: User, keys: Sequence[int], work: sensitivity.Work = sensitivity.in_a_thread
) -> SensitivityRun:
    """The user's run about these patients: begun, going on, or answered already.

    Another one of the same user that is still going on is given up. Raises Refused.
    """
    keys = sorted(visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    if not keys:
        raise Refused({"": [_("Nobody in these groups was given ruxolitinib.")]})
    if not sensitivity.are_settled(keys):
        raise Refused({"": [_("Records of these patients wait to be renewed. Renew them first.")]})
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        run, is_new = _run(actor, keys)
        if is_new:
            started = run.started_at
            transaction.on_commit(lambda: work(run.pk, started, keys))
        return run


def _run(actor: User, keys: Sequence[int]) -> tuple[SensitivityRun, bool]:
    """The run, and whether it has to be begun."""
    now, asked = timezone.now(), sensitivity.digest(keys)
    of_user = SensitivityRun.objects.filter(user=actor)
    run = of_user.filter(asked=asked).first()
    if run is not None and (run.result is not None or sensitivity.is_alive(run, now)):
        return run, False
    of_user.filter(result__isnull=True, failed="").update(failed=sensitivity.SUPERSEDED)
    _forget_old(actor)
    run = run or SensitivityRun(user=actor, asked=asked)
    run.total, run.done, run.failed = len(keys), 0, ""
    run.save()
    SensitivityRun.objects.filter(pk=run.pk).update(started_at=now)
    run.started_at = now
    return run, True


def _forget_old(actor: User) -> None:
    """An answer about what no longer stands is of no use."""
    kept = SensitivityRun.objects.filter(user=actor).order_by("-started_at")
    old = list(kept.values_list("pk", flat=True)[ANSWERS_KEPT:])
    SensitivityRun.objects.filter(pk__in=old).delete()
