"""Results of the same test and day of which the one has a time and the other none: a block with
dates alone beside visits that were entered with their time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from hlh_app.clinical.case import Moment
from hlh_app.clinical.case import Observation as Fact
from hlh_app.clinical.units import exact
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.models import Observation, Patient

MANY_A_DAY = frozenset({"temperature"})


class SameDay(NamedTuple):
    """A stored result of that day. ``same``: it says the same."""

    row: Observation
    same: bool


def same_days(patient: Patient, incoming: Iterable[Incoming]) -> Mapping[str, SameDay]:
    """Place → what the record holds of that test and day at a moment of the other kind; one that
    says the same before any other. One query."""
    wanted = {e.place: e.row for e in incoming if isinstance(e.row, Fact) and _counts(e.row)}
    stored = _stored(patient, wanted.values())
    found = {}
    for place, fact in wanted.items():
        rows = stored.get((fact.analyte, fact.measured_at.day), ())
        others = [row for row in rows if _moment(row).is_date != fact.measured_at.is_date]
        if others:
            met = next((row for row in others if _same(row, fact)), None)
            found[place] = SameDay(met or others[0], met is not None)
    return found


def _counts(fact: Fact) -> bool:
    return fact.value is not None and fact.analyte not in MANY_A_DAY


def _stored(
    patient: Patient, facts: Iterable[Fact]
) -> Mapping[tuple[str, date], list[Observation]]:
    facts = list(facts)
    rows = Observation.objects.filter(
        patient=patient,
        analyte__in={fact.analyte for fact in facts},
        measured_day__in={fact.measured_at.day for fact in facts},
        status="final",
        entered_in_error=False,
    )
    found = defaultdict(list)
    for row in rows.order_by("measured_at", "pk"):
        found[row.analyte, row.measured_day].append(row)
    return found


def _moment(row: Observation) -> Moment:
    moment: Moment = row.measured
    return moment


def _same(row: Observation, fact: Fact) -> bool:
    if (row.comparator or "") != (fact.comparator or "") or fact.value is None:
        return False
    if row.unit == fact.unit:
        return bool(row.value == fact.value)
    ours, theirs = (
        exact(row.value, row.unit, row.analyte),
        exact(fact.value, fact.unit, fact.analyte),
    )
    return ours is not None and ours == theirs
