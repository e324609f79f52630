"""Controls found for a group: the pairs, who has none and why, and how alike the groups are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head
from hlh_app.records.models.choices import DiseaseCourse, Sex, Trigger
from hlh_app.statistics.balance_table import BalanceTable, NumberRow, WordRow, balance_table
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.matching import Matching, Why

from ...study.asked import Asked
from .. import formats
from .cells import NONE, ShownTable, apart, cell, number, percent, shown

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Person:
    """A patient in a list; ``address`` of the patient's page."""

    code: str
    address: str
    age: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PairLine:
    patient: Person
    controls: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class MatchedView:
    """``how``: by what the controls were chosen. ``page``: of the pairs. ``without``: (patient,
    why no control was found)."""

    how: str
    found: str
    page: Page[Any]
    pairs: tuple[PairLine, ...]
    without: tuple[tuple[Person, str], ...]
    balance: ShownTable


def matched(asked: Asked) -> MatchedView:
    """Of an address that asks for matched controls."""
    matching = asked.matching
    assert matching is not None
    page = Paginator(matching.pairs, ON_A_PAGE).get_page(asked.request.GET.get("page"))
    return MatchedView(
        how=_how(matching),
        found=_found(asked, matching),
        page=page,
        pairs=tuple(
            PairLine(person(asked, pair.patient), tuple(person(asked, c) for c in pair.controls))
            for pair in page.object_list
        ),
        without=tuple((person(asked, row), _why(why)) for row, why in matching.without[:ON_A_PAGE]),
        balance=_balance(asked),
    )


def person(asked: Asked, row: int) -> Person:
    """The patient at a position, as lists show them."""
    subjects = asked.subjects
    age = subjects.column("subject", "age")[row]
    sex, trigger = (subjects.column("subject", name)[row] for name in ("sex", "trigger"))
    words = [str(Sex(sex).label) if sex else "", str(Trigger(trigger).label) if trigger else ""]
    return Person(
        code=subjects.codes[row],
        address=reverse("web:patient", args=[subjects.keys[row]]),
        age=NONE if age is None else number(age, 1),
        about=", ".join(word for word in words if word),
    )


def _how(matching: Matching) -> str:
    told = {"years": formats.number(matching.settings.caliper_years)}
    if matching.settings.ebv:
        return (
            _("Same sex, trigger and EBV; ages at most %(years)s apart, in years (our definition).")
            % told
        )
    return (
        _("Same sex and trigger; ages at most %(years)s apart, in years (our definition).") % told
    )


def _found(asked: Asked, matching: Matching) -> str:
    told = {
        "n": formats.number(len(matching.pairs)),
        "of": formats.number(asked.unmatched[0].n),
        "controls": formats.number(matching.groups[1].n),
        "among": formats.number(asked.unmatched[1].n),
    }
    return _("%(n)s of %(of)s patients have a control; %(controls)s of %(among)s are one.") % told


def _why(why: Why) -> str:
    return {
        Why.NOT_KNOWN: _("age, or what has to be alike, is not known"),
        Why.NOBODY_ALIKE: _("nobody of the same sex and trigger"),
        Why.NONE_OF_THE_AGE: _("nobody alike is close enough in age"),
        Why.ALL_GIVEN: _("everybody alike is the control of another"),
    }[why]


def _balance(asked: Asked) -> ShownTable:
    """Before and after matching, side by side; after, the numbers open onto patients."""
    before, after = asked.answer(
        "balance",
        lambda: tuple(balance_table(asked.subjects, g) for g in (asked.unmatched, asked.groups)),
    )
    names = [group.name for group in asked.groups]
    rows = [
        *(
            (head(label(old.field)), *_number(before, old, False), *_number(after, new, True))
            for old, new in zip(before.numbers, after.numbers, strict=True)
        ),
        *(
            (head(label(old.field, old.value)), *_word(old, ()), *_word(new, names_of(after)))
            for old, new in zip(before.words, after.words, strict=True)
            if any(len(who) for who in old.who)
        ),
    ]
    table = PlainTable(
        name="balance",
        title=_("Balance before and after matching"),
        caption=_("Mean ± SD, median; or n of those of whom it is known (%)."),
        heads=(_("Before treatment"), *names, _("Difference"), *names, _("Difference")),
        spans=(("", 1), (_("Before matching"), 3), (_("After matching"), 3)),
        rows=tuple(rows),
        notes=(
            _(
                "Difference: standardized, in standard deviations; 0.1 and less is commonly called "
                "balanced."
            ),
        ),
    )
    return shown(table, asked)


def names_of(table: BalanceTable) -> tuple[str, ...]:
    return tuple(group.code for group in table.groups)


def _number(table: BalanceTable, row: NumberRow, opens: bool) -> list[PlainCell]:
    cells = []
    for group, told, known in zip(table.groups, row.groups, row.known, strict=True):
        figure = Figure(f"balance/{row.field}/mean/{group.code}", told.mean, known)
        text = f"{number(told.mean, 1)} ± {number(told.sd, 1)}, {number(told.median, 1)}"
        cells.append(cell(text if told.n else NONE, figure if opens else None))
    return [*cells, PlainCell(text=apart(row.difference, row.beyond))]


def _word(row: WordRow, codes: tuple[str, ...]) -> list[PlainCell]:
    """``codes``: of the groups whose numbers open onto patients, none before matching."""
    cells = []
    for at, (who, known) in enumerate(zip(row.who, row.known, strict=True)):
        text = f"{len(who)}/{len(known)} ({percent(len(who), len(known))})" if len(known) else NONE
        key = f"balance/{row.field}/{row.value}/count/{codes[at]}" if codes else ""
        cells.append(cell(text, Figure(key, len(who), who) if key else None))
    return [*cells, PlainCell(text=apart(row.difference, row.beyond))] if cells else [EMPTY]


def label(field: str, value: str = "") -> str:
    """What a row of the balance is about."""
    if field == "trigger":
        return str(Trigger(value).label)
    if field == "course":
        return str(DiseaseCourse(value).label)
    return {
        "age": _("Age, years"),
        "weight_kg": _("Weight, kg"),
        "sex": str(Sex.FEMALE.label),
        "ebv": _("EBV-HLH"),
        "line": _("Later line of therapy"),
        "hlh2004": _("HLH-2004 met"),
    }[field]
