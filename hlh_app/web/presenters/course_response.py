"""The response of the emapalumab trial beside the Marsh criteria, on the same days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Finding, Observation
from hlh_app.clinical.emapalumab_items import NO_BASELINE, NO_VALUE, Item
from hlh_app.clinical.emapalumab_response import EmapalumabVerdict, TrialDay, emapalumab_response
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message
from hlh_app.web.record import Record

from . import formats, response, verdicts, words
from .links import Trail
from .passages import Cell, Grid, Passage, Row, grid, outcome_cell, row
from .readings import found, observed_value
from .response import DayHead
from .sentences import say
from .words import sentence

SAID_ALREADY = (NO_BASELINE, NO_VALUE)


def passage(record: Record, trail: Trail) -> Passage:
    marsh = record.response
    trial = emapalumab_response(record.case, record.as_of, marsh, record.history)
    if marsh is None or trial is None:
        return _passage(
            _("No ruxolitinib recorded: neither reading applies. Enter the first dose.")
        )
    today = None if record.asked else record.today
    heads = response.response(marsh, trail, today).days
    return _passage(
        _sentence(trial, heads),
        verdicts.source(trial.source),
        (*_classes(trial, heads), *_items(trial, trail)),
        tuple(dict.fromkeys(f"{sentence(say(note))}." for note in _notes(trial))),
    )


def _passage(
    told: str, source: str = "", grids: tuple[Grid, ...] = (), notes: tuple[str, ...] = ()
) -> Passage:
    return Passage(
        id="response",
        title=_("Response: Marsh and the emapalumab trial"),
        sentence=told,
        rule="emapalumab2020",
        source=source,
        grids=grids,
        notes=notes,
    )


def _sentence(trial: EmapalumabVerdict, heads: tuple[DayHead, ...]) -> str:
    latest = trial.latest
    if latest is None:
        return _("Response not assessed yet: no result of an assessment day.")
    place = trial.days.index(latest)
    text = _("On day %(day)s, Marsh: %(marsh)s; emapalumab trial: %(trial)s.")
    return text % {
        "day": latest.day,
        "marsh": words.inside(heads[place].classes),
        "trial": say(latest.statement),
    }


def _classes(trial: EmapalumabVerdict, heads: tuple[DayHead, ...]) -> tuple[Grid, ...]:
    rows = [
        row(_("Marsh"), *(_marsh(head) for head in heads)),
        row(
            _("Emapalumab trial"), *(_trial(*pair) for pair in zip(trial.days, heads, strict=True))
        ),
    ]
    return grid(_("Class on each day"), [_("Reading"), *_day_heads(heads)], rows)


def _day_heads(heads: tuple[DayHead, ...]) -> Iterator[Cell]:
    return (Cell(head.day, under=(head.on,)) for head in heads)


def _marsh(head: DayHead) -> Cell:
    under = (head.flags,) if head.flags else ()
    return Cell(sentence(head.classes) or head.why, under=under, strong=bool(head.classes))


def _trial(day: TrialDay, head: DayHead) -> Cell:
    if not day.possible:
        return Cell(head.why)
    return Cell(sentence(say(day.statement)), strong=True)


def _items(trial: EmapalumabVerdict, trail: Trail) -> tuple[Grid, ...]:
    """The nine abnormalities, on the assessed days alone."""
    days = [day for day in trial.days if day.items]
    heads = [
        _("Abnormality"),
        _("Baseline"),
        *(Cell(_("Day %(day)s") % {"day": d.day}, under=(formats.day(d.on),)) for d in days),
    ]
    rows = zip(*(day.items for day in days), strict=True) if days else ()
    note = _(
        "Normal is what the label asks for; normalized, abnormal at baseline and gone; sCD25 is "
        "held against its own baseline. The reading of each abnormality is our definition."
    )
    caption = _("What the emapalumab trial asks for")
    return grid(caption, heads, (_item_row(items, trail) for items in rows), note)


def _item_row(items: tuple[Item, ...], trail: Trail) -> Row:
    first = items[0]
    return row(
        Cell(_(first.label), under=(say(first.threshold),)),
        _at_baseline(first, trail),
        *(_now(item, trail) for item in items),
    )


def _at_baseline(item: Item, trail: Trail) -> Cell:
    if item.baseline is not None:
        return _value(item.baseline, trail)
    return _rows(item.rows_before, trail) or Cell(_("no baseline"))


def _now(item: Item, trail: Trail) -> Cell:
    shown = _rows(item.rows, trail)
    if item.now is not None:
        shown = _value(item.now, trail)
    elif item.awaited is not None:
        shown = Cell(_("pending"), trail.key(item.awaited.key))
    shown = shown or Cell("")
    told = _words(item)
    return Cell(shown.text, shown.url, (*shown.under, told), outcome_cell(item.outcome).outcome)


def _value(value: Observation, trail: Trail) -> Cell:
    under = (formats.short_moment(value.measured_at),)
    return Cell(observed_value(value), trail.key(value.key), under)


def _rows(rows: tuple[Finding | Observation, ...], trail: Trail) -> Cell | None:
    """The first of what was recorded of a sign."""
    for one in rows:
        if isinstance(one, Observation):
            return _value(one, trail)
        return Cell(found(one), trail.key(one.key), (formats.short_day(one.on),))
    return None


def _words(item: Item) -> str:
    """Normalized; not normal, better by half; what is not known is said."""
    if item.outcome is Outcome.UNKNOWN:
        return _("normal or not: unknown")
    if item.outcome is Outcome.MET:
        changed = _("normal, better by half") if item.improved else _("normal")
        return _("normalized") if item.normalized else changed
    if item.improved is None:
        return _("not normal, better by half or not: unknown")
    return _("not normal, better by half") if item.improved else _("not normal")


def _notes(trial: EmapalumabVerdict) -> Iterator[Message]:
    for day in trial.days:
        for item in day.items:
            yield from (note for note in item.notes if note not in SAID_ALREADY)
