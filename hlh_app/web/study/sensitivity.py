"""The part of the page of response about other definitions: where it stands for these groups."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.clinical.text import gettext_noop
from hlh_app.records.models import SensitivityRun
from hlh_app.records.selectors.sensitivity import is_running, run_of
from hlh_app.statistics.sensitivity import patients, sensitivity

from ..presenters.study.sensitivity import SensitivityPage, address, answers
from .asked import Asked

_STOPPED = {
    "": gettext_noop("The computation stopped before its end."),
    "superseded": gettext_noop("It was given up for other groups."),
    "changed": gettext_noop("A record changed meanwhile, so that the answer was thrown away."),
    "error": gettext_noop("The computation ended with an error."),
}


def section(asked: Asked, user: User) -> SensitivityPage:
    """Not begun, going on, stopped, or answered."""
    keys = patients(asked.subjects, asked.groups)
    run, where = run_of(user, keys), address(asked)
    if run is None:
        return SensitivityPage("none", where, len(keys))
    if run.result is None:
        return _unfinished(run, where, len(keys))
    result = run.result
    found = asked.answer(
        f"sensitivity/{run.asked}", lambda: sensitivity(asked.subjects, asked.groups, result)
    )
    return SensitivityPage("done", where, len(keys), answers=answers(asked, found))


def _unfinished(run: SensitivityRun, where: str, n: int) -> SensitivityPage:
    if is_running(run):
        return SensitivityPage("running", where, n, run.done, run.total)
    return SensitivityPage("stopped", where, n, run.done, run.total, _(_STOPPED[run.failed]))
