"""One analyte on one assessment day: what was measured, and what it leaves open.

The two answers, improved and normal, are taken together from the same range of values: a missing
value that improves may have to be normal, or may not be. Without a limit or without a comparable
baseline the two are independent, whatever the present value.
"""

from dataclasses import dataclass

from hlh_app.clinical.baseline import Baseline
from hlh_app.clinical.case import Observation, Patient
from hlh_app.clinical.completions import Pairs
from hlh_app.clinical.markers import MARKERS, MarkerWord, possible_words
from hlh_app.clinical.normality import Limit, limit_of, split_by_normality
from hlh_app.clinical.spans import ANY, Span, stated_span
from hlh_app.clinical.units import comparable

_EITHER_WORD = frozenset({MarkerWord.IMPROVED, MarkerWord.NOT_IMPROVED})
_NO_RULE = frozenset({MarkerWord.NOT_EVALUABLE})


@dataclass(frozen=True, slots=True)
class AnalyteReading:
    """``now``: the usable final value of the day; without one ``awaited``, a pending result.

    ``comparable``: baseline and present value stand in one unit family and assay; False without a
    baseline. ``normal`` None: not known. ``word`` None for hemoglobin and platelets, which have
    no rule of improvement. ``pairs``: every (improved, normal) that is still possible.
    """

    analyte: str
    baseline: Baseline | None
    now: Observation | None
    awaited: Observation | None
    comparable: bool
    limit: Limit | None
    normal: bool | None
    word: MarkerWord | None
    pairs: Pairs

    @property
    def row(self) -> Observation | None:
        """The value used, or the result awaited in its place."""
        return self.now or self.awaited


def comparable_results(one: Observation, other: Observation) -> bool:
    """Within one unit family and one assay; an assay that is not stated does not differ."""
    if one.assay and other.assay and _plain(one.assay) != _plain(other.assay):
        return False
    return comparable(one.unit, other.unit, one.analyte)


def _plain(assay: str) -> str:
    return " ".join(assay.split()).casefold()


def read_analyte(
    analyte: str,
    baseline: Baseline | None,
    now: Observation | None,
    awaited: Observation | None,
    patient: Patient,
) -> AnalyteReading:
    """Everything that the results of one analyte leave possible on one day."""
    row = now or awaited
    limit = None if row is None else limit_of(row, patient)
    span = ANY if now is None else stated_span(now)
    compares = baseline is not None and (
        row is None or comparable_results(baseline.observation, row)
    )
    parts = ((True, span), (False, span)) if limit is None else split_by_normality(span, limit)
    words = {
        (word, is_normal)
        for is_normal, part in parts
        for word in _words(analyte, baseline if compares else None, part, row)
    }
    return AnalyteReading(
        analyte=analyte,
        baseline=baseline,
        now=now,
        awaited=awaited,
        comparable=compares,
        limit=limit,
        normal=_one({is_normal for is_normal, _ in parts}),
        word=_word(words, compares) if analyte in MARKERS else None,
        pairs=frozenset((word is MarkerWord.IMPROVED, normal) for word, normal in words),
    )


def _words(
    analyte: str, baseline: Baseline | None, now: Span, row: Observation | None
) -> frozenset[MarkerWord]:
    if analyte not in MARKERS:
        return _NO_RULE
    if baseline is None:
        return _EITHER_WORD
    base = baseline.observation
    return possible_words(
        analyte, stated_span(base), base.unit, now, base.unit if row is None else row.unit
    )


def _word(words: set[tuple[MarkerWord, bool]], compares: bool) -> MarkerWord:
    """One word only when every completion gives the same."""
    found = {word for word, _ in words}
    return found.pop() if compares and len(found) == 1 else MarkerWord.UNKNOWN


def _one(answers: set[bool]) -> bool | None:
    return answers.pop() if len(answers) == 1 else None
