"""What becomes of one entry of a document."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hlh_app.exchange.incoming import Incoming


class Outcome(StrEnum):
    """Against the rows that stand in the record (not entered in error)."""

    NEW = "new"
    SAME = "same"  # nothing to write
    ANSWERS = "answers"  # fills a pending row
    DIFFERS = "differs"  # left alone unless chosen, or the document says that it corrects
    UNUSUAL = "unusual"  # kept when confirmed
    REFUSED = "refused"


class Choice(StrEnum):
    """What somebody chose for one place of the document."""

    SKIP = "skip"
    CORRECT = "correct"  # the stored row takes the new value, under its next version
    ADD = "add"  # kept as a further row beside the stored one
    CONFIRM = "confirm"  # the unusual value was looked at again


@dataclass(frozen=True, slots=True)
class Compared:
    """``stored_text``: the value in the record that it meets, with its unit."""

    incoming: Incoming
    outcome: Outcome
    reason: str = ""
    stored_pk: int | None = None
    stored_version: int | None = None
    stored_text: str = ""


class Left(NamedTuple):
    """An entry that is not kept: ``found`` as it stood, heading → text; ``patient`` the code."""

    place: str
    found: dict[str, str]
    reason: str
    patient: str = ""
