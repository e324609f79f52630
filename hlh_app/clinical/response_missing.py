"""What would settle an open response, and what each possible result would make of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.completions import Classes, Pair, Pairs, possible_classes
from hlh_app.clinical.markers import MarkerWord
from hlh_app.clinical.response_verdict import Assessment

LARGEST_SET = 3


class OpenReason(StrEnum):
    """Why something is open: no value, or what the value cannot say."""

    MISSING = "missing"
    PENDING = "pending"
    SPOILT = "spoilt"
    NO_BASELINE = "no_baseline"
    OTHER_ASSAY = "other_assay"
    NO_LIMIT = "no_limit"
    INEXACT = "inexact"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that an open item may turn out to be, and the classes then possible.

    For an analyte ``improved`` and ``normal``; for fever, spleen and CNS ``present``.
    """

    classes: Classes
    improved: bool | None = None
    normal: bool | None = None
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """``code``: an analyte, "fever", "splenomegaly" or "cns_involvement"."""

    code: str
    reasons: tuple[OpenReason, ...]
    effects: tuple[Effect, ...]

    @property
    def settles(self) -> bool:
        """Whether this one alone would settle the class, whatever it turns out to be."""
        return all(len(effect.classes) == 1 for effect in self.effects)


Answer = Pair | bool


@dataclass(frozen=True, slots=True)
class _Sides:
    """Everything a class depends on: the pairs of each analyte, the blocks of each finding."""

    pairs: Mapping[str, Pairs]
    blocks: Mapping[str, frozenset[bool]]

    def answers(self, code: str) -> list[Answer]:
        """What an item may turn out to be: a pair (improved, normal), or present or not."""
        found: frozenset[Pair] | frozenset[bool] = (
            self.pairs[code] if code in self.pairs else self.blocks[code]
        )
        return sorted(found)

    def open_codes(self) -> list[str]:
        return [c for c in (*self.pairs, *self.blocks) if len(self.answers(c)) > 1]

    def settled(self, code: str, answer: Answer) -> "_Sides":
        """The same with one item turned out so."""
        if isinstance(answer, bool):
            return _Sides(self.pairs, {**self.blocks, code: frozenset({answer})})
        return _Sides({**self.pairs, code: frozenset({answer})}, self.blocks)

    def classes(self) -> Classes:
        return possible_classes(self.pairs.values(), self.blocks.values())

    def is_settled_by(self, codes: tuple[str, ...]) -> bool:
        """Whether the class is one whatever these items turn out to be."""
        if not codes:
            return len(self.classes()) == 1
        first, rest = codes[0], codes[1:]
        return all(self.settled(first, a).is_settled_by(rest) for a in self.answers(first))


def open_items(assessment: Assessment) -> tuple[OpenItem, ...]:
    """Everything that is open on an assessed day, with what each answer would do."""
    sides = _sides(assessment)
    return tuple(
        OpenItem(code, _reasons(assessment, code), tuple(_effects(sides, code)))
        for code in sides.open_codes()
    )


def settling_sets(assessment: Assessment) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of open items that together settle the class whatever they show.

    Empty when the class is settled, or when no set of up to three would do.
    """
    if len(assessment.possible) < 2:
        return ()
    sides = _sides(assessment)
    codes = sides.open_codes()
    for size in range(1, LARGEST_SET + 1):
        found = tuple(s for s in combinations(codes, size) if sides.is_settled_by(s))
        if found:
            return found
    return ()


def _sides(assessment: Assessment) -> _Sides:
    pairs = {code: reading.pairs for code, reading in assessment.analytes.items()}
    return _Sides(pairs, assessment.blocks)


def _effects(sides: _Sides, code: str) -> Iterator[Effect]:
    for answer in sides.answers(code):
        classes = sides.settled(code, answer).classes()
        if isinstance(answer, bool):
            yield Effect(classes, present=answer)
        else:
            yield Effect(classes, improved=answer[0], normal=answer[1])


def _reasons(assessment: Assessment, code: str) -> tuple[OpenReason, ...]:
    reading = assessment.analytes.get(code)
    if reading is None:
        return (OpenReason.NOT_KNOWN,)
    if reading.now is not None:
        return tuple(_reasons_of_value(reading))
    if reading.awaited is not None:
        return (OpenReason.PENDING,)
    spoilt = any(s.observation.analyte == code for s in assessment.passed_over)
    return (OpenReason.SPOILT if spoilt else OpenReason.MISSING,)


def _reasons_of_value(reading: AnalyteReading) -> Iterator[OpenReason]:
    """A value is there, and still something is open."""
    if reading.limit is None:
        yield OpenReason.NO_LIMIT
    if reading.word is MarkerWord.UNKNOWN and not reading.comparable:
        has_baseline = reading.baseline is not None
        yield OpenReason.OTHER_ASSAY if has_baseline else OpenReason.NO_BASELINE
    vague_normality = reading.limit is not None and reading.normal is None
    if vague_normality or (reading.comparable and reading.word is MarkerWord.UNKNOWN):
        yield OpenReason.INEXACT
