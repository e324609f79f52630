"""The results of one analyte that a toxicity table looks at, as of a moment.

Every final value counts. One that a transfusion or a growth factor spoils is no value before the
first dose, as for the response; after it, it counts as measured and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter, eq

from hlh_app.clinical.case import Exposure, Moment, Observation
from hlh_app.clinical.transfusions import SpoiltPeriod, spoilt_by
from hlh_app.clinical.units import exact
from hlh_app.clinical.windows import History, visible


@dataclass(frozen=True, slots=True)
class TermResults:
    """Each oldest first. ``pending``: without their values. ``causes``: by row, what spoils it."""

    final: tuple[Observation, ...]
    pending: tuple[Observation, ...]
    causes: Mapping[Observation, Exposure]

    @property
    def before_a_dose(self) -> list[Observation]:
        """What may stand for the time before a first dose, the results awaited among them."""
        return [row for row in in_order([*self.final, *self.pending]) if row not in self.causes]


NO_RESULTS = TermResults((), (), {})


def term_results(
    history: History, as_of: Moment, analyte: str, periods: Mapping[str, list[SpoiltPeriod]]
) -> TermResults:
    """What can be seen of one analyte at ``as_of``."""
    final, pending = visible(history.observations.get(analyte, ()), as_of)
    rows = in_order(final)
    awaited = in_order(row._replace(value=None, comparator=None, pending=True) for row in pending)
    causes = {row: spoilt_by(row, periods) for row in (*rows, *awaited)}
    spoilt = {row: cause for row, cause in causes.items() if cause is not None}
    return TermResults(tuple(rows), tuple(awaited), spoilt)


_BY_MOMENT = attrgetter("measured_at.at")


def in_order(rows: Iterable[Observation]) -> list[Observation]:
    """Oldest first, each once, in an order that does not depend on how they were entered."""
    by_moment = sorted(rows, key=_BY_MOMENT)
    moments = list(map(_BY_MOMENT, by_moment))
    if not any(map(eq, moments, moments[1:])):
        return by_moment  # nothing to tell apart, which would cost more than all the grades
    last_first = sorted(by_moment, key=_place, reverse=True)
    once = {row._replace(key=""): row for row in last_first}
    return sorted(once.values(), key=_place)


def _place(row: Observation) -> tuple[object, ...]:
    numbers = (_size(row, number) for number in (row.value, row.low, row.high))
    words = (row.comparator, row.assay, row.site, row.laboratory, row.fasting)
    return (row.measured_at.at, *numbers, *(word or "" for word in words), row.unit, row.key)


def _size(row: Observation, number: Decimal | None) -> tuple[object, ...]:
    """In the canonical unit, so that the unit reported does not change the order; none is first."""
    return () if number is None else (exact(number, row.unit, row.analyte),)
