"""A set of criteria of which a number must hold, with a molecular path beside it.

Shared by HLH-2004 (5 of 8) and HLH-2024 (5 of 7): the count, the outcome, what a single missing
result would change, and the sentences that say so.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hlh_app.clinical.case import FindingStatus
from hlh_app.clinical.evidence import judge_finding
from hlh_app.clinical.outcome import Outcome, at_least, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.verdict import Count, Criterion, OpenQuestion, Pivot
from hlh_app.clinical.windows import View

NEEDED = 5
MOLECULAR = "molecular_diagnosis"
MOLECULAR_LABEL = gettext_noop("Molecular diagnosis consistent with HLH")
_BIALLELIC = Message(
    gettext_noop(
        "biallelic or hemizygous, pathogenic or likely so; a single heterozygous or uncertain "
        "variant is unknown"
    )
)
_EFFECT = gettext_noop("If met: {if_met}. If not met: {if_not_met}.")
_WOULD_BE = {
    Outcome.MET: Message(gettext_noop("the criteria would be met")),
    Outcome.NOT_MET: Message(gettext_noop("fewer than {needed} can hold"), {"needed": NEEDED}),
    Outcome.UNKNOWN: Message(gettext_noop("still open")),
}
_SETTLED_BY = gettext_noop(
    "Settled as met when {to_meet} of the {unknown} open criteria turn out met, as not met when "
    "{to_fail} of them turn out not met."
)


class Molecular(NamedTuple):
    """``criterion`` as it is shown; ``pending`` keeps a verdict open, never ordered does not."""

    criterion: Criterion
    pending: bool

    @property
    def met(self) -> bool:
        return self.criterion.outcome is Outcome.MET


def molecular(view: View) -> Molecular:
    """The latest statement on genes, at any age of it."""
    found = view.finding(MOLECULAR)
    judged = judge_finding(found, None)
    criterion = Criterion(
        MOLECULAR, MOLECULAR_LABEL, outcome_of(judged.state), _BIALLELIC, "henter2007",
        judged.readings, judged.notes,
    )  # fmt: skip
    return Molecular(criterion, found.status is FindingStatus.PENDING)


def count_of(criteria: Sequence[Criterion]) -> Count:
    """How many are met, not met, unknown."""
    met = sum(c.outcome is Outcome.MET for c in criteria)
    unknown = sum(c.outcome is Outcome.UNKNOWN for c in criteria)
    return Count(met, len(criteria) - met - unknown, unknown)


def outcome_with(met: int, unknown: int, genes: Molecular) -> Outcome:
    """Path A or path B; a pending molecular result keeps open what is not met."""
    by_count = at_least(NEEDED, met, unknown)
    if genes.met or by_count is Outcome.MET:
        return Outcome.MET
    return Outcome.UNKNOWN if genes.pending else by_count


def path_of(count: Count, genes: Molecular) -> str | None:
    """ "criteria" when the count holds, whatever the genes; else "molecular"; else None."""
    if count.met >= NEEDED:
        return "criteria"
    return "molecular" if genes.met else None


def open_questions(
    criteria: Sequence[Criterion], count: Count, genes: Molecular
) -> tuple[OpenQuestion, ...]:
    """Each open criterion, and a pending molecular result, with what either result would do."""
    if not count.unknown and not genes.pending:
        return ()
    now = outcome_with(count.met, count.unknown, genes)
    rest = count.unknown - 1
    if_met = outcome_with(count.met + 1, rest, genes)
    if_not = outcome_with(count.met, rest, genes)
    questions = [
        _question(c, now, if_met, if_not) for c in criteria if c.outcome is Outcome.UNKNOWN
    ]
    if genes.pending:
        by_count = at_least(NEEDED, count.met, count.unknown)
        questions.append(_question(genes.criterion, now, Outcome.MET, by_count))
    return tuple(questions)


def _question(criterion: Criterion, now: Outcome, if_met: Outcome, if_not: Outcome) -> OpenQuestion:
    return OpenQuestion(
        criterion.id, criterion.label, if_met, if_not, if_met is not now or if_not is not now,
        criterion.notes, Message(_EFFECT, {"if_met": _WOULD_BE[if_met],
                                           "if_not_met": _WOULD_BE[if_not]}),
    )  # fmt: skip


def pivots(questions: Sequence[OpenQuestion]) -> dict[str, Pivot]:
    """The questions whose answer alone would change the outcome."""
    return {q.id: Pivot(q.if_met, q.if_not_met) for q in questions if q.pivotal}


def settled_by(count: Count) -> Message:
    """How many of the open criteria would settle it either way."""
    return Message(
        _SETTLED_BY,
        {
            "to_meet": NEEDED - count.met,
            "unknown": count.unknown,
            "to_fail": count.met + count.unknown - NEEDED + 1,
        },
    )
