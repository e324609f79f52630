"""Two records before, during and after a merge, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.records.access import ROW_TABLES
from hlh_app.records.identity.doubled import Contradiction, Double
from hlh_app.records.identity.plan import Plan
from hlh_app.records.identity.undoing import Undone
from hlh_app.records.models import NotTheSame, Observation, Patient, PatientMerge

from . import formats, people, readings, trail
from .identity import ReasonLine, Side, against_line, reason_lines
from .identity_facts import FACTS, FactLine, fact_lines
from .identity_verdicts import VerdictLine, verdict_lines
from .sentences import say_all

LISTED = 50


@dataclass(frozen=True, slots=True)
class DoubleLine:
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class ContradictionLine:
    test: str
    when: str
    kept: str
    gone: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """``moves``: what goes over, in words. ``undone_word``: what was said about the pair."""

    title: str
    kept: Side
    gone: Side
    swap_url: str
    back_url: str
    apart_url: str
    reasons: tuple[ReasonLine, ...]
    against: str
    facts: tuple[FactLine, ...]
    moves: tuple[str, ...]
    signed: str
    in_both: str
    doubles: tuple[DoubleLine, ...]
    more_doubles: str
    contradictions: tuple[ContradictionLine, ...]
    more_contradictions: str
    conflicts: tuple[str, ...]
    warnings: tuple[str, ...]
    verdicts: tuple[VerdictLine, ...]
    said_apart: str


def merge_page(
    plan: Plan, chosen: Mapping[str, str], said: NotTheSame | None, now: datetime
) -> MergePage:
    """The preview, with the verdicts that the choices made so far give."""
    kept, gone = plan.kept, plan.gone
    keys = [kept.pk, gone.pk]
    return MergePage(
        title=_("Merge %(gone)s into %(kept)s?") % {"gone": gone.code, "kept": kept.code},
        kept=_record(kept, now),
        gone=_record(gone, now),
        swap_url=reverse("web:merge", args=keys[::-1]),
        back_url=reverse("web:patient", args=[kept.pk]),
        apart_url=reverse("web:not-the-same", args=keys),
        reasons=reason_lines(plan.reasons),
        against=against_line(plan.against),
        facts=fact_lines(plan),
        moves=move_lines(plan.moves),
        signed=_signed(plan.signed),
        in_both=_in_both(len(plan.doubles)),
        doubles=tuple(_double(row) for row in plan.doubles[:LISTED]),
        more_doubles=_more(len(plan.doubles)),
        contradictions=tuple(_contradiction(row) for row in plan.contradictions[:LISTED]),
        more_contradictions=_more(len(plan.contradictions)),
        conflicts=say_all(plan.conflicts),
        warnings=say_all(plan.warnings),
        verdicts=() if plan.conflicts else verdict_lines(plan, chosen, now),
        said_apart=_said(said),
    )


def _record(patient: Patient, now: datetime) -> Side:
    born = people.born(patient, patient.centre.day_of(now))
    parts = [patient.name, born, people.sex(patient.sex)]
    url = reverse("web:patient", args=[patient.pk])
    return Side(patient.code, " · ".join(part for part in parts if part), url)


def move_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    """1 visit, 12 results: each table by its own name."""
    lines = []
    for table in (*ROW_TABLES, *(name for name in counts if name not in ROW_TABLES)):
        count = counts.get(table, 0)
        if not count:
            continue
        model = apps.get_model("records", table)
        names = model._meta.verbose_name, model._meta.verbose_name_plural
        lines.append(f"{formats.number(count)} {names[count != 1]}")
    return tuple(lines)


def _signed(count: int) -> str:
    told = ngettext(
        "%(n)s signed visit will say “changed since signed” and can be signed again.",
        "%(n)s signed visits will say “changed since signed” and can be signed again.",
        count,
    )
    return told % {"n": count} if count else ""


def _in_both(count: int) -> str:
    told = ngettext(
        "%(n)s row is in both records: the second one is marked as entered in error",
        "%(n)s rows are in both records: the second ones are marked as entered in error",
        count,
    )
    return told % {"n": formats.number(count)} if count else ""


def _double(double: Double) -> DoubleLine:
    row = double.row
    values = {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}
    what = trail.name(double.table, values)
    if isinstance(row, Observation):
        value = _value(row)
        return DoubleLine(f"{what} {value}", formats.moment(row.measured))
    return DoubleLine(what, _when(row))


def _when(row: Any) -> str:
    day: date | None = getattr(row, "on", None) or getattr(row, "started_on", None)
    return formats.moment(row.started) if hasattr(row, "started") else formats.day(day)


def _value(row: Observation) -> str:
    if row.value is None:
        return str(row.get_status_display()).lower()
    return formats.value(row.value, row.unit, row.comparator)


def _contradiction(found: Contradiction) -> ContradictionLine:
    return ContradictionLine(
        test=readings.analyte(found.kept.analyte),
        when=formats.moment(found.kept.measured),
        kept=_value(found.kept),
        gone=_value(found.gone),
    )


def _more(count: int) -> str:
    return _("and %(n)s more") % {"n": count - LISTED} if count > LISTED else ""


def _said(said: NotTheSame | None) -> str:
    if said is None:
        return ""
    told = _("%(who)s said on %(when)s that these are two people.")
    return told % {"who": str(said.said_by), "when": formats.clock(said.said_at)}


@dataclass(frozen=True, slots=True)
class MergedPage:
    """What a merge did. ``undone`` is empty while it stands; ``cannot``: why it cannot be
    undone now; ``stays``: what an undoing leaves with the kept record."""

    title: str
    told: str
    reason: str
    moved: tuple[str, ...]
    withdrawn: tuple[str, ...]
    undone: str
    cannot: str
    stays: tuple[str, ...]
    back_url: str
    trail_url: str


def merged_page(
    made: PatientMerge, later: PatientMerge | None, since: Mapping[str, int]
) -> MergedPage:
    names = {"gone": made.gone.code, "kept": made.kept.code}
    told = _("%(gone)s was merged into %(kept)s by %(who)s, %(when)s.")
    words = names | {"who": str(made.merged_by), "when": formats.clock(made.merged_at)}
    counts = {table: len(keys) for table, keys in made.moved.items()}
    doubled = {table: len(keys) for table, keys in made.before.get("withdrawn", {}).items()}
    return MergedPage(
        title=_("%(gone)s, merged into %(kept)s") % names,
        told=told % words,
        reason=made.reason,
        moved=move_lines(counts),
        withdrawn=move_lines(doubled),
        undone=_undone(made),
        cannot=_cannot(later) if made.undone_at is None else "",
        stays=move_lines(since),
        back_url=reverse("web:patient", args=[made.kept_id]),
        trail_url=reverse("web:patient-trail", args=[made.gone_id]),
    )


def _undone(made: PatientMerge) -> str:
    if made.undone_at is None:
        return ""
    told = _("Undone by %(who)s, %(when)s: %(why)s")
    words = {"who": str(made.undone_by), "when": formats.clock(made.undone_at)}
    return told % (words | {"why": made.undo_reason})


def _cannot(later: PatientMerge | None) -> str:
    if later is None:
        return ""
    told = _("%(gone)s was merged into %(kept)s since. Undo that first.")
    return told % {"gone": later.gone.code, "kept": later.kept.code}


def undone_line(done: Undone) -> str:
    """What happened, and what was left where it is."""
    told = [_("The merge is undone: both records are as they were.")]
    if done.stays:
        rows = ", ".join(move_lines(done.stays))
        stay = _("Entered since and left with %(code)s: %(rows)s.")
        told.append(stay % {"code": done.merge.kept.code, "rows": rows})
    if done.left:
        names = ", ".join(str(FACTS[name]) for name in done.left)
        told.append(_("Corrected since and left as it is: %(facts)s.") % {"facts": names})
    return " ".join(told)


@dataclass(frozen=True, slots=True)
class MergeLink:
    text: str
    url: str


def merge_links(merges: Iterable[PatientMerge]) -> tuple[MergeLink, ...]:
    """What was merged into a record: on the page of its trail."""
    told = _("%(gone)s was merged into this record, %(when)s")
    undone = _("%(gone)s was merged into this record, %(when)s; undone since")
    return tuple(
        MergeLink(
            (told if made.undone_at is None else undone)
            % {"gone": made.gone.code, "when": formats.clock(made.merged_at)},
            reverse("web:merged", args=[made.kept_id, made.pk]),
        )
        for made in merges
    )
