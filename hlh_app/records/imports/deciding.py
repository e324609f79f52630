"""What becomes of one result beside those that stand on its day.

A day without a time is the same day as one with a time: wards enter a visit at 08:00 and paste the
week by its dates. So what the record holds of a test that day is no news where either of the two
moments is a day alone. Of two times on one day each is a result of its own, but a pending test is
answered by the result of its day. Our definition; temperatures are many a day and are not met so.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.exchange.incoming import Act
from hlh_app.records.imports.judging import Ready
from hlh_app.records.imports.outcomes import Choice, Outcome
from hlh_app.records.imports.standing import Stored, same_kind, same_value

MANY_A_DAY = frozenset({"temperature"})


class Decision(NamedTuple):
    """``row``: the one it meets, None for a new one."""

    outcome: Outcome
    row: Stored | None = None
    reason: str = ""


NEW = Decision(Outcome.NEW)


def decide(ready: Ready, rows: list[Stored]) -> Decision:
    """Before anything was chosen."""
    if ready.refused:
        return Decision(Outcome.REFUSED, None, ready.refused)
    if not rows and ready.entry.act is not Act.WITHDRAW:
        return Decision(Outcome.UNUSUAL, None, ready.unusual) if ready.unusual else NEW
    moment: Moment = ready.entry.row.measured_at  # type: ignore[union-attr]
    here = [row for row in rows if row.is_at(moment)]
    alike = _alike(ready, here)
    met = next((row for row in alike if same_value(ready, row)), None)
    if ready.entry.act is Act.WITHDRAW:
        blind = ready.number.value is None and alike  # the document does not repeat the value
        return _withdrawing(alike[0] if blind else met)
    if met is not None:
        return Decision(Outcome.SAME, met)
    waiting = None if ready.status == "pending" else _pending(here)
    if waiting is None and not alike:
        return _on_that_day(ready, moment, rows)
    return _unlike(ready, waiting, alike)


def _on_that_day(ready: Ready, moment: Moment, rows: list[Stored]) -> Decision:
    """Beside results of the same day at another moment."""
    if ready.entry.row.analyte not in MANY_A_DAY:  # type: ignore[union-attr]
        beside = _alike(ready, [row for row in rows if row.is_date != moment.is_date])
        met = next((row for row in beside if same_value(ready, row)), None)
        if met is not None:
            return Decision(Outcome.SAME, met, _on_this_day(met))
        pending = [row for row in rows if row.status == "pending"]
        if len(pending) == 1 and ready.status != "pending":
            told = f"{_('Answers what is pending since that day.')} {ready.unusual}".strip()
            return Decision(Outcome.UNUSUAL if ready.unusual else Outcome.ANSWERS, pending[0], told)
        if beside:
            told = f"{_on_this_day(beside[0])} {ready.unusual}".strip()
            return Decision(Outcome.DIFFERS, beside[0], told)
    return _unlike(ready, None, [])


def _on_this_day(row: Stored) -> str:
    when = datetime.fromisoformat(row.written).strftime(
        "%d-%b-%Y" if row.is_date else "%d-%b-%Y %H:%M"
    )
    return _("The record has %(value)s on this day, %(when)s.") % {"value": row.text, "when": when}


def _unlike(ready: Ready, waiting: Stored | None, alike: list[Stored]) -> Decision:
    unusual = ready.unusual
    if waiting is not None:
        return Decision(Outcome.UNUSUAL if unusual else Outcome.ANSWERS, waiting, unusual)
    if not alike:
        return Decision(Outcome.UNUSUAL, None, unusual) if unusual else NEW
    if ready.entry.act is Act.CORRECT:
        corrects = _("The document says that it corrects this.")
        return Decision(
            Outcome.UNUSUAL if unusual else Outcome.DIFFERS, alike[0], unusual or corrects
        )
    told = _("The record has %s at this moment.") % alike[0].text
    return Decision(Outcome.DIFFERS, alike[0], f"{told} {unusual}".strip())


def _withdrawing(row: Stored | None) -> Decision:
    if row is None:
        return Decision(Outcome.SAME, None, _("No such entry stands in the record."))
    return Decision(Outcome.DIFFERS, row, _("The document says that this was entered in error."))


def _alike(ready: Ready, rows: list[Stored]) -> list[Stored]:
    bound = ANALYTES[ready.entry.row.analyte].assay_bound  # type: ignore[union-attr]
    return [row for row in rows if same_kind(ready, row, assay_bound=bound)]


def _pending(rows: list[Stored]) -> Stored | None:
    """As one-row entry has it: whatever unit or assay the pending row was entered with."""
    return next((row for row in rows if row.status == "pending"), None)


class Step(NamedTuple):
    """What is done about an entry: its name in the counts of the batch."""

    name: str
    writes: str = ""  # "insert", "change" or "withdraw"; "" writes nothing
    left: bool = False  # kept for somebody to correct


SKIPPED = Step("skipped")
PLAINLY_NEW = Step("new", "insert")
_WRITES = {Outcome.NEW: PLAINLY_NEW, Outcome.ANSWERS: Step("answers", "change")}


def step_of(decision: Decision, act: Act, choice: str | None) -> Step:
    """What is done, after what somebody chose."""
    outcome = decision.outcome
    if outcome is Outcome.SAME or outcome is Outcome.REFUSED:
        return Step(str(outcome), left=outcome is Outcome.REFUSED)
    if choice == Choice.SKIP:
        return SKIPPED
    if outcome is Outcome.UNUSUAL:
        return _confirmed(decision, act) if choice == Choice.CONFIRM else Step("unusual", left=True)
    if outcome is Outcome.DIFFERS:
        return _differing(act, choice)
    return _WRITES[outcome]


def _confirmed(decision: Decision, act: Act) -> Step:
    if decision.row is None:
        return _WRITES[Outcome.NEW]
    if decision.row.status != "pending" and act is Act.CORRECT:
        return Step("corrected", "change")
    return _WRITES[Outcome.ANSWERS]


def _differing(act: Act, choice: str | None) -> Step:
    if act is Act.WITHDRAW:
        return Step("withdrawn", "withdraw")
    if choice == Choice.ADD:
        return Step("added", "insert")
    if choice == Choice.CORRECT or act is Act.CORRECT:
        return Step("corrected", "change")
    return Step("differs", left=True)
