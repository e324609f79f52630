"""The smallest sets of missing tests that would settle an open verdict, the best first.

A set settles a verdict as met when the verdict holds should every test of the set come back on the
side of the rule, whatever else is missing; as not met when it fails should every test come back on
the other side. Best first (our definition): sets that could settle it either way, then those with
the fewest tests not yet sent, then those whose last result is expected soonest.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from hlh_app.clinical import (
    criteria_set,
    hlh2004,
    hlh2024,
    hscore,
    mas2016,
    mh_score,
    ohi_index,
)
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import FindingStatus
from hlh_app.clinical.hlh_criteria import LINEAGES_NEEDED
from hlh_app.clinical.outcome import Outcome, at_least
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.verdict import Criterion, Verdict
from hlh_app.clinical.windows import View

MEASURED_AS = {"fever": "temperature"}
"""A criterion that is not called after what is measured for it."""

PARTS_NEEDED = {"cytopenias": LINEAGES_NEEDED, "triglycerides_fibrinogen": 1}
POINTS_OF_PARTS = {"organomegaly": hscore.ORGAN_POINTS, "cytopenias": hscore.LINEAGE_POINTS}


class OpenTest(NamedTuple):
    """One missing test. ``pending``: sent already; ``expected_on``: the day it should come."""

    id: str
    label: str
    pending: bool
    expected_on: date | None


class SettlingSet(NamedTuple):
    """Tests that together would settle the verdict as ``outcome``.

    ``either``: the same tests, come back on the other side, would settle it the other way.
    """

    outcome: Outcome
    tests: tuple[OpenTest, ...]
    either: bool


Known = frozenset[str]
Answer = Callable[[Known, bool], Outcome]
"""The outcome should these tests come back on the side of the rule (True) or on the other."""


def settling_sets(verdict: Verdict, view: View) -> tuple[SettlingSet, ...]:
    """The smallest sets for met, then those for not met; empty when settled or not applicable."""
    if verdict.outcome is not Outcome.UNKNOWN or verdict.rule not in _ANSWERS:
        return ()
    answer = _ANSWERS[verdict.rule](verdict)
    tests = tuple(_open_tests(verdict, view))
    met = _smallest(tests, lambda known: answer(known, True) is Outcome.MET)
    closed = _smallest(tests, lambda known: _is_closed(answer(known, False)))
    return (*_ordered(Outcome.MET, met, closed), *_ordered(Outcome.NOT_MET, closed, met))


def _is_closed(outcome: Outcome) -> bool:
    return outcome in (Outcome.NOT_MET, Outcome.NOT_APPLICABLE)


Tests = tuple[OpenTest, ...]


def _smallest(tests: Tests, settles: Callable[[Known], bool]) -> list[Tests]:
    """Every set of the smallest size that settles it; all of them together always do."""
    found = ([s for s in combinations(tests, size) if settles(_ids(s))] for size in _sizes(tests))
    return next(sets for sets in found if sets)


def _sizes(tests: Tests) -> range:
    return range(1, len(tests) + 1)


def _ids(tests: Tests) -> Known:
    return frozenset(test.id for test in tests)


def _ordered(outcome: Outcome, sets: list[Tests], others: list[Tests]) -> list[SettlingSet]:
    found = [SettlingSet(outcome, tests, tests in others) for tests in sets]
    return sorted(found, key=_rank)


def _rank(found: SettlingSet) -> tuple[bool, int, date]:
    last = max((test.expected_on or date.max for test in found.tests), default=date.max)
    return not found.either, sum(not test.pending for test in found.tests), last


def _open_tests(verdict: Verdict, view: View) -> Iterator[OpenTest]:
    for criterion in (*verdict.criteria, *_pending_genes(verdict, view)):
        if criterion.outcome is Outcome.UNKNOWN:
            for part in criterion.parts or (criterion,):
                if part.outcome is Outcome.UNKNOWN:
                    yield _open_test(part, view)


def _pending_genes(verdict: Verdict, view: View) -> tuple[Criterion, ...]:
    """A molecular test never sent keeps nothing open."""
    genes = verdict.molecular
    if genes is None or not _finding_is_pending(view, genes.id):
        return ()
    return (genes,)


def _open_test(criterion: Criterion, view: View) -> OpenTest:
    code = MEASURED_AS.get(criterion.id, criterion.id)
    awaited = [row.expected_on for row in view.values(code).pending] if code in ANALYTES else []
    if _finding_is_pending(view, code):
        awaited += [row.expected_on for row in view.finding(code).rows]
    days = [day for day in awaited if day is not None]
    return OpenTest(criterion.id, criterion.label, bool(awaited), min(days, default=None))


def _finding_is_pending(view: View, code: str) -> bool:
    return view.finding(code).status is FindingStatus.PENDING


def _turned_out(criterion: Criterion, known: Known, up: bool) -> Outcome:
    """One criterion, or one of its parts, should the known tests come back so."""
    if criterion.outcome is Outcome.UNKNOWN and criterion.id in known:
        return Outcome.MET if up else Outcome.NOT_MET
    return criterion.outcome


def _counted(criterion: Criterion, known: Known, up: bool) -> Outcome:
    if not criterion.parts:
        return _turned_out(criterion, known, up)
    return _of(PARTS_NEEDED[criterion.id], [_turned_out(p, known, up) for p in criterion.parts])


def _of(needed: int, outcomes: list[Outcome]) -> Outcome:
    return at_least(needed, outcomes.count(Outcome.MET), outcomes.count(Outcome.UNKNOWN))


def _criteria_set(verdict: Verdict) -> Answer:
    def answer(known: Known, up: bool) -> Outcome:
        by_count = _of(criteria_set.NEEDED, [_counted(c, known, up) for c in verdict.criteria])
        if verdict.molecular is None or by_count is Outcome.MET:
            return by_count
        genes = _turned_out(verdict.molecular, known, up)
        if genes is Outcome.UNKNOWN:  # sent and not back: alone it keeps the verdict open
            return Outcome.UNKNOWN if _is_awaited(verdict) else by_count
        return Outcome.MET if genes is Outcome.MET else by_count

    return answer


def _is_awaited(verdict: Verdict) -> bool:
    """Whether the molecular result was sent: only then it is an open question."""
    return any(question.id == criteria_set.MOLECULAR for question in verdict.open_questions)


def _mas(verdict: Verdict) -> Answer:
    def answer(known: Known, up: bool) -> Outcome:
        fever, ferritin, *four = (_turned_out(c, known, up) for c in verdict.criteria)
        if fever is Outcome.NOT_MET:
            return Outcome.NOT_APPLICABLE
        met, unknown = four.count(Outcome.MET), four.count(Outcome.UNKNOWN)
        return mas2016.combine(fever, ferritin, met, unknown)

    return answer


def _both(verdict: Verdict) -> Answer:
    def answer(known: Known, up: bool) -> Outcome:
        return ohi_index.combine(
            tuple(c._replace(outcome=_turned_out(c, known, up)) for c in verdict.criteria)
        )

    return answer


def _score(outcome_for: Callable[[int, int], Outcome]) -> Callable[[Verdict], Answer]:
    def of(verdict: Verdict) -> Answer:
        def answer(known: Known, up: bool) -> Outcome:
            ranges = [_points(item, known, up) for item in verdict.criteria]
            return outcome_for(sum(low for low, _ in ranges), sum(high for _, high in ranges))

        return answer

    return of


def _points(item: Criterion, known: Known, up: bool) -> tuple[int, int]:
    if not item.parts:
        assert item.points is not None
        low, high = item.points
        return ((high, high) if up else (low, low)) if item.id in known else (low, high)
    outcomes = [_turned_out(part, known, up) for part in item.parts]
    met = outcomes.count(Outcome.MET)
    table = POINTS_OF_PARTS[item.id]
    return table[met], table[met + outcomes.count(Outcome.UNKNOWN)]


_ANSWERS: dict[str, Callable[[Verdict], Answer]] = {
    hlh2004.RULE: _criteria_set,
    hlh2024.RULE: _criteria_set,
    hscore.RULE: _score(hscore.outcome_for),
    mas2016.RULE: _mas,
    mh_score.RULE: _score(mh_score.outcome_for),
    ohi_index.RULE: _both,
}

_AS = {
    Outcome.MET: gettext_noop("Smallest sets that could settle it as met: {sets}."),
    Outcome.NOT_MET: gettext_noop("Smallest sets that could settle it as not met: {sets}."),
}
_OR = gettext_noop("{so_far}; or {next}")
_WITH = gettext_noop("{so_far} with {next}")
_MORE = gettext_noop("{first}; and {more} more of the same size")
_NOT_SENT = gettext_noop("{test} (not sent)")
_PENDING = gettext_noop("{test} (pending)")
_EXPECTED = gettext_noop("{test} (pending, expected {day})")
SHOWN = 3


def sentences(sets: tuple[SettlingSet, ...]) -> tuple[Message, ...]:
    """One sentence for each way, its best sets first and the number of the others."""
    found = []
    for outcome, template in _AS.items():
        way = [s for s in sets if s.outcome is outcome]
        if way:
            found.append(Message(template, {"sets": _in_words(way)}))
    return tuple(found)


def _in_words(sets: list[SettlingSet]) -> Message:
    said = listed((listed(map(_said, s.tests), _WITH) for s in sets[:SHOWN]), _OR)
    if len(sets) <= SHOWN:
        return said
    return Message(_MORE, {"first": said, "more": len(sets) - SHOWN})


def _said(test: OpenTest) -> Message:
    label = Message(test.label)
    if test.expected_on is not None:
        return Message(_EXPECTED, {"test": label, "day": test.expected_on})
    return Message(_PENDING if test.pending else _NOT_SENT, {"test": label})
