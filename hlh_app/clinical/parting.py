"""Where two rules that answer differently part: on which value, and by which of their conditions.

HLH-2004 asks for neutrophils below 1.0 and hemoglobin below 90 g/L, the HScore for leukocytes up to
5.0 and hemoglobin up to 92 g/L, and so on: the same record can meet one and not the other. Each
sentence names a value that one rule counts and the other does not, with both conditions.
"""

from collections.abc import Iterator
from itertools import combinations

from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.verdict import Criterion, Verdict

SAME_AS = {"temperature": "fever"}
"""The HScore's and the HLH sets' names of one condition."""

GROUPS = frozenset({"cytopenias", "triglycerides_fibrinogen", "organomegaly"})
"""Conditions made of parts: the parts are compared."""

_DIFFER = gettext_noop("{first}: {first_says}. {second}: {second_says}.")
_SAYS = {
    Outcome.MET: gettext_noop("met"),
    Outcome.NOT_MET: gettext_noop("not met"),
    Outcome.UNKNOWN: gettext_noop("open"),
}
_VALUE = gettext_noop("{what} counts for {counts} ({asked}) but not for {not_counts} ({not_asked})")
_ONLY = gettext_noop("{what} is asked for by {rule} alone, and counts")


def partings(verdicts: tuple[Verdict, ...]) -> tuple[Message, ...]:
    """For every two of the verdicts that answer differently: that they do, and on which values.

    Verdicts that are not applicable part from nothing.
    """
    judged = [v for v in verdicts if v.outcome is not Outcome.NOT_APPLICABLE]
    return tuple(m for one, other in combinations(judged, 2) for m in parting(one, other))


def parting(one: Verdict, other: Verdict) -> tuple[Message, ...]:
    """As :func:`partings`, of two; empty when both answer the same."""
    if one.outcome is other.outcome:
        return ()
    said = {
        "first": Message(one.title),
        "first_says": Message(_SAYS[one.outcome]),
        "second": Message(other.title),
        "second_says": Message(_SAYS[other.outcome]),
    }
    return (Message(_DIFFER, said), *_values(one, other), *_values(other, one))


def _values(counting: Verdict, other: Verdict) -> Iterator[Message]:
    """What counts for one rule, and the other rule does not count or does not ask for."""
    theirs = {_name(c): c for c in _conditions(other)}
    for condition in _conditions(counting):
        if condition.outcome is Outcome.MET:
            match = theirs.get(_name(condition))
            if match is None:
                values = {"what": Message(condition.label), "rule": Message(counting.title)}
                yield Message(_ONLY, values)
            elif match.outcome is Outcome.NOT_MET:
                yield _differently(condition, counting, match, other)


def _differently(met: Criterion, by: Verdict, not_met: Criterion, other: Verdict) -> Message:
    return Message(
        _VALUE,
        {
            "what": Message(met.label),
            "counts": Message(by.title),
            "asked": met.threshold,
            "not_counts": Message(other.title),
            "not_asked": not_met.threshold,
        },
    )


def _conditions(verdict: Verdict) -> Iterator[Criterion]:
    for criterion in verdict.criteria:
        yield from criterion.parts if criterion.id in GROUPS else (criterion,)


def _name(condition: Criterion) -> str:
    return SAME_AS.get(condition.id, condition.id)
