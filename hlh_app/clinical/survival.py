"""Overall and progression-free survival of one course, in days from its first dose (ours).

Overall: to death. Progression-free: to the first of relapse, progression and death. Without the
event to the last day on which the patient is known to have been alive: the last contact, visit,
result, finding, treatment or event on record. With censoring at transplant: to that day, if the
event did not come first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.events import happened
from hlh_app.clinical.text import Message, Value, gettext_noop

_PLANS = ("transplant_planned",)


class Ended(StrEnum):
    """Of two on one day the first in this order is named."""

    DEATH = "death"
    RELAPSE = "relapse"
    PROGRESSION = "progression"
    TRANSPLANT = "transplant"
    LAST_CONTACT = "last_contact"


_EVENTS = (Ended.DEATH, Ended.RELAPSE, Ended.PROGRESSION)
_TEXTS = {
    Ended.DEATH: gettext_noop("{days} days to death on {on}"),
    Ended.RELAPSE: gettext_noop("{days} days to relapse on {on}"),
    Ended.PROGRESSION: gettext_noop("{days} days to progression on {on}"),
    Ended.TRANSPLANT: gettext_noop("{days} days, censored at transplant on {on}"),
    Ended.LAST_CONTACT: gettext_noop("{days} days, censored at the last record on {on}"),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first dose to ``on``. ``is_event``: by what is counted, not censored."""

    days: int
    on: date
    ended: Ended

    @property
    def is_event(self) -> bool:
        return self.ended in _EVENTS

    @property
    def statement(self) -> Message:
        values: dict[str, Value] = {"days": self.days, "on": self.on}
        return Message(_TEXTS[self.ended], values)


def interval(
    case: Case, as_of: Moment, day0: date, events: Iterable[tuple[date, Ended]], to_transplant: bool
) -> Interval:
    """To the first of ``events``, else censored; ``to_transplant``: at a transplant before them."""
    ends = [*events]
    if to_transplant:
        ends += [(on, Ended.TRANSPLANT) for on in happened(case, "transplant", as_of, day0)]
    ends = ends or [(last_contact(case, as_of, day0), Ended.LAST_CONTACT)]
    order = list(Ended)
    on, ended = min(ends, key=lambda e: (e[0], order.index(e[1])))
    return Interval((on - day0).days, on, ended)


def last_contact(case: Case, as_of: Moment, day0: date) -> date:
    """The last day on which something on record shows the patient alive."""
    return max((day for day in _record(case) if day0 <= day <= as_of.day), default=day0)


def _record(case: Case) -> Iterator[date]:
    yield from (o.measured_at.day for o in case.observations)
    yield from (f.on for f in case.findings)
    yield from (v.day for v in case.visits)
    yield from (e.on for e in case.events if e.event not in _PLANS)
    yield from (a.on for a in case.adverse_events)
    for given in case.exposures:
        yield given.start.day
        if given.stop is not None:
            yield given.stop
