"""Every response class that some completion of the missing values would give, exactly.

Each analyte brings the pairs (improved, normal) that its results leave open; analytes are
independent of one another, the two words of one analyte are not: triglycerides that improve to
1.5 mmol/L are also normal.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

PARTIAL_NEEDS_MARKERS = 2

Pair = tuple[bool, bool]
Pairs = frozenset[Pair]
Reached = tuple[int, bool]

_BLOCKS = frozenset({True})
_FREE = frozenset({False})


class ResponseClass(StrEnum):
    """From the worst to the best. NR is printed "no response"."""

    NR = "NR"
    PR = "PR"
    CR = "CR"


ORDER = tuple(ResponseClass)
Classes = tuple[ResponseClass, ...]


def possible_classes(
    analytes: Iterable[Pairs],
    may_block: Iterable[frozenset[bool]],
    needed: int = PARTIAL_NEEDS_MARKERS,
) -> Classes:
    """The classes in the order NR, PR, CR.

    ``analytes``: the open pairs (improved, normal) of all seven analytes. ``may_block``: for
    fever, spleen and CNS whether each excludes a complete response: yes, no, or either.
    ``needed``: markers that must have improved for a partial response.
    """
    reachable: frozenset[Reached] = frozenset({(0, True)})
    for pairs in analytes:
        reachable = _with_analyte(reachable, pairs, needed)
    return _classes(reachable, _any_blocks(may_block), needed)


@cache
def _with_analyte(reachable: frozenset[Reached], pairs: Pairs, needed: int) -> frozenset[Reached]:
    """One analyte more: markers improved, counted up to those that matter; all normal so far."""
    return frozenset(
        (min(count + improved, needed), all_normal and normal)
        for count, all_normal in reachable
        for improved, normal in pairs
    )


def _any_blocks(may_block: Iterable[frozenset[bool]]) -> frozenset[bool]:
    sides = tuple(may_block)
    if _BLOCKS in sides:
        return _BLOCKS
    return frozenset(side for answers in sides for side in answers) or _FREE


@cache
def _classes(reachable: frozenset[Reached], blocked: frozenset[bool], needed: int) -> Classes:
    return in_order(
        _class(count >= needed, normal and not blocks)
        for count, normal in reachable
        for blocks in blocked
    )


def _class(enough_improved: bool, complete: bool) -> ResponseClass:
    if complete:
        return ResponseClass.CR
    return ResponseClass.PR if enough_improved else ResponseClass.NR


def in_order(classes: Iterable[ResponseClass]) -> Classes:
    found = set(classes)
    return tuple(c for c in ORDER if c in found)


def best_of(assessments: Sequence[Classes]) -> Classes:
    """The classes that the best of these assessments may turn out to be; none without any."""
    if not assessments:
        return ()
    at_least = max(ORDER.index(classes[0]) for classes in assessments)
    found = {c for classes in assessments for c in classes}
    return tuple(c for c in ORDER[at_least:] if c in found)
