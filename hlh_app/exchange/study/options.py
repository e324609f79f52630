"""How a study export is made, and what each choice means in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from hlh_app.clinical.text import gettext_noop


class Dates(StrEnum):
    DAYS = "days"
    SHIFTED = "shifted"
    KEPT = "kept"


class Ids(StrEnum):
    PSEUDONYMS = "pseudonyms"
    CODES = "codes"


DATES_SAID = {
    Dates.DAYS: gettext_noop(
        "No calendar date leaves: every date is given as days from day 0, the day of the patient's "
        "first dose, and the time of day beside it."
    ),
    Dates.SHIFTED: gettext_noop(
        "Dates shifted: all dates of a patient were moved by one random number of days, up to 180 "
        "earlier or later, drawn for each patient and not kept. Intervals are true; the calendar "
        "date of day 0 means nothing, and nothing can be chosen or grouped by period. Give out one "
        "such export: several of the same patients narrow down the days by which they were moved."
    ),
    Dates.KEPT: gettext_noop(
        "Calendar dates as recorded. Ages are rounded to a tenth of a year, so that no date of "
        "birth follows from them."
    ),
}
IDS_SAID = {
    Ids.PSEUDONYMS: gettext_noop(
        "Patients and rows have codes made for this export alone, which nobody can trace back and "
        "no other export has. Whoever holds two exports of the same patients can still find who is "
        "who by their ages and values."
    ),
    Ids.CODES: gettext_noop(
        "Patients have the centre's study codes: whoever holds the centre's list knows who they "
        "are. Keep this export as safe as the record itself."
    ),
}


@dataclass(frozen=True, slots=True)
class Options:
    """``notes``: free text of the record goes along. ``people``: the audit extract names users by
    their user names. The defaults leave out all that could say who somebody is."""

    dates: Dates = Dates.DAYS
    ids: Ids = Ids.PSEUDONYMS
    notes: bool = False
    people: bool = False

    def plain(self) -> dict[str, str | bool]:
        return asdict(self)
