"""What the next class needs, as target and present value: "ferritin 1,709, needs ≤ 400 µg/L"."""

from collections.abc import Iterator
from dataclasses import dataclass

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.markers import MARKERS, MarkerWord
from hlh_app.clinical.response_arithmetic import Target, improvement_target, normal_target
from hlh_app.clinical.response_verdict import Assessment


@dataclass(frozen=True, slots=True)
class Need:
    """``code``: an analyte with its ``reading``, or "fever", "splenomegaly", "cns_involvement".

    ``target`` None: no limit or baseline says how much is needed. ``is_open``: not known to be
    unfulfilled.
    """

    code: str
    reading: AnalyteReading | None = None
    target: Target | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class NextClass:
    """``needs`` for a partial response: two of these markers in all, ``improved`` so far."""

    response_class: ResponseClass
    needs: tuple[Need, ...]
    improved: int


def next_class(assessment: Assessment) -> NextClass | None:
    """The class above the one surely reached; None when complete or not assessed."""
    if not assessment.is_assessed or assessment.possible == (ResponseClass.CR,):
        return None
    improved = list(assessment.markers.values()).count(MarkerWord.IMPROVED)
    if assessment.responded:
        needs = (*_not_normal(assessment), *_not_clear(assessment))
        return NextClass(ResponseClass.CR, needs, improved)
    return NextClass(ResponseClass.PR, tuple(_not_improved(assessment)), improved)


def _not_normal(assessment: Assessment) -> Iterator[Need]:
    for code, reading in assessment.analytes.items():
        if reading.normal is not True:
            yield Need(code, reading, normal_target(reading), reading.normal is None)


def _not_clear(assessment: Assessment) -> Iterator[Need]:
    """Fever, spleen and CNS as far as they exclude a complete response or may."""
    for code, sides in assessment.blocks.items():
        if True in sides:
            yield Need(code, is_open=len(sides) > 1)


def _not_improved(assessment: Assessment) -> Iterator[Need]:
    for code in MARKERS:
        reading = assessment.analytes[code]
        if reading.word in (MarkerWord.NOT_IMPROVED, MarkerWord.UNKNOWN):
            is_open = reading.word is MarkerWord.UNKNOWN
            yield Need(code, reading, improvement_target(reading), is_open)
