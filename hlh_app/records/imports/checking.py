"""A file that waits, compared with the record: what keeping it would do, counted and in samples.

The outcome is plain data (``Report.as_json``), so that the page shows it again without reading the
file anew, and what somebody confirms is what they were shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.incoming import Act, Incoming
from hlh_app.exchange.tables.reading import Means, Question
from hlh_app.records.imports.comparing import compare_file
from hlh_app.records.imports.opening import Opened, Somebody, found_of
from hlh_app.records.imports.outcomes import Choice, Compared, Left, Outcome
from hlh_app.records.models import Patient
from hlh_app.records.selectors.patients import likely_duplicates
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.observations import said
from hlh_app.records.services.patients import create_patient

SHOWN = 50
PLACES_SHOWN = 20
STEP = 500
Entry = TypeVar("Entry", Incoming, Left)
UNREAD, UNKNOWN = "unread", "unknown"
CHOSEN_FOR = {Outcome.DIFFERS: (Choice.CORRECT, Choice.ADD), Outcome.UNUSUAL: (Choice.CONFIRM,)}


@dataclass(frozen=True)
class Answers:
    """How its sender means a file. ``people``: the file's key → the code of a patient, "" to leave
    them out; ``new``: key → the code under which a new patient is added. ``places`` and ``all``:
    what to do with one entry, and with all of an outcome."""

    means: Means = field(default_factory=Means)
    people: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    all: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Line:
    """One entry that is not simply kept."""

    place: str
    patient: str
    test: str
    when: str
    text: str
    reason: str
    stored: str = ""


@dataclass
class Report:
    """``outcomes``: what becomes of the entries; ``tests`` and ``patients`` the same for each;
    ``lines``: the first of each kind that need a look; ``places``: all of those one may choose
    about, with the version of the stored row. Patients stand under the file's own keys;
    ``known``: key → the code here, and the primary key, 0 for one to be added. ``unknown``: key →
    how many entries name it, while no patient is known by it."""

    layout: str = ""
    total: int = 0
    asks: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    tests: dict[str, dict[str, int]] = field(default_factory=dict)
    patients: dict[str, dict[str, int]] = field(default_factory=dict)
    known: dict[str, list[Any]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def to_keep(self) -> int:
        """How many entries are written without any further choice."""
        return self.outcomes.get(Outcome.NEW, 0) + self.outcomes.get(Outcome.ANSWERS, 0)


def wanted(entries: Iterable[Entry], answers: Answers) -> Iterator[Entry]:
    """All but the entries of those who are left out."""
    left_out = {key for key, code in answers.people.items() if not code}
    return (entry for entry in entries if entry.patient not in left_out)


def matched(centre: Centre, opened: Opened, answers: Answers) -> dict[str, Patient]:
    """The file's key → the patient of this centre whom it means, as far as that is known."""
    codes = {
        person.key: answers.new.get(person.key, answers.people.get(person.key, person.code))
        for person in opened.people
    }
    known = {
        patient.code: patient
        for patient in Patient.objects.filter(centre=centre, code__in=set(codes.values()) - {""})
    }
    return {key: known[code] for key, code in codes.items() if code in known}


def new_patients(actor: User, centre: Centre, opened: Opened, answers: Answers) -> list[Patient]:
    """Add the patients whom the file brings and its sender gave a code. Refused in words."""
    by_key = {person.key: person for person in opened.people}
    return [
        _added(actor, centre, by_key[key], code)
        for key, code in answers.new.items()
        if key in by_key
    ]


def _added(actor: User, centre: Centre, person: Somebody, code: str) -> Patient:
    try:
        return create_patient(actor=actor, centre=centre, code=code, **person.facts)
    except Refused as refused:
        told = " ".join(text for texts in refused.errors.values() for text in texts)
        raise Refused({"people": [f"{code}: {told}"]}) from refused


def check(
    *,
    actor: User,
    centre: Centre,
    patient: Patient | None,
    opened: Opened,
    answers: Answers,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Compare everything. Writes nothing: patients that would be added are added and taken back."""
    total = len(opened.entries) + len(opened.left)
    report = Report(
        layout=opened.layout,
        total=total,
        asks=opened.asks,
        unread=dict(Counter(opened.unread).most_common(SHOWN)),
        remarks=list(opened.remarks),
        questions=[_question(q) for q in opened.questions],
    )
    with _as_if_added(actor, centre, opened, answers, alone=patient is not None) as known:
        if known is not None:
            _count_people(report, centre, opened, answers, known)
        tally = _Tally(report, known)
        entries = wanted(opened.entries, answers)
        for done, compared in enumerate(compare_file(centre, entries, patient, known)):
            if done % STEP == 0:
                progress(done, total)
            tally.add(compared)
        for left in wanted(opened.left, answers):
            tally.add_left(left)
    tally.close()
    return report


@contextmanager
def _as_if_added(
    actor: User, centre: Centre, opened: Opened, answers: Answers, *, alone: bool
) -> Iterator[dict[str, Patient] | None]:
    """The file's patients, those to be added among them until the end; None where the file is
    about one patient alone."""
    if alone:
        yield None
        return
    if not answers.new:
        yield matched(centre, opened, answers)
        return
    with transaction.atomic():
        new_patients(actor, centre, opened, answers)
        yield matched(centre, opened, answers)
        transaction.set_rollback(True)


def _count_people(
    report: Report,
    centre: Centre,
    opened: Opened,
    answers: Answers,
    known: Mapping[str, Patient],
) -> None:
    names = Counter(entry.patient for entry in opened.entries)
    names.update(left.patient for left in opened.left)
    for person in opened.people:
        patient = known.get(person.key)
        if patient is not None:
            added = person.key in answers.new
            report.known[person.key] = [patient.code, 0 if added else patient.pk]
        elif answers.people.get(person.key) != "":
            report.unknown[person.key] = names[person.key]
        report.people.append(_person(centre, person, names[person.key], patient))


def _person(
    centre: Centre, person: Somebody, entries: int, patient: Patient | None
) -> dict[str, Any]:
    """As plain data, with the codes of patients who were born on the same day."""
    likely: list[Patient] = []
    if person.birth_date is not None and patient is None:
        likely = likely_duplicates(centre, person.birth_date, person.sex or "unknown", "")
    return {
        "key": person.key,
        "born": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
        "can_be_added": bool(person.facts),
        "entries": entries,
        "why_not": person.why_not,
        "likely": [one.code for one in likely],
    }


class _Tally:
    """Counts into a report, and keeps the first lines of each kind."""

    def __init__(self, report: Report, known: Mapping[str, Patient] | None) -> None:
        self.report, self.known = report, known
        self.outcomes: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.tests: dict[str, Counter[str]] = defaultdict(Counter)
        self.patients: dict[str, Counter[str]] = defaultdict(Counter)
        self.lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.places: dict[str, dict[str, int]] = defaultdict(dict)

    def add(self, compared: Compared) -> None:
        entry, outcome = compared.incoming, str(compared.outcome)
        if self.known is not None and entry.patient not in self.known:
            outcome = UNKNOWN
        self.outcomes[outcome] += 1
        self.tests[test_of(entry)][outcome] += 1
        self.patients[entry.patient][outcome] += 1
        if entry.act is not Act.ADD:
            self.acts[str(entry.act)] += 1
        if outcome in CHOSEN_FOR:
            self.places[outcome][entry.place] = compared.stored_version or 0
        if outcome not in (Outcome.NEW, Outcome.SAME, Outcome.ANSWERS, UNKNOWN):
            self._line(outcome, compared)

    def _line(self, outcome: str, compared: Compared) -> None:
        if len(self.lines[outcome]) < SHOWN:
            self.lines[outcome].append(asdict(line_of(compared)))

    def add_left(self, left: Left) -> None:
        self.outcomes[UNREAD] += 1
        self.patients[left.patient][UNREAD] += 1
        if len(self.lines[UNREAD]) < SHOWN:
            self.lines[UNREAD].append(asdict(line_of_left(left)))

    def close(self) -> None:
        self.report.outcomes = dict(self.outcomes)
        self.report.acts = dict(self.acts)
        self.report.tests = {test: dict(n) for test, n in self.tests.items()}
        self.report.patients = {code: dict(n) for code, n in self.patients.items()}
        self.report.lines = dict(self.lines)
        self.report.places = dict(self.places)


def test_of(entry: Incoming) -> str:
    """The test, or the table for another kind of row."""
    return getattr(entry.row, "analyte", "") or type(entry.row).__name__.lower()


def line_of(compared: Compared) -> Line:
    found = found_of(compared.incoming)
    text = " ".join(part for part in (found.get("result"), found.get("unit")) if part)
    return Line(
        place=compared.incoming.place,
        patient=compared.incoming.patient,
        test=test_of(compared.incoming),
        when=found.get("date", ""),
        text=text,
        reason=compared.reason,
        stored=compared.stored_text,
    )


def line_of_left(left: Left) -> Line:
    found = left.found
    return Line(
        place=left.place,
        patient=left.patient,
        test=found.get("test", ""),
        when=found.get("date", ""),
        text=found.get("result", ""),
        reason=left.reason,
    )


def _question(question: Question) -> dict[str, Any]:
    """As plain data, in the words of whoever sent the file."""
    return {
        "key": question.key,
        "text": said(question.message),
        "options": list(question.options),
        "places": list(question.places[:PLACES_SHOWN]),
        "many": len(question.places),
    }


def choices_of(report: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """Place → what to do there: what was said of all of an outcome, then of single entries."""
    chosen: dict[str, str] = {}
    for outcome, choice in answers.all.items():
        if choice in CHOSEN_FOR.get(outcome, ()):  # type: ignore[call-overload]
            chosen |= dict.fromkeys(report["places"].get(outcome, ()), str(choice))
    return chosen | dict(answers.places)


def seen_in(report: Mapping[str, Any]) -> dict[str, int]:
    """Place → the version of the stored row that was shown beside it."""
    places: Mapping[str, int] = report["places"].get(Outcome.DIFFERS, {})
    return {place: version for place, version in places.items() if version}


def every_problem(
    centre: Centre, patient: Patient | None, opened: Opened, answers: Answers
) -> Iterator[tuple[str, Line]]:
    """(outcome, line) of every entry that would not simply be kept. Patients to be added are
    unknown here."""
    fine = (Outcome.NEW, Outcome.SAME, Outcome.ANSWERS)
    known = None if patient else matched(centre, opened, answers)
    for compared in compare_file(centre, wanted(opened.entries, answers), patient, known):
        if compared.outcome not in fine and compared.incoming.patient not in answers.new:
            yield str(compared.outcome), line_of(compared)
    for left in wanted(opened.left, answers):
        yield UNREAD, line_of_left(left)
