"""Two people at one entry: what each of them did, who and when, and what is to be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.records.models import AuditEntry, Visit
from hlh_app.records.selectors import rows as selector
from hlh_app.records.selectors.trail import last_of_each
from hlh_app.web.forms.merging import MINE, THEIRS, Clash, Merged

from . import formats, readings


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things to choose from."""

    code: str
    says: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ClashLine:
    clash: Clash
    theirs: Side
    mine: Side
    by: str


@dataclass(frozen=True, slots=True)
class MergedLine:
    label: str
    before: str
    now: str
    by: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class AnotherLine:
    """A visit of the same moment: who entered it, what it holds, where mine would be added."""

    when: str
    by: str
    holds: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class MergeView:
    clashes: list[ClashLine]
    merged: list[MergedLine]
    another: AnotherLine | None = None

    def __bool__(self) -> bool:
        return bool(self.clashes or self.another)


def merge_view(form: Any) -> MergeView:
    """Of a form that came back; empty unless two people met."""
    changes = last_of_each(met.row for met in (*form.clashes, *form.merged))
    another = getattr(form, "another", None)
    return MergeView(
        [_clash(clash, changes) for clash in form.clashes],
        [_merged(merged, changes) for merged in form.merged],
        _another(another) if another else None,
    )


def saved_words(said: str, form: Any) -> str:
    """``said``, and what stands beside it because somebody else entered it meanwhile."""
    if not form.merged:
        return said
    lines = [_merged(merged, last_of_each([merged.row])) for merged in form.merged]
    told = "; ".join(_told(line) for line in lines)
    return _("%(said)s Merged with what was changed meanwhile: %(told)s.") % {
        "said": said,
        "told": told,
    }


def _told(line: MergedLine) -> str:
    what = _("entered in error") if line.withdrawn else line.now or _("emptied")
    return f"{line.label} {what} ({line.by})" if line.by else f"{line.label} {what}"


def _clash(clash: Clash, changes: dict[tuple[str, int], AuditEntry]) -> ClashLine:
    return ClashLine(
        clash,
        Side(THEIRS, clash.recorded or _("empty"), clash.withdrawn),
        Side(MINE, clash.typed or _("empty")),
        _by(changes.get(clash.row)),
    )


def _merged(merged: Merged, changes: dict[tuple[str, int], AuditEntry]) -> MergedLine:
    by = _by(changes.get(merged.row))
    return MergedLine(merged.label, merged.before, merged.recorded, by, merged.withdrawn)


def _by(change: AuditEntry | None) -> str:
    if change is None:
        return ""
    return _("%(who)s, %(when)s") % {"who": change.actor, "when": formats.clock(change.at)}


def _another(visit: Visit) -> AnotherLine:
    changes = last_of_each([("visit", visit.pk)])
    return AnotherLine(
        when=formats.moment(visit.visited),
        by=_by(changes.get(("visit", visit.pk))),
        holds=_held(*selector.rows_of_visit(visit)),
        url=reverse("web:visit", args=[visit.patient_id, visit.pk]),
    )


def _result(row: Any) -> str:
    if row.value is None:
        return str(row.get_status_display()).lower()
    return formats.value(row.value, row.unit, row.comparator)


def _held(observations: Iterable[Any], findings: Iterable[Any]) -> list[str]:
    results = [f"{readings.analyte(row.analyte)}: {_result(row)}" for row in observations]
    return results + [
        f"{readings.finding(row.finding)}: {readings.status(row.status)}" for row in findings
    ]
