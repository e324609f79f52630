"""Would Wang have enrolled this patient, and was looked for what Chi looked for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.clinical.checklist import Checklist, ChecklistItem
from hlh_app.clinical.eligibility import eligibility_wang2020
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.workup import workup_chi2020
from hlh_app.web.record import Record

from . import formats, verdicts
from .links import Trail, add
from .parts import part
from .passages import Account, Cell, Passage, Row, grid, moment_line, outcome_cell, row
from .sentences import say
from .words import sentence

FORMS = {"hlh2004": "visit", "hlh94": "therapyline"}
"""Item → the table in which its answer is entered; every other item is a finding."""


def eligibility_page(record: Record, can_edit: bool) -> Account:
    return Account(
        title=_("Eligibility and work-up"),
        moment=moment_line(record),
        lead=part(_lead, record).shown or "",
        passages=(part(wang, record, can_edit), part(chi, record, can_edit)),
    )


def _lead(record: Record) -> str:
    return say(_wang(record).statement)


def _wang(record: Record) -> Checklist:
    return eligibility_wang2020(record.view, record.assessment.hlh2004)


def wang(record: Record, can_edit: bool) -> Passage:
    note = _(
        "Judged as of %(moment)s: the first dose of the latest course, else the moment of the "
        "page (our definition)."
    )
    found = _wang(record)
    told = note % {"moment": formats.moment(found.as_of)}
    return _passage("wang", found, _still(found), told, record, can_edit)


def chi(record: Record, can_edit: bool) -> Passage:
    found = workup_chi2020(record.view)
    note = _(
        "Done is what is recorded, whatever was found (our definition); tuberculosis is to be "
        "excluded."
    )
    return _passage("chi", found, say(found.statement), note, record, can_edit)


def _passage(
    name: str, found: Checklist, told: str, note: str, record: Record, can_edit: bool
) -> Passage:
    trail = Trail.of(record.patient.pk)
    pk = record.patient.pk if can_edit else 0
    return Passage(
        id=name,
        title=_(found.title),
        sentence=told,
        alert=found.outcome is Outcome.NOT_MET,
        rule=found.rule,
        source=verdicts.source(found.source),
        grids=grid(_("Each condition"), _heads(), (_item(i, trail, pk) for i in found.items)),
        notes=(note,),
    )


def _still(found: Checklist) -> str:
    """Which conditions fail, and which are not known."""
    said = list(_named(found))
    return " ".join(said) if said else _("Nothing is open.")


def _named(found: Checklist) -> Iterator[str]:
    texts = {
        Outcome.NOT_MET: _("Not met: %(items)s."),
        Outcome.UNKNOWN: _("Not known: %(items)s."),
    }
    for outcome, text in texts.items():
        items = [_(item.label) for item in found.items if item.outcome is outcome]
        if items:
            yield text % {"items": "; ".join(items)}


def _heads() -> tuple[str, ...]:
    return (_("Condition"), _("Outcome"), _("On record"), _("To record"))


def _item(item: ChecklistItem, trail: Trail, pk: int) -> Row:
    on = (formats.day(item.day),) if item.day is not None else ()
    return row(
        Cell(_(item.label)),
        outcome_cell(item.outcome),
        Cell(sentence(say(item.says)), trail.key(item.key), on),
        _to_record(item, pk),
    )


def _to_record(item: ChecklistItem, pk: int) -> Cell:
    """What to enter; a way to the form for whoever may."""
    if item.to_record is None:
        return Cell("–")
    return Cell(say(item.to_record), add(pk, FORMS.get(item.id, "finding")) if pk else "")
