"""What would become of each entry of a document. Reads only."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import Observation as Fact
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.deciding import Decision, decide
from hlh_app.records.imports.facts import decide_fact, ready_fact
from hlh_app.records.imports.judging import Judge, Ready
from hlh_app.records.imports.outcomes import Compared, Outcome
from hlh_app.records.imports.people import People, codes_of
from hlh_app.records.imports.standing import Key, Stored, key_of, new_row, standing
from hlh_app.records.models import Patient

CHUNK = 2_000
Judged = Ready | Compared


def compare(patient: Patient, incoming: Iterable[Incoming]) -> list[Compared]:
    """Each entry beside the patient's record, in the document's order."""
    return list(compare_file(patient.centre, incoming, patient))


def compare_file(
    centre: Centre,
    incoming: Iterable[Incoming],
    patient: Patient | None = None,
    patients: Mapping[str, Patient] | None = None,
    codes: Collection[str] | None = None,
) -> Iterator[Compared]:
    """Each entry of a file beside the records of its patients, found by their code in the centre;
    all of them about ``patient`` where the page says whose they are. What the document says twice
    meets its own first saying the second time."""
    asked = codes_of(incoming) if codes is None else codes
    people = People(centre, patient, patients).read(asked)
    judge, brought = Judge(centre), _Brought()
    entries = iter(incoming)
    while some := list(islice(entries, CHUNK)):
        judged = [_judged(entry, people, judge) for entry in some]
        brought.meet(one for one in judged if isinstance(one, Ready))
        yield from (one if isinstance(one, Compared) else brought.compared(one) for one in judged)


def _judged(entry: Incoming, people: People, judge: Judge) -> Judged:
    person = people(entry.patient)
    if person is None:
        return Compared(entry, Outcome.REFUSED, people.stranger(entry.patient))
    if isinstance(entry.row, Fact):
        ready = judge.result(entry, person)
        return Compared(entry, Outcome.REFUSED, ready.refused) if ready.refused else ready
    decision, _met = decide_fact(ready_fact(entry, person))
    return _compared(entry, decision)


def _compared(entry: Incoming, decision: Decision) -> Compared:
    row = decision.row
    if row is None:
        return Compared(entry, decision.outcome, decision.reason)
    version = row.version if row.pk else None
    return Compared(entry, decision.outcome, decision.reason, row.pk, version, row.text)


class _Brought:
    """The moments of the results so far, as they would be after each entry."""

    def __init__(self) -> None:
        self._rows: dict[Key, list[Stored]] = {}

    def meet(self, some: Iterable[Ready]) -> None:
        """Read what stands at moments that were not met before."""
        self._rows |= standing(ready for ready in some if key_of(ready) not in self._rows)

    def compared(self, ready: Ready) -> Compared:
        rows = self._rows[key_of(ready)]
        decision = decide(ready, rows)
        compared = _compared(ready.entry, decision)
        if decision.outcome is Outcome.ANSWERS:
            decision.row.becomes(ready)  # type: ignore[union-attr]
        elif decision.row is None and decision.outcome in (Outcome.NEW, Outcome.UNUSUAL):
            rows.append(new_row(ready))
        return compared
