"""What is to be said beside one grade: why it is open, what it counts from, what was given."""

from collections.abc import Iterator

from hlh_app.clinical.analyte_reading import comparable_results
from hlh_app.clinical.case import Observation
from hlh_app.clinical.ctcae_tables import TABLES
from hlh_app.clinical.spans import stated_span
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.toxicity_chart import Graded

_AFTER = gettext_noop("measured after {drug}")
BY_THE_LETTER = Message(
    gettext_noop("by the letter of the terminology: not below the laboratory's lower limit")
)
NO_LIMIT = Message(gettext_noop("without the laboratory's limit the grade is open"))
OPEN_RANGE = Message(gettext_noop("the range stated leaves the grade open"))
NO_BASELINE = Message(gettext_noop("no value before the first dose to count from: it may be lower"))
UNCLEAR_BASELINE = Message(
    gettext_noop("whether the value before the first dose was abnormal is not known")
)
OTHER_ASSAY = Message(gettext_noop("the value before the first dose is of another assay"))
_FROM_BASELINE = gettext_noop(
    "counted from the abnormal value before the first dose: {comparator}{value} {unit}"
)
LASTING = Message(gettext_noop("how long it lasted is not known"))


def remarks(graded: Graded) -> tuple[Message, ...]:
    """Everything that is to be said beside one grade; nothing beside a transfusion."""
    if graded.row is None:
        return ()
    return (*_of_treatment(graded), *_of_limits(graded, graded.row), *_of_baseline(graded))


def _of_treatment(graded: Graded) -> Iterator[Message]:
    if graded.cause is not None:
        yield Message(_AFTER, {"drug": graded.cause.drug.replace("_", " ")})


def _of_limits(graded: Graded, row: Observation) -> Iterator[Message]:
    falls = TABLES[graded.version][graded.analyte].falls
    graded_low = falls and graded.grade.low > 0
    if graded_low and row.low is not None and stated_span(row).low >= row.low:
        yield BY_THE_LETTER
    if graded.grade.is_settled:
        return
    if row.comparator is not None:
        yield OPEN_RANGE
    elif graded.analyte == "temperature":
        yield LASTING
    if (row.low is None and falls) or (row.high is None and _by_upper_limit(graded)):
        yield NO_LIMIT


def _by_upper_limit(graded: Graded) -> bool:
    return TABLES["5.0"][graded.analyte].from_baseline is not None


def _of_baseline(graded: Graded) -> Iterator[Message]:
    """Of the liver values of v5.0, once treatment has begun."""
    row, base = graded.row, graded.base
    if base is None or TABLES[graded.version][graded.analyte].from_baseline is None:
        return
    if base.row is None:
        if not graded.grade.is_settled:
            yield NO_BASELINE
        return
    span, limit = stated_span(base.row), base.row.high
    if limit is None or (span.at_most(limit) and span.above(limit)):
        yield UNCLEAR_BASELINE
    elif span.above(limit) is not None:
        yield (
            _abnormal(base.row)
            if row is None or comparable_results(base.row, row)
            else (OTHER_ASSAY)
        )


def _abnormal(base: Observation) -> Message:
    assert base.value is not None
    comparator = base.comparator or ""
    words: dict[str, Value] = {"comparator": comparator, "value": base.value, "unit": base.unit}
    return Message(_FROM_BASELINE, words)
