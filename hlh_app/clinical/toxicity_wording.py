"""What a toxicity table says in sentences."""

from collections.abc import Sequence
from datetime import date

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import AdverseEvent, Moment
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.text import Message, Value, gettext_noop, listed
from hlh_app.clinical.toxicity_chart import Graded
from hlh_app.clinical.toxicity_terms import TermRow

_NEW = gettext_noop(
    "Worst new toxicity: {grade}, {value} on {day}; before the first dose {before} "
    "(CTCAE v{version})."
)
_BEFORE = gettext_noop("{grade}, {value} on {day}")
_NOTHING_NEW = gettext_noop(
    "No new toxicity: no grade since the first dose is higher than before it (CTCAE v{version})."
)
_NOT_KNOWN = gettext_noop(
    "No toxicity that is surely new (CTCAE v{version}); it is not known for {terms}."
)
_NO_COURSE = gettext_noop(
    "No dose of ruxolitinib is on record: no grade is new. Grades are by CTCAE v{version}."
)
_VALUE = gettext_noop("{analyte} {comparator}{value} {unit}")
_TRANSFUSION = gettext_noop("{analyte} by a red cell transfusion")
_ON_A_DAY = gettext_noop("{grade}, {value} on {day} (CTCAE v{version})")
_BY_HAND = gettext_noop("grade {grade}, {term} since {day}, by the clinician")
_UNTIL = gettext_noop(
    "Values after conditioning or transplant on {day} do not count as new toxicity (our "
    "definition)."
)
WANG = Message(
    gettext_noop(
        "Wang 2020 names no version of the terminology for its toxicity of grade III/IV: its "
        "counts may not be comparable."
    )
)
_VERSION = gettext_noop("Graded by CTCAE v{version}.")


def label(analyte: str) -> str:
    return ANALYTES[analyte].label


def statement(version: str, first: Moment | None, rows: Sequence[TermRow]) -> Message:
    """The sentence above the table."""
    if first is None:
        return Message(_NO_COURSE, {"version": version})
    for row in rows:
        if row.worst_new and row.before and row.since:
            return _new(version, row.worst_new, row.before, row.since)
    open_ = [row.analyte for row in sorted(rows, key=_place) if row.new is None]
    if open_:
        return Message(
            _NOT_KNOWN,
            {"version": version, "terms": listed(Message(label(analyte)) for analyte in open_)},
        )
    return Message(_NOTHING_NEW, {"version": version})


def _place(row: TermRow) -> int:
    return TERMS.index(row.analyte)


def _new(version: str, worst: Graded, before: Graded, since: Grade) -> Message:
    was: dict[str, Value] = {
        "grade": before.grade.words(),
        "value": value(before),
        "day": before.day,
    }
    return Message(
        _NEW,
        {
            "grade": since.words(),
            "value": value(worst),
            "day": worst.day,
            "before": Message(_BEFORE, was),
            "version": version,
        },
    )


def value(graded: Graded) -> Message:
    """The value as reported, with its analyte and unit."""
    analyte, row = Message(label(graded.analyte)), graded.row
    if row is None or row.value is None:
        return Message(_TRANSFUSION, {"analyte": analyte})
    return Message(
        _VALUE,
        {
            "analyte": analyte,
            "comparator": row.comparator or "",
            "value": row.value,
            "unit": row.unit,
        },
    )


def on_a_day(graded: Graded) -> Message:
    """One grade in a line of a list."""
    return Message(
        _ON_A_DAY,
        {
            "grade": graded.grade.words(),
            "value": value(graded),
            "day": graded.day,
            "version": graded.version,
        },
    )


def by_hand(event: AdverseEvent) -> Message:
    assert event.grade is not None
    words: dict[str, Value] = {
        "grade": event.grade,
        "term": event.term or event.category,
        "day": event.on,
    }
    return Message(_BY_HAND, words)


def notes(version: str, until: date | None) -> tuple[Message, ...]:
    """What is printed below the table."""
    graded = Message(_VERSION, {"version": version})
    return (graded, WANG) if until is None else (graded, Message(_UNTIL, {"day": until}), WANG)
