"""Visits, findings, treatments, events, earlier therapy, consents and queries of one patient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import gettext_noop
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    DataQuery,
    Event,
    Exposure,
    Finding,
    TherapyLine,
    Visit,
)
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.models.choices import (
    AdverseStatus,
    FindingMethod,
    LineResult,
    Purpose,
    Route,
    StopReason,
)
from hlh_app.records.selectors.rows import PatientRows

from . import formats, links, readings
from .links import Trail
from .words import inside

SECTIONS = {
    "exposure": (
        gettext_noop("Treatments"),
        gettext_noop(
            "No treatment recorded. Add ruxolitinib with its first dose to follow the response."
        ),
        gettext_noop("Add treatment"),
    ),
    "visit": (
        gettext_noop("Visits"),
        gettext_noop("No visit yet. Enter the first visit."),
        gettext_noop("Enter visit"),
    ),
    "finding": (
        gettext_noop("Findings"),
        gettext_noop(
            "No finding recorded. Spleen, hemophagocytosis, NK activity and genes decide HLH-2004."
        ),
        gettext_noop("Add finding"),
    ),
    "event": (
        gettext_noop("Events"),
        gettext_noop("No event recorded."),
        gettext_noop("Add event"),
    ),
    "adverseevent": (
        gettext_noop("Adverse events"),
        gettext_noop("Nobody recorded an adverse event, or asked for one."),
        gettext_noop("Add adverse event"),
    ),
    "therapyline": (
        gettext_noop("Earlier lines of therapy"),
        gettext_noop("No earlier therapy recorded."),
        gettext_noop("Add line of therapy"),
    ),
    "consent": (
        gettext_noop("Consents"),
        gettext_noop("No consent recorded. Ruxolitinib for HLH is outside its license."),
        gettext_noop("Add consent"),
    ),
    "query": (gettext_noop("Queries"), gettext_noop("No query on this patient."), ""),
}
"""Table → title, what to say and do when there is none, and the words of the link that adds."""

EVENTS = {
    "death": gettext_noop("Death"),
    "transplant": gettext_noop("Stem-cell transplant"),
    "transplant_planned": gettext_noop("Stem-cell transplant planned"),
    "conditioning": gettext_noop("Conditioning begun"),
    "relapse": gettext_noop("Relapse"),
    "progression": gettext_noop("Progression"),
    "last_contact": gettext_noop("Last contact"),
    "onset": gettext_noop("Onset of this illness"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row: ``what`` in words, ``when``, further ``details``; ``url`` leads to its history.

    ``error`` says why it was entered in error. ``mark`` asks for attention.
    """

    what: str
    when: str
    details: tuple[str, ...]
    url: str
    mark: str
    error: str


@dataclass(frozen=True, slots=True)
class Section:
    """``table`` names the rows in addresses; ``empty`` says what to do when there is none."""

    table: str
    title: str
    items: tuple[Item, ...]
    empty: str
    add: str = ""
    add_url: str = ""


def sections(
    rows: PatientRows, queries: Iterable[DataQuery], patient_pk: int, as_of: Moment
) -> tuple[Section, ...]:
    """In the order in which a ward asks for them; the newest row first."""
    trail = Trail.of(patient_pk)
    items: dict[str, Iterable[Item]] = {
        "exposure": _exposures(rows.exposures, trail, as_of),
        "visit": _visits(rows.visits, trail, as_of),
        "finding": _findings(rows.findings, trail, as_of),
        "event": _events(rows.events, trail, as_of),
        "adverseevent": _adverse(rows.adverse_events, trail, as_of),
        "therapyline": _lines(rows.therapy_lines, trail),
        "consent": _consents(rows.consents, trail),
        "query": _queries(queries),
    }
    return tuple(
        Section(
            table=table,
            title=_(SECTIONS[table][0]),
            items=tuple(found),
            empty=_(SECTIONS[table][1]),
            add=_(SECTIONS[table][2]) if SECTIONS[table][2] else "",
            add_url=links.add(patient_pk, table),
        )
        for table, found in items.items()
    )


def _item(
    row: ClinicalRow, trail: Trail, what: str, when: str, details: Iterable[str], mark: str = ""
) -> Item:
    table = row._meta.model_name or ""
    told = tuple(detail for detail in (*details, row.note) if detail)
    error = row.error_reason if row.entered_in_error else ""
    return Item(what, when, told, trail.row(table, row.pk), mark, error)


def _exposures(rows: list[Exposure], trail: Trail, as_of: Moment) -> Iterator[Item]:
    for row in reversed(rows):
        if row.started.seen > as_of.at:
            continue
        given = f" {formats.dose(row.dose, row.unit, row.times_per_day)}" if row.dose else ""
        route = Route(row.route).label if row.route in Route.values and row.route else row.route
        yield _item(
            row,
            trail,
            f"{row.drug.replace('_', ' ')}{given}",
            _span(formats.moment(row.started), row),
            (str(route).lower(), *_why(row), row.reason),
        )


def _why(row: Exposure) -> Iterator[str]:
    """What it is given for, and why it was stopped."""
    if row.purpose:
        yield _("for: %(purpose)s") % {"purpose": inside(str(Purpose(row.purpose).label))}
    if row.stop_reason:
        yield _("stopped: %(why)s") % {"why": inside(str(StopReason(row.stop_reason).label))}


def _span(start: str, row: Exposure) -> str:
    if row.stopped_on is None:
        return _("from %(start)s, still given") % {"start": start}
    if row.stopped_on == row.started_day:
        return start
    return _("%(start)s to %(stop)s") % {"start": start, "stop": formats.day(row.stopped_on)}


def _visits(rows: list[Visit], trail: Trail, as_of: Moment) -> Iterator[Item]:
    for row in reversed(rows):
        if row.visited.seen <= as_of.at:
            details = (_signed(getattr(row, "signed_at", None)),)
            what, when = row.label or _("Visit"), formats.moment(row.visited)
            yield _item(row, trail, what, when, details, changed_since_signed(row))


def _signed(signed_at: object) -> str:
    if signed_at is None:
        return _("not signed")
    return _("signed %(at)s") % {"at": formats.clock(signed_at)}  # type: ignore[arg-type]


def changed_since_signed(visit: Visit) -> str:
    """The mark of a visit whose content is newer than its last signature."""
    signed, changed = getattr(visit, "signed_at", None), visit.content_changed_at
    return _("changed since signed") if signed and changed and changed > signed else ""


def _findings(rows: list[Finding], trail: Trail, as_of: Moment) -> Iterator[Item]:
    for row in reversed(rows):
        if row.on > as_of.day:
            continue
        where = f", {row.get_site_display().lower()}" if row.site else ""
        method = str(FindingMethod(row.method).label).lower() if row.method else ""
        expected = (
            _("expected %(day)s") % {"day": formats.day(row.expected_on)} if row.expected_on else ""
        )
        what = f"{readings.finding(row.finding)}: {readings.status(row.status)}{where}"
        yield _item(row, trail, what, formats.day(row.on), (method, row.detail, expected))


def _events(rows: list[Event], trail: Trail, as_of: Moment) -> Iterator[Item]:
    for row in reversed(rows):
        if row.on <= as_of.day or row.event == "transplant_planned":
            yield _item(row, trail, event(row.event), formats.day(row.on), (row.detail,))


def _adverse(rows: list[AdverseEvent], trail: Trail, as_of: Moment) -> Iterator[Item]:
    for row in reversed(rows):
        if row.on <= as_of.day:
            yield _item(row, trail, _adverse_what(row), _adverse_when(row), _adverse_told(row))


def _adverse_what(row: AdverseEvent) -> str:
    category = str(row.get_category_display())
    if row.status == AdverseStatus.ABSENT:
        return _("%(category)s: looked for, absent") % {"category": category}
    what = f"{category}: {inside(row.term)}" if row.term else category
    graded = _("grade %(grade)s (%(version)s)") if row.grade else ""
    words = {"grade": row.grade, "version": row.get_ctcae_display()}
    return f"{what}, {graded % words}" if graded else what


def _adverse_when(row: AdverseEvent) -> str:
    since = formats.day(row.on)
    if row.status == AdverseStatus.ABSENT:
        return since
    if row.resolved_on is None:
        return _("from %(start)s, not resolved") % {"start": since}
    return _("%(start)s to %(stop)s") % {"start": since, "stop": formats.day(row.resolved_on)}


def _adverse_told(row: AdverseEvent) -> Iterator[str]:
    if row.relation:
        yield _("relation: %(word)s") % {"word": inside(str(row.get_relation_display()))}
    if row.action:
        yield _("action: %(word)s") % {"word": inside(str(row.get_action_display()))}


def event(code: str) -> str:
    return _(EVENTS[code])


def _lines(rows: list[TherapyLine], trail: Trail) -> Iterator[Item]:
    for row in rows:
        when = formats.day(row.started_on) if row.started_on else _("start not recorded")
        if row.stopped_on:
            when = _("%(start)s to %(stop)s") % {"start": when, "stop": formats.day(row.stopped_on)}
        result = str(LineResult(row.result).label)
        yield _item(row, trail, f"{row.line}. {row.regimen}", when, (_result(result),))


def _result(result: str) -> str:
    return _("result: %(result)s") % {"result": result[:1].lower() + result[1:]}


def _consents(rows: list[Consent], trail: Trail) -> Iterator[Item]:
    for row in reversed(rows):
        what = f"{row.get_scope_display()}: {row.get_status_display().lower()}"
        by = _("by %(who)s") % {"who": row.given_by} if row.given_by else ""
        yield _item(row, trail, what, formats.day(row.on), (by,))


def _queries(rows: Iterable[DataQuery]) -> Iterator[Item]:
    for row in rows:
        yield Item(
            what=row.question,
            when=formats.clock(row.raised_at),
            details=(str(row.get_status_display()).lower(), str(row.raised_by or row.rule)),
            url=reverse("web:query", args=[row.pk]),
            mark="",
            error="",
        )
