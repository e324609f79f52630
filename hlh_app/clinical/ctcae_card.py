"""What the CTCAE grades say of themselves: every cut of both versions, out of the tables."""

from collections.abc import Iterator
from functools import reduce

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.card import Boundary, CardCriterion
from hlh_app.clinical.ctcae_tables import (
    CITATION_OF,
    PROLONGED_GRADE,
    PROLONGED_HOURS,
    TABLES,
    Band,
    Bands,
    End,
    Of,
    Term,
)
from hlh_app.clinical.text import Message, Value, gettext_noop

OUR_DEFINITIONS = (
    gettext_noop(
        "Before the first dose: the value from which the response is reckoned, at most 7 days "
        "old; for fever the highest reading of the 24 hours up to it; for hemoglobin a red cell "
        "transfusion of the 7 days before, on the day of the first dose counted as before."
    ),
    gettext_noop(
        "A result with a comparator, or without the reference limit that its grade asks for, has "
        "every grade that some value it may stand for would have; a missing grade is never 0."
    ),
    gettext_noop(
        "Without a value before the first dose it stays open whether a grade is new, and under "
        "v5.0 whether liver values count from the limit or from the baseline."
    ),
    gettext_noop(
        "Under v5.0 a baseline that was abnormal is grade 0 itself, as grades are multiples of it."
    ),
    gettext_noop(
        "A transfusion that was given was indicated: grade 3 on the day on which it began. Values "
        "after transfusion or a growth factor count as measured, and carry a flag."
    ),
    gettext_noop(
        "A fever above 40.0 °C lasts from its first to its last reading without one of 40.0 °C or "
        "less, and without a gap of more than 12 hours, between them; it can have lasted as long "
        "as the time between the readings around it."
    ),
    gettext_noop(
        "Values after conditioning or transplant are graded but not counted as toxicity of "
        "ruxolitinib."
    ),
)
UNVERIFIED = (
    gettext_noop(
        "The cuts of hemoglobin in mmol/L (6.2 and 4.9) were read in copies of the terminology, "
        "not in the original."
    ),
    gettext_noop(
        "Wang 2020 reports toxicity of grade III/IV and names no version of the terminology: its "
        "counts cannot be set beside these grades without saying so."
    ),
)

_LIMIT = gettext_noop("{relation} {limit} {unit}")
_LOWER = gettext_noop("< the lower limit of normal")
_UPPER = gettext_noop("{relation} {limit} × the upper limit of normal")
_BASELINE = gettext_noop("{relation} {limit} × the baseline, when that was abnormal")
_OR = gettext_noop("{one} or {other}")
_CUT = gettext_noop("{analyte} {cut}: grade {grade}")
_LASTING = gettext_noop("{analyte} {cut} for more than {hours} hours: grade {grade}")
_ASKS = gettext_noop("{term}, CTCAE v{version}")
_ASKS_HEMOGLOBIN = gettext_noop("{term}, CTCAE v{version}: a red cell transfusion is grade 3")


def criteria() -> tuple[CardCriterion, ...]:
    """One for each term of each version, with its cuts as boundaries."""
    return tuple(
        _criterion(term, version) for version, table in TABLES.items() for term in table.values()
    )


def boundary_id(version: str, analyte: str, grade: int, of_baseline: bool = False) -> str:
    """The name of a cut, "v5.0_alt_baseline_grade1"."""
    return f"v{version}_{analyte}{'_baseline' if of_baseline else ''}_grade{grade}"


def _criterion(term: Term, version: str) -> CardCriterion:
    asks = _ASKS_HEMOGLOBIN if term.analyte == "hemoglobin" else _ASKS
    return CardCriterion(
        id=f"v{version}_{term.analyte}",
        label=ANALYTES[term.analyte].label,
        condition=Message(asks, {"term": Message(term.name), "version": version}),
        citation=CITATION_OF[version],
        boundaries=tuple(_boundaries(term, version)),
    )


def _boundaries(term: Term, version: str) -> Iterator[Boundary]:
    printed = tuple(dict.fromkeys(term.bands.values()))
    units = {bands: unit for unit, bands in reversed(tuple(term.bands.items()))}
    for grade in range(1, len(printed[0])):
        cuts = [_cut(bands[grade], term.falls, units[bands]) for bands in printed]
        yield _boundary(term, version, grade, _any_of(cuts))
    if term.analyte == "temperature":
        highest = [_cut(bands[-1], term.falls, units[bands]) for bands in printed]
        yield _lasting(term, version, _any_of(highest))
    yield from _from_baseline(term, version, term.from_baseline or ())


def _from_baseline(term: Term, version: str, bands: Bands) -> Iterator[Boundary]:
    for band in bands[1:]:
        yield _boundary(term, version, band.grade, _cut(band, term.falls, ""), of_baseline=True)


def _boundary(
    term: Term, version: str, grade: int, cut: Message, of_baseline: bool = False
) -> Boundary:
    analyte = Message(ANALYTES[term.analyte].label)
    return Boundary(
        id=boundary_id(version, term.analyte, grade, of_baseline),
        condition=Message(_CUT, {"analyte": analyte, "cut": cut, "grade": grade}),
        citation=CITATION_OF[version],
    )


def _lasting(term: Term, version: str, cut: Message) -> Boundary:
    values: dict[str, Value] = {
        "analyte": Message(ANALYTES[term.analyte].label),
        "cut": cut,
        "hours": PROLONGED_HOURS,
        "grade": PROLONGED_GRADE,
    }
    return Boundary(
        id=boundary_id(version, term.analyte, PROLONGED_GRADE),
        condition=Message(_LASTING, values),
        citation=CITATION_OF[version],
    )


def _any_of(cuts: list[Message]) -> Message:
    """Each once: the lower limit of normal reads the same in every unit."""
    return reduce(lambda one, other: Message(_OR, {"one": one, "other": other}), _once(cuts))


def _once(cuts: list[Message]) -> list[Message]:
    return list({str(cut): cut for cut in cuts}.values())


def _cut(band: Band, falls: bool, unit: str) -> Message:
    """The end at which a band becomes the milder one."""
    end = band.high if falls else band.low
    assert end is not None  # only grade 0 lies without one
    if end.of is Of.LOWER_LIMIT:
        return Message(_LOWER)
    words: dict[str, Value] = {"relation": _relation(end, falls), "limit": end.amount}
    if end.of is Of.UPPER_LIMIT:
        return Message(_UPPER, words)
    if end.of is Of.BASELINE:
        return Message(_BASELINE, words)
    return Message(_LIMIT, {**words, "unit": unit})


def _relation(end: End, falls: bool) -> str:
    if falls:
        return "<"
    return "≥" if end.included else ">"
