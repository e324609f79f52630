"""What happened to the patient, as far as it can be seen at a moment."""

from datetime import date

from hlh_app.clinical.case import Case, Moment


def happened(case: Case, event: str, as_of: Moment, since: date = date.min) -> list[date]:
    """The days of an event from ``since`` to the day of ``as_of``, both included, in order."""
    return sorted(e.on for e in case.events if e.event == event and since <= e.on <= as_of.day)


def died_on(case: Case, as_of: Moment) -> date | None:
    """The day of death, None while alive at ``as_of``."""
    return next(iter(happened(case, "death", as_of)), None)
