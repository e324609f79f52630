"""What may harm: toxicity, adverse events, symptoms, kidney function, cautions beside the dose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.cautions import CITATION as LABEL
from hlh_app.clinical.cautions import RULE as CAUTIONS
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.ctcae_tables import CURRENT, TABLES
from hlh_app.clinical.dosing import Caution, Urgency
from hlh_app.clinical.renal_function import RenalClass, renal
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.toxicity import Toxicity, toxicity
from hlh_app.web.record import Record

from . import safety_toxicity, verdicts
from .course_fever import neutropenia
from .links import Trail
from .parts import Part, part
from .passages import Account, Cell, Passage, Row, grid, measured, moment_line, row
from .readings import analyte
from .sentences import say
from .words import sentence

URGENCIES = {
    Urgency.FIRST: gettext_noop("before anything else"),
    Urgency.BEFORE_NEXT_DOSE: gettext_noop("before the next dose"),
    Urgency.WATCH: gettext_noop("to watch"),
    Urgency.NOT_RECORDED: gettext_noop("not recorded"),
    Urgency.NOTE: gettext_noop("to know"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the terminology; ``url`` empty for the one that is shown."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """``refused``: the version asked for, when there is no such."""

    account: Account
    versions: tuple[Version, ...]
    refused: str


def safety_page(record: Record, asked: str) -> SafetyPage:
    """``asked``: the version of the terminology in the address, empty for the current one."""
    version = asked if asked in TABLES else CURRENT
    trail = Trail.of(record.patient.pk)
    graded = part(toxicity, record.view, version)
    return SafetyPage(
        account=Account(
            title=_("Safety"),
            moment=moment_line(record),
            lead=part(_lead, record, graded.shown).shown or "",
            passages=(
                *_of_grades(graded, trail, record.patient.pk),
                part(kidney, record, trail),
                part(beside_the_dose, record),
            ),
        ),
        versions=tuple(_versions(record, version)),
        refused=asked[:20] if asked and asked not in TABLES else "",
    )


def _lead(record: Record, found: Toxicity | None) -> str:
    """The worst new toxicity; fever with neutropenia goes before it."""
    told = say(found.statement) if found else ""
    urgent = neutropenia(record)
    return f"{say(urgent.statement)} {told}" if urgent.is_urgent else told


def _of_grades(graded: Part, trail: Trail, pk: int) -> tuple[Part, ...]:
    found = graded.shown
    if found is None:
        return (graded,)
    return (
        part(safety_toxicity.table, found, trail),
        part(safety_toxicity.events, found, trail, pk),
        part(safety_toxicity.symptoms, found, pk),
    )


def _versions(record: Record, shown: str) -> Iterator[Version]:
    for version in sorted(TABLES, reverse=True):
        joint = "&" if record.address else "?"
        url = "" if version == shown else f"{record.address}{joint}ctcae={version}"
        yield Version(f"CTCAE v{version}", url)


def kidney(record: Record, trail: Trail) -> Passage:
    found = renal(record.view)
    reduced = found.renal_class in (
        RenalClass.BELOW_60,
        RenalClass.BELOW_30,
        RenalClass.BELOW_15,
    )
    rows = [row(analyte(one.analyte), measured(one, trail)) for one in found.rows]
    return Passage(
        id="kidney",
        title=_("Kidney function"),
        sentence=say(found.statement),
        alert=reduced,
        rule=found.rule,
        source=verdicts.source(found.source),
        lines=(_("Formula: %(formula)s.") % {"formula": say(found.formula)},),
        grids=grid(_("What was used"), (_("Value"), _("As reported")), rows),
        notes=(_limits(found.dialysis),),
    )


def _limits(dialysis: bool | None) -> str:
    told = _(
        "Read against 60, 30 and 15 mL/min; how old the values may be is our definition. It does "
        "not hold while creatinine changes fast."
    )
    return f"{told} {_('Dialysis is not recorded.')}" if dialysis is None else told


def beside_the_dose(record: Record) -> Passage:
    found = _cautions(record)
    soon = [c for c in found if c.urgency <= Urgency.BEFORE_NEXT_DOSE]
    return Passage(
        id="cautions",
        title=_("Cautions beside the dose"),
        sentence=_soon(len(soon), len(found)),
        alert=bool(soon),
        rule=CAUTIONS,
        source=verdicts.source(CITATIONS[LABEL]),
        grids=grid(_("Most urgent first"), _caution_heads(), map(_caution, found)),
        notes=(_("None of these blocks a dose, and no rule of the label is for HLH."),),
    )


def _cautions(record: Record) -> list[Caution]:
    """What the record gives to weigh and what the dose rules say themselves, each once."""
    pair = record.assessment.dose
    every = [*record.cautions, *pair.wang2020.cautions, *pair.chi2020.cautions]
    once: dict[str, Caution] = {}
    for one in every:
        once.setdefault(say(one.text), one)
    return sorted(once.values(), key=lambda one: one.urgency)


def _soon(soon: int, found: int) -> str:
    if soon:
        text = ngettext(
            "%(n)s line to read before the next dose.",
            "%(n)s lines to read before the next dose.",
            soon,
        )
        return text % {"n": soon}
    if found:
        return _(
            "Nothing on record asks for attention before the next dose; read what is not recorded."
        )
    return _("No dose is asked about: neither rule applies, and no ruxolitinib is given.")


def _caution_heads() -> tuple[str, ...]:
    return (_("When"), _("Caution"), _("Source"))


def _caution(one: Caution) -> Row:
    strong = one.urgency <= Urgency.BEFORE_NEXT_DOSE
    return row(
        sentence(_(URGENCIES[one.urgency])),
        Cell(sentence(say(one.text)), strong=strong),
        verdicts.source(one.source),
    )
