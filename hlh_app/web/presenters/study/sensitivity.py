"""How much the rate of response depends on our definitions: being computed, or answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.exchange.study.plain_table import PlainCell, PlainTable, head, section
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.response_classes import AT_LEAST_PARTIAL, COMPLETE, PARTIAL
from hlh_app.statistics.sensitivity import ByAlternative, Change, Outcome, Sensitivity
from hlh_app.statistics.subjects import Subjects

from ...study.asked import Asked
from .. import formats
from .cells import NONE, ShownTable, cell, number, percent, shown
from .response_tables import rate_cell
from .response_words import class_words

MOST_LISTED = 200
PLUS = "+"


@dataclass(frozen=True, slots=True)
class Changed:
    """A patient whose best class is another by ``alternative``."""

    code: str
    address: str
    alternative: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """One group: the table, and who changes; ``more``: how many are not listed."""

    name: str
    table: ShownTable
    changed: tuple[Changed, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SensitivityPage:
    """``state``: "none", "running", "stopped", "done". ``said``: why it stopped."""

    state: str
    address: str
    patients: int
    done: int = 0
    total: int = 0
    said: str = ""
    answers: tuple[GroupAnswer, ...] = ()


def address(asked: Asked) -> str:
    """Of the part of the page, with the definition of the groups."""
    query = f"?{asked.query}" if asked.query else ""
    return reverse("web:study-sensitivity") + query


def answers(asked: Asked, found: Sensitivity) -> tuple[GroupAnswer, ...]:
    """Each group by every alternative."""
    return tuple(_answer(asked, found, place) for place in range(len(asked.groups)))


def _answer(asked: Asked, found: Sensitivity, place: int) -> GroupAnswer:
    group = asked.groups[place]
    changed = list(_changed(asked.subjects, found, place))
    return GroupAnswer(
        name=group.name,
        table=shown(sensitivity_table(found, place), asked),
        changed=tuple(changed[:MOST_LISTED]),
        more=max(0, len(changed) - MOST_LISTED),
    )


def sensitivity_table(found: Sensitivity, place: int) -> PlainTable:
    """One group: a row an alternative, the definitions in use first."""
    first = found.rows[0].outcomes[place]
    return PlainTable(
        name=f"sensitivity_{first.group.code}",
        title=_("The rate of response by other definitions: %(group)s, n = %(n)s")
        % {"group": first.group.name, "n": first.all.classes.n},
        caption=_(
            "Each row changes one definition and leaves the others. Patients given ruxolitinib; "
            "rate of all of them with the exact 95 % interval; difference in percentage points."
        ),
        heads=(
            "",
            _("Complete"),
            _("Partial"),
            _("Overall response"),
            _("Difference"),
            _("Not known"),
            _("Another class"),
        ),
        rows=tuple(_rows(found, place)),
        notes=(
            _(
                "Partial: partial or complete, not determinable which, included. Not known: not "
                "determinable whether a response, or not assessed; not counted as response. The "
                "definitions in use decide everywhere else; the others are shown here only."
            ),
        ),
    )


def _rows(found: Sensitivity, place: int) -> Iterator[tuple[PlainCell, ...]]:
    about = found.rows[0].alternative.about
    for row in found.rows:
        if row.alternative.about != about:
            about = row.alternative.about
            yield section(_(about))
        yield _row(row, row.outcomes[place])


def _row(row: ByAlternative, outcome: Outcome) -> tuple[PlainCell, ...]:
    code, group = row.alternative.code, outcome.group.code
    classes, rate = outcome.all.classes, outcome.all.rates["rate"]
    key = f"sensitivity/{code}/{{}}/{group}".format
    is_first = code == ALTERNATIVES[0].code
    return (
        head(_(row.alternative.label)),
        _count(key("complete"), classes.of(COMPLETE), classes.n),
        _count(key("partial"), classes.of(PARTIAL, AT_LEAST_PARTIAL), classes.n),
        _closed(rate_cell(rate, key("rate"))),
        cell(NONE if is_first else _points(outcome.difference), None),
        _count(key("undecided"), classes.undecided, classes.n),
        cell(NONE if is_first else formats.number(len(outcome.changes)), None),
    )


def _count(key: str, who: Rows, of: int) -> PlainCell:
    text = f"{len(who)} ({percent(len(who), of)})" if of else NONE
    return _closed(cell(text, Figure(key, len(who), who)))


def _closed(found: PlainCell) -> PlainCell:
    """Without a way to its patients: those who change are listed below the table."""
    return PlainCell(text=found.text, key=found.key, note=found.note, value=found.value)


def _points(difference: float | None) -> str:
    """ "+5.9", "−2.9", "0.0"."""
    if difference is None:
        return NONE
    text = number(100 * difference, 1)
    return text if text.startswith(formats.MINUS) or difference == 0 else f"{PLUS}{text}"


def _changed(subjects: Subjects, found: Sensitivity, place: int) -> Iterator[Changed]:
    for row in found.rows:
        for change in row.outcomes[place].changes:
            yield _change(subjects, row, change)


def _change(subjects: Subjects, row: ByAlternative, change: Change) -> Changed:
    return Changed(
        code=subjects.codes[change.row],
        address=reverse("web:patient", args=[subjects.keys[change.row]]),
        alternative=f"{_(row.alternative.about)}: {_(row.alternative.label)}",
        before=class_words(change.before),
        after=class_words(change.after),
    )
