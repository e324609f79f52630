"""What is being given at a moment."""

from collections.abc import Iterable

from hlh_app.clinical.case import Case, Exposure, Moment
from hlh_app.clinical.events import died_on
from hlh_app.clinical.transfusions import SPOILING


def is_given(row: Exposure, moment: Moment) -> bool:
    """Whether it was begun and not stopped before that day; on the day of the last dose still."""
    return row.start.seen <= moment.at and (row.stop is None or row.stop >= moment.day)


def being_given(case: Case, as_of: Moment) -> tuple[Exposure, ...]:
    """Drugs begun and not yet stopped, the earliest first.

    Transfusions and growth factors whose start day alone counts are no drug being given. Nothing
    is given after death.
    """
    if died_on(case, as_of) is not None:
        return ()
    rows = [row for row in case.exposures if is_given(row, as_of) and row.drug not in SPOILING]
    return tuple(sorted(rows, key=lambda row: (row.start.at, row.drug)))


def given_at(
    case: Case, moment: Moment, as_of: Moment, drugs: Iterable[str]
) -> tuple[Exposure, ...]:
    """Which of ``drugs`` were being given at an earlier ``moment``, as known at ``as_of``."""
    wanted = set(drugs)
    rows = [row for row in case.exposures if row.drug in wanted and row.start.seen <= as_of.at]
    rows.sort(key=lambda row: (row.start.at, row.drug, row.key))
    return tuple(row for row in rows if is_given(row, moment))
