"""What is being given at a moment."""

from datetime import date

from hlh_app.clinical.case import Case, Exposure, Moment
from hlh_app.clinical.transfusions import SPOILING


def being_given(case: Case, as_of: Moment) -> tuple[Exposure, ...]:
    """Drugs begun and not yet stopped, the earliest first; on the day of the last dose still.

    Transfusions and growth factors whose start day alone counts are no drug being given. Nothing
    is given after death.
    """
    if died_on(case, as_of) is not None:
        return ()
    rows = [
        row
        for row in case.exposures
        if row.start.seen <= as_of.at
        and (row.stop is None or row.stop >= as_of.day)
        and row.drug not in SPOILING
    ]
    return tuple(sorted(rows, key=lambda row: (row.start.at, row.drug)))


def died_on(case: Case, as_of: Moment) -> date | None:
    """The day of death, None while alive at ``as_of``."""
    days = (row.on for row in case.events if row.event == "death" and row.on <= as_of.day)
    return min(days, default=None)
