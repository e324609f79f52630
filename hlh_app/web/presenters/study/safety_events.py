"""Stops for toxicity, and the events that clinicians entered, as tables."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.cohorts.model import Arm
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    section,
    subhead,
)
from hlh_app.records.models.choices import AdverseAction, AdverseCategory
from hlh_app.statistics.toxicity_events import EventRow
from hlh_app.statistics.toxicity_table import Stops, ToxicityTable

from . import cells, printed

Cells = tuple[PlainCell, ...]


def _heads(found: ToxicityTable) -> tuple[str, ...]:
    groups = (f"{group.name} (n = {group.n})" for group in found.treated)
    return (_("Event"), *groups, _("Wang 2020 (n = 34), as printed"))


def stop_table(found: ToxicityTable, arm: Arm) -> PlainTable:
    rates = (_stopped(stops) for stops in found.stops)
    row = (
        head(_("Ruxolitinib stopped for toxicity")),
        *rates,
        printed.count(arm, "stopped_for_toxicity"),
    )
    return PlainTable(
        name="stops",
        title=_("Stopped for toxicity"),
        caption=_("Patients given ruxolitinib; exact 95 % confidence interval."),
        heads=_heads(found),
        rows=(row,),
        notes=(
            _(
                "By the reason recorded with the last dose of the first course. Without a reason: "
                "yes where an event was entered as a cause to stop, no where conditioning, "
                "transplant or death came by the next day, else missing (our definition)."
            ),
        ),
    )


def _stopped(stops: Stops) -> PlainCell:
    rate, missing = stops.rate, stops.missing_figure
    low, high = (cells.number(end, 1) for end in (rate.lower, rate.upper))
    more = [
        PlainNote(
            text=_("95 %% CI %(low)s–%(high)s %%") % {"low": low, "high": high},
            key=rate.figure("lower").key,
            value=rate.lower,
        )
    ]
    n = len(stops.missing)
    text = _("missing %(n)s") % {"n": n}
    unsaid = PlainNote(text=text, key=missing.key, opens=n > 0, value=n)
    return cells.share(rate.figure("count"), rate.n, (*(more if rate.n else ()), unsaid))


def event_table(found: ToxicityTable, arm: Arm) -> PlainTable:
    return PlainTable(
        name="events",
        title=_("Events entered by hand"),
        caption=_(
            "Patients given ruxolitinib with at least one such event from day 0 on; small: of "
            "grade III or more."
        ),
        heads=_heads(found),
        rows=tuple(_rows(found, arm)),
        notes=(
            _("Of all given ruxolitinib: an event that was not entered is not known to be absent."),
            _(
                "What was done is as entered with the event; ruxolitinib may have been given again "
                "after it, and is then not counted as stopped above."
            ),
        ),
    )


def _rows(found: ToxicityTable, arm: Arm) -> Iterator[Cells]:
    entries = [row for row in found.events if row.kind == "entry"]
    for row in found.events:
        if row.kind != "category":
            continue
        yield (head(str(AdverseCategory(row.code).label)), *_shares(row), EMPTY)
        for entry in entries:
            if entry.words[0] == row.code:
                yield (subhead(entry.words[1]), *_shares(entry), EMPTY)
        if row.code == "infection":
            yield from _wang(found, arm)
    yield section(_("What was done about it"))
    for row in found.events:
        if row.kind == "action":
            yield (head(str(AdverseAction(row.code).label)), *_shares(row), EMPTY)


def _wang(found: ToxicityTable, arm: Arm) -> Iterator[Cells]:
    """What Wang reports of infections, which has no row of its own here."""
    blank = (EMPTY,) * len(found.treated)
    names = {
        "lung_infection_worse": _("Lung infection worsened"),
        "urinary_infection": _("Urinary infection"),
    }
    for code, name in names.items():
        yield (subhead(name), *blank, printed.count(arm, code))


def _shares(row: EventRow) -> Iterator[PlainCell]:
    for cell, severe in zip(row.cells, row.severe, strict=True):
        n = len(severe.who)
        text = ngettext("%(n)s of grade III or more", "%(n)s of grade III or more", n) % {"n": n}
        note = PlainNote(text=text, key=severe.count.key, opens=n > 0, value=n)
        yield cells.share(cell.count, cell.n, (note,) if len(cell.who) else ())
