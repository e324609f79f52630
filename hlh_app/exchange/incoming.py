"""What a paste, a table or a FHIR document asks to be kept: one clinical row, and where it stood.

Readers give it, ``records.imports`` compares it with the record and keeps it. Nothing here is
judged yet: the same checks as for a typed value stand between this and the record.
"""

from enum import StrEnum
from typing import NamedTuple

from hlh_app.clinical.case import Event, Exposure, Finding, Observation

Row = Observation | Finding | Exposure | Event


class Act(StrEnum):
    """What the document says about the row."""

    ADD = "add"
    CORRECT = "correct"  # it says that it corrects what it said before
    WITHDRAW = "withdraw"  # it says that this was entered in error


class Incoming(NamedTuple):
    """``place``: where it stands, as a person would look for it ("row 3, column 2", "entry 17").

    ``patient``: the document's own key or code of the patient, "" where the page says whose it is.
    ``missing``: why there is no result (the row is then "not done"), else "". ``note``: kept with
    the row.
    """

    place: str
    row: Row
    patient: str = ""
    act: Act = Act.ADD
    missing: str = ""
    note: str = ""
