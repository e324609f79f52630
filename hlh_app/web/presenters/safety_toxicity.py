"""Toxicity by the highest new grade, adverse events by hand, and Chi's symptom checklist."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.case import AdverseEvent
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.toxicity import ClinicalEvent, Toxicity
from hlh_app.clinical.toxicity_chart import Graded
from hlh_app.clinical.toxicity_checklist import CITATION as CHI
from hlh_app.clinical.toxicity_checklist import ChecklistItem, ChecklistState
from hlh_app.clinical.toxicity_days import SEVERE
from hlh_app.clinical.toxicity_remarks import remarks
from hlh_app.clinical.toxicity_terms import TermRow
from hlh_app.records.models.choices import AdverseAction, AdverseCategory, AdverseRelation

from . import formats, verdicts
from .links import Trail, add
from .passages import Cell, Passage, Row, grid, row
from .readings import analyte, named, observed_value
from .sentences import say, say_all
from .words import inside, sentence

NEW = {True: gettext_noop("new"), False: gettext_noop("not new"), None: gettext_noop("not known")}
STATES = {
    ChecklistState.PRESENT: gettext_noop("present"),
    ChecklistState.ABSENT: gettext_noop("absent"),
    ChecklistState.NOT_ASKED: gettext_noop("not asked"),
}


def table(found: Toxicity, trail: Trail) -> Passage:
    worst = found.worst_new
    measured = [term for term in found.rows if _has_anything(term)]
    empty = [analyte(term.analyte) for term in found.rows if not _has_anything(term)]
    return Passage(
        id="toxicity",
        title=_("Toxicity from laboratory values, CTCAE v%(version)s") % {"version": found.ctcae},
        sentence=_new_terms(found),
        alert=_is_severe(worst),
        rule=found.rule,
        source=verdicts.source(found.source),
        grids=grid(_("By highest new grade"), _heads(), (_term(t, trail) for t in measured)),
        notes=(*_not_measured(empty), *say_all(found.notes), _ours()),
    )


def _new_terms(found: Toxicity) -> str:
    """Which terms have a new grade, the worst first, and of which it is not known."""
    if found.first_dose is None:
        return _("No dose of ruxolitinib is on record: nothing is new.")
    new = [named(term.analyte) for term in found.rows if term.new]
    told = _("New since the first dose: %(tests)s.") % {"tests": ", ".join(new)}
    if not new:
        told = _("Nothing is surely new since the first dose.")
    open_ = [named(term.analyte) for term in found.not_known]
    if open_:
        told += " " + _("Not known: %(tests)s.") % {"tests": ", ".join(open_)}
    return told


def _is_severe(term: TermRow | None) -> bool:
    return term is not None and term.since is not None and term.since.low >= SEVERE


def _has_anything(term: TermRow) -> bool:
    return bool(term.before or term.worst_since or term.last or term.awaited)


def _not_measured(names: list[str]) -> Iterator[str]:
    if names:
        yield _("No value on record: %(tests)s.") % {"tests": ", ".join(names)}


def _ours() -> str:
    return _(
        "New: a higher grade than before the first dose. Which values count before it, and "
        "whether a grade is new, is our definition."
    )


def _heads() -> tuple[str, ...]:
    return (
        _("Term"),
        _("New"),
        _("Worst since the first dose"),
        _("Before the first dose"),
        _("Last"),
    )


def _term(term: TermRow, trail: Trail) -> Row:
    strong = term.new is True
    since = _graded(term.worst_since, trail, term.since, strong)
    said = since.under
    return row(
        Cell(analyte(term.analyte), under=(_(term.name),)),
        Cell(_(NEW[term.new]), under=_since(term), strong=strong),
        since,
        _graded(term.before, trail, said=said),
        _graded(term.last, trail, said=said),
    )


def _since(term: TermRow) -> tuple[str, ...]:
    awaited = (_("a result is awaited"),) if term.awaited else ()
    if term.new_since is None:
        return awaited
    return (_("since %(day)s") % {"day": formats.day(term.new_since)}, *awaited)


def _graded(
    graded: Graded | None,
    trail: Trail,
    grade: Grade | None = None,
    strong: bool = False,
    said: tuple[str, ...] = (),
) -> Cell:
    """Grade first, then the value with its day and what is to be said beside it, each once."""
    if graded is None:
        return Cell(_("no value"))
    shown = sentence(say((grade or graded.grade).words()))
    value = observed_value(graded.row) if graded.row else _("red cell transfusion")
    beside = [remark for remark in say_all(remarks(graded)) if remark not in said]
    told = (f"{value}, {formats.day(graded.day)}", *beside)
    url = trail.key(graded.row.key) if graded.row else ""
    return Cell(shown, url, told, strong=strong)


def events(found: Toxicity, trail: Trail, pk: int) -> Passage:
    shown = [_event(one, trail) for one in found.events]
    return Passage(
        id="adverse-events",
        title=_("Adverse events entered by hand"),
        sentence=_events_sentence(found),
        rule=found.rule,
        source=_("as the clinician recorded them"),
        grids=grid(_("Each event"), _event_heads(), shown),
        todo=_("Add adverse event"),
        todo_url=add(pk, "adverseevent"),
    )


def _events_sentence(found: Toxicity) -> str:
    if not found.events:
        return _("Nobody recorded an adverse event, or asked for one.")
    n = len(found.events)
    told = ngettext("%(n)s event recorded", "%(n)s events recorded", n) % {"n": n}
    going_on = [_named_event(one.event) for one in found.events if one.ongoing]
    if not going_on:
        return _("%(events)s, none going on.") % {"events": told}
    values = {"events": told, "names": ", ".join(going_on)}
    return _("%(events)s; going on: %(names)s.") % values


def _named_event(event: AdverseEvent) -> str:
    return inside(event.term or str(AdverseCategory(event.category).label))


def _event_heads() -> tuple[str, ...]:
    return (_("Event"), _("Grade"), _("From"), _("To"), _("Relation"), _("Action"))


def _event(one: ClinicalEvent, trail: Trail) -> Row:
    event = one.event
    category = str(AdverseCategory(event.category).label)
    new = {True: _("began after the first dose"), False: _("began before the first dose")}
    told = (category, new[one.new]) if one.new is not None else (category,)
    return row(
        Cell(event.term or category, trail.key(event.key), told if event.term else told[1:]),
        _event_grade(event),
        formats.day(event.on),
        formats.day(event.resolved_on) if not one.ongoing else _("not resolved"),
        str(AdverseRelation(event.relation or "").label),
        str(AdverseAction(event.action or "").label),
    )


def _event_grade(event: AdverseEvent) -> Cell:
    if event.grade is None:
        return Cell(_("not graded"))
    version = (f"CTCAE v{event.ctcae}",) if event.ctcae else ()
    return Cell(_("grade %(n)s") % {"n": event.grade}, under=version, strong=event.grade >= SEVERE)


def symptoms(found: Toxicity, pk: int) -> Passage:
    return Passage(
        id="symptoms",
        title=_("Symptoms Chi 2020 asked about"),
        sentence=_symptoms_sentence(found.checklist),
        rule=found.rule,
        source=verdicts.source(CITATIONS[CHI]),
        grids=grid(_("Section 3.8 of the paper"), _list_heads(), map(_item, found.checklist)),
        todo=_("Symptom checklist"),
        todo_url=reverse("web:symptoms", args=[pk]),
    )


def _symptoms_sentence(items: tuple[ChecklistItem, ...]) -> str:
    """What is there, and what nobody asked about."""
    there = [inside(_(i.label)) for i in items if i.state is ChecklistState.PRESENT]
    told = _("Seen: %(what)s.") % {"what": ", ".join(there)} if there else _("None seen.")
    open_ = [inside(_(i.label)) for i in items if i.state is ChecklistState.NOT_ASKED]
    if not open_:
        return told
    return f"{told} " + _("Not asked, so not known: %(what)s.") % {"what": ", ".join(open_)}


def _list_heads() -> tuple[str, ...]:
    return (_("What was asked"), _("Answer"), _("On record"))


def _item(item: ChecklistItem) -> Row:
    strong = item.state is ChecklistState.PRESENT
    told = Cell(sentence(say(item.statement)), under=say_all(item.notes))
    return row(_(item.label), Cell(_(STATES[item.state]), strong=strong), told)
