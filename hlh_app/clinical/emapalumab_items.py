"""The nine abnormalities of the emapalumab trial on one day: normal, normalized, better by half.

Every combination that some completion of what is missing would give, each abnormality by itself.
An abnormality is normalized when it was there at baseline and is gone, improved when it was there
and the value is better by 50 % or more; a yes or no is improved when gone. sCD25 is only held
against its own baseline, so it can improve but never be normalized. All this is our reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.analyte_reading import comparable_results
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.baseline import Baseline
from hlh_app.clinical.case import Finding, Observation
from hlh_app.clinical.normality import split_by_normality
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.spans import ANY, ZERO, Span, stated_span
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.units import factor, is_kept
from hlh_app.clinical.worse import some_at_most, some_below

D = Decimal
_TWO, _THREE = D(2), D(3)
SCD25_FOLD = _TWO
LEVELS = (
    Threshold("ferritin", "<", D(2000)),
    Threshold("platelets", ">", D(100)),
    Threshold("neutrophils", ">", D(1)),
    Threshold("fibrinogen", ">", D("1.5")),
    Threshold("d_dimer", "<", D(500)),
)

NO_BASELINE = Message(gettext_noop("no usable baseline"))
NO_VALUE = Message(gettext_noop("no value within 3 days of the day"))
NOT_COMPARABLE = Message(gettext_noop("another unit or assay than at baseline: not compared"))
NO_KIND = Message(
    gettext_noop(
        "the label prints µg/L without saying FEU or DDU, which differ two-fold: a value of a "
        "stated kind is kept and not held against 500 (our definition)"
    )
)
_TWICE = Message(gettext_noop("at most 2 × baseline"))

Triple = tuple[bool, bool, bool]
"""Normal now, normalized, improved by half."""


@dataclass(frozen=True, slots=True)
class Item:
    """One abnormality. ``baseline``, ``now``, ``awaited``: measured values; ``rows_before`` and
    ``rows``: records of fever, spleen or CNS. ``possible``: every combination still possible."""

    id: str
    label: str
    threshold: Message
    possible: frozenset[Triple]
    baseline: Observation | None = None
    now: Observation | None = None
    awaited: Observation | None = None
    rows_before: tuple[Finding | Observation, ...] = ()
    rows: tuple[Finding | Observation, ...] = ()
    notes: tuple[Message, ...] = ()
    citation: str = "emapalumab_label"

    @property
    def outcome(self) -> Outcome:
        """Whether it is normal now."""
        return outcome_of(self._one(0))

    @property
    def normalized(self) -> bool | None:
        return self._one(1)

    @property
    def improved(self) -> bool | None:
        return self._one(2)

    def _one(self, place: int) -> bool | None:
        sides = {triple[place] for triple in self.possible}
        return sides.pop() if len(sides) == 1 else None


def level_item(
    threshold: Threshold,
    baseline: Observation | None,
    now: Observation | None,
    awaited: Observation | None,
) -> Item:
    """An analyte with a limit, each value in its own unit brought exactly to that of the limit."""
    compares = baseline is None or now is None or comparable_results(baseline, now)
    triples: set[Triple] = set()
    for was_normal, base in _parts(threshold, baseline):
        for is_normal, value in _parts(threshold, now):
            if was_normal:
                triples.add((is_normal, False, False))
            else:
                sides = _better(threshold, base, value) if compares else (True, False)
                triples.update((is_normal, is_normal, better) for better in sides)
    notes = _notes(baseline, now, compares)
    kinds = [row for row in (baseline, now) if row is not None and row.analyte == "d_dimer"]
    return Item(
        threshold.analyte, ANALYTES[threshold.analyte].label, threshold.in_words(),
        frozenset(triples), baseline, now, awaited, notes=(*notes, *([NO_KIND] if kinds else [])),
    )  # fmt: skip


def _parts(threshold: Threshold, row: Observation | None) -> Iterator[tuple[bool, Span]]:
    """The normal and the abnormal part of what a row says; a kept unit may be either."""
    if row is not None and is_kept(row.unit, row.analyte):
        span = stated_span(row)
        yield from ((True, span), (False, span))
        return
    span = ANY if row is None else _canonical(row)
    if threshold.relation == "<":
        parts = (True, span.below(threshold.limit)), (False, span.at_least(threshold.limit))
    else:
        parts = (True, span.above(threshold.limit)), (False, span.at_most(threshold.limit))
    yield from ((side, part) for side, part in parts if part is not None)


def _canonical(row: Observation) -> Span:
    span = stated_span(row)
    same = row.unit == ANALYTES[row.analyte].unit
    return span if same else span.times(factor(row.unit, row.analyte))


def _better(threshold: Threshold, base: Span, now: Span) -> Iterator[bool]:
    """Whether some pair of values is better by half or more, and whether some pair is not."""
    if threshold.relation == "<":
        pairs = some_at_most(now.times(_TWO), base), some_below(base, now.times(_TWO))
    else:
        risen = now.above(ZERO)
        rises = risen is not None and some_at_most(base.times(_THREE), risen.times(_TWO))
        stays = base.at_most(ZERO) is not None and now.at_most(ZERO) is not None
        pairs = rises, stays or some_below(now.times(_TWO), base.times(_THREE))
    return (side for side, possible in zip((True, False), pairs, strict=True) if possible)


def _notes(
    baseline: Observation | None, now: Observation | None, compares: bool
) -> tuple[Message, ...]:
    notes = (
        (NO_BASELINE, baseline is None),
        (NO_VALUE, now is None),
        (NOT_COMPARABLE, not compares),
    )
    return tuple(note for note, holds in notes if holds)


def scd25_item(
    baseline: Baseline | None, now: Observation | None, awaited: Observation | None
) -> Item:
    """Not worse than twice the baseline; improved when high at baseline and halved."""
    row = None if baseline is None else baseline.observation
    compares = row is None or now is None or comparable_results(row, now)
    base = stated_span(row) if row is not None and compares else ANY
    value = ANY if now is None else stated_span(now)
    triples: set[Triple] = set()
    for was_normal, part in _scd25_parts(baseline, base):
        doubled, twice = part.times(SCD25_FOLD), value.times(_TWO)
        if some_at_most(twice, part):
            triples.add((True, False, not was_normal))
        if some_at_most(value, doubled) and some_below(part, twice):
            triples.add((True, False, False))
        if some_below(doubled, value):
            triples.add((False, False, False))
    return Item(
        "scd25", ANALYTES["scd25"].label, _TWICE, frozenset(triples), row, now, awaited,
        notes=_notes(row, now, compares),
    )  # fmt: skip


def _scd25_parts(baseline: Baseline | None, base: Span) -> Iterable[tuple[bool, Span]]:
    """High at baseline by the limit of the result, as in the response; open without one."""
    if baseline is None or baseline.limit is None:
        return ((True, base), (False, base))
    if base is ANY:
        return tuple((side, base) for side in (True, False) if baseline.normal in (side, None))
    return split_by_normality(base, baseline.limit)


def sign_item(
    id: str,
    label: str,
    threshold: Message,
    before: frozenset[bool],
    now: frozenset[bool],
    rows_before: tuple[Finding | Observation, ...],
    rows: tuple[Finding | Observation, ...],
) -> Item:
    """Fever, spleen or CNS: there or not, at baseline and now."""
    gone = ((was and not still, not still) for was in before for still in now)
    triples = frozenset((normal, cleared, cleared) for cleared, normal in gone)
    return Item(id, label, threshold, triples, rows_before=rows_before, rows=rows)
