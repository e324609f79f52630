"""What every reader of resources needs: whom references lead to, times, and where to report."""

from dataclasses import dataclass

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.document import Entry
from hlh_app.exchange.fhir.people import Linked
from hlh_app.exchange.fhir.reports import NotKept, Reports
from hlh_app.exchange.fhir.shapes import Json, codings, said, short, text
from hlh_app.exchange.fhir.times import Times

MOST_LETTERS = 80

_MODIFIED = Message(
    gettext_noop("has an extension that may turn its meaning round, and is left out")
)
_STATUS = gettext_noop("has the status “{status}”, which is not kept")


@dataclass(frozen=True, slots=True)
class Desk:
    """``reports`` is written to; the rest is looked up."""

    linked: Linked
    times: Times
    reports: Reports

    def say(self, entry: Entry, refused: NotKept, patient: str = "") -> None:
        self.reports.say(entry.place, refused.message, patient)

    def remark(self, place: str, message: Message, patient: str = "") -> None:
        """The row is kept; this of it is not."""
        self.reports.say(place, message, patient, kept=True)

    def unmapped(self, concept: object) -> None:
        """No coding of the concept is in the tables: each of them is counted."""
        found = list(codings(concept))
        for system, code, display in found:
            self.reports.code(system, code, display or said(concept))
        if not found:
            self.reports.code("", "", said(concept))


def check_modifiers(part: Json) -> None:
    """NotKept for what may negate the part."""
    if "modifierExtension" in part or "implicitRules" in part:
        raise NotKept(_MODIFIED)


def wrong_status(status: object) -> NotKept:
    return NotKept(Message(_STATUS, {"status": short(text(status)) or "?"}))
