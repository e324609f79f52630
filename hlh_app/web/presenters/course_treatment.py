"""How ruxolitinib was stepped, and the glucocorticoid in methylprednisolone equivalents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.glucocorticoid import (
    Glucocorticoid,
    GlucocorticoidDay,
    glucocorticoid,
    rounded,
)
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.titration import CITATION as LABEL
from hlh_app.clinical.titration import Change, DoseStep, StopKind, Titration, titration
from hlh_app.web.record import Record

from . import formats, verdicts
from .links import Trail
from .passages import Cell, Passage, Row, given, grid, row
from .sentences import say
from .words import sentence

CHANGES = {
    Change.FIRST: gettext_noop("first dose"),
    Change.RAISED: gettext_noop("raised"),
    Change.LOWERED: gettext_noop("lowered"),
    Change.SAME: gettext_noop("same dose a day"),
    Change.RESTARTED: gettext_noop("begun again"),
    Change.UNKNOWN: gettext_noop("raised or lowered: unknown"),
}


def doses(record: Record, trail: Trail) -> Passage:
    found = titration(record.view)
    return Passage(
        id="doses",
        title=_("Doses of ruxolitinib"),
        sentence=_dose_sentence(found),
        alert=found.stop is not None and found.stop.kind is StopKind.WITHOUT_TAPER,
        rule=found.rule,
        source=verdicts.source(CITATIONS[LABEL]),
        grids=grid(_("Each step"), _step_heads(), (_step(one, trail) for one in found.steps)),
    )


def _dose_sentence(found: Titration) -> str:
    if not found.steps:
        return _("No ruxolitinib recorded. Enter the first dose under treatments.")
    if found.stop is not None:
        return say(found.stop.statement)
    last = found.steps[-1]
    dose = formats.dose(last.row.dose, last.row.unit, last.row.times_per_day)
    told = {"dose": sentence(dose), "start": formats.moment(last.start)}
    earlier = len(found.steps) - 1
    if not earlier:
        return _("%(dose)s since %(start)s, the only dose so far.") % told
    text = ngettext(
        "%(dose)s since %(start)s, after %(n)s earlier step.",
        "%(dose)s since %(start)s, after %(n)s earlier steps.",
        earlier,
    )
    return text % {**told, "n": earlier}


def _step_heads() -> tuple[str, ...]:
    return (_("From"), _("To"), _("Dose"), _("mg a day"), "mg/kg/day", _("Change"), _("Why"))


def _step(step: DoseStep, trail: Trail) -> Row:
    dose = formats.dose(step.row.dose, step.row.unit, step.row.times_per_day)
    mg = formats.number(step.daily_mg) if step.daily_mg is not None else _("not known")
    return row(
        formats.moment(step.start),
        formats.day(step.stop) if step.stop is not None else _("still given"),
        Cell(dose, trail.key(step.row.key)),
        mg,
        _per_kg(step, trail),
        _(CHANGES[step.change]),
        sentence(say(step.reason)) if step.reason is not None else _("not recorded"),
    )


def _per_kg(step: DoseStep, trail: Trail) -> Cell:
    if step.weight is None:
        return Cell(_("not known"), under=(_("no usable weight then"),))
    weighed = step.weight.row
    told = formats.value(step.weight.kg, "kg") + ", " + formats.day(weighed.measured_at.day)
    if step.mg_per_kg_per_day is None:
        return Cell(_("not known"), under=(told,))
    return Cell(formats.number(step.mg_per_kg_per_day, 2), trail.key(weighed.key), (told,))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Calendar days on end with the same rows and the same dose."""

    days: tuple[GlucocorticoidDay, ...]


def steroids(record: Record, trail: Trail) -> Passage:
    found = glucocorticoid(record.view)
    stop = found.stop
    return Passage(
        id="glucocorticoid",
        title=_("Glucocorticoid, in methylprednisolone equivalents"),
        sentence=say(found.statement),
        alert=stop is not None and stop.without_taper is Outcome.MET,
        rule=found.rule,
        source=verdicts.source(found.source),
        lines=tuple(_stop_line(found)),
        grids=(
            *grid(_("In all"), (_("What"), _("Methylprednisolone")), _totals(found)),
            *grid(_("Day by day"), _stretch_heads(), map(_stretch_row, stretches(found.days))),
        ),
        notes=tuple(_not_added(found)),
    )


def _stop_line(found: Glucocorticoid) -> Iterator[str]:
    if found.stop is None:
        return
    text = {
        Outcome.MET: _("Stopped without a taper, last given %(day)s (our definition)."),
        Outcome.NOT_MET: _("Ended %(day)s; no stop without taper (our definition)."),
        Outcome.UNKNOWN: _("Ended %(day)s; whether it was tapered is not known."),
    }.get(found.stop.without_taper, "")
    yield text % {"day": formats.day(found.stop.last_on)}


def _totals(found: Glucocorticoid) -> Iterator[Row]:
    if not found.days:
        return
    yield row(_("Now"), _now(found))
    total = _milligrams(found.total_mg, found.unknown_days)
    yield row(_("In all, %(n)s days") % {"n": formats.number(len(found.days))}, total)
    if found.since_day0_mg is not None:
        since = _milligrams(found.since_day0_mg, found.unknown_days_since_day0)
        yield row(_("Since the first dose of ruxolitinib"), since)


def _now(found: Glucocorticoid) -> Cell:
    if found.now is None:
        return Cell(_("none today"))
    if found.now.mg is None:
        return Cell(_("dose not known"))
    mg = _("%(mg)s mg a day") % {"mg": formats.number(rounded(found.now.mg))}
    per_kg = found.now.mg_per_kg
    return Cell(mg, under=(f"{formats.number(rounded(per_kg, 2))} mg/kg",) if per_kg else ())


def _milligrams(mg: Fraction, unknown: int) -> Cell:
    amount = f"{formats.number(rounded(mg))} mg"
    if not unknown:
        return Cell(amount, under=(_("the dose of every day is known"),))
    short = ngettext("%(n)s day of unknown dose", "%(n)s days of unknown dose", unknown)
    told = short % {"n": formats.number(unknown)}
    return Cell(_("at least %(mg)s") % {"mg": amount}, under=(told,))


def stretches(days: Sequence[GlucocorticoidDay]) -> list[Stretch]:
    """The days in runs of the same dose, the newest run first."""
    runs: list[list[GlucocorticoidDay]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last is not None and _same(last, day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [Stretch(tuple(run)) for run in reversed(runs)]


def _same(one: GlucocorticoidDay, other: GlucocorticoidDay) -> bool:
    follows = (other.on - one.on).days == 1
    return follows and one.given == other.given and one.mg == other.mg


def _stretch_heads() -> tuple[str, ...]:
    return (_("From"), _("To"), _("Days"), _("mg a day"), "mg/kg/day", _("Given"))


def _stretch_row(stretch: Stretch) -> Row:
    first, last = stretch.days[0], stretch.days[-1]
    mg = formats.number(rounded(last.mg)) if last.mg is not None else _("not known")
    per_kg = formats.number(rounded(last.mg_per_kg, 2)) if last.mg_per_kg else _("not known")
    return row(
        formats.day(first.on),
        formats.day(last.on),
        formats.number(len(stretch.days)),
        mg,
        per_kg,
        "; ".join(given(one) for one in last.given),
    )


def _not_added(found: Glucocorticoid) -> Iterator[str]:
    yield _(
        "Methylprednisolone 4 mg = prednisone or prednisolone 5 mg = hydrocortisone 20 mg = "
        "dexamethasone 0.75 mg. Each calendar day counts whole (our definition)."
    )
    drugs = ", ".join(dict.fromkeys(given(one) for one in found.not_added))
    if drugs:
        yield _("Given intrathecally and not added: %(drugs)s.") % {"drugs": drugs}
