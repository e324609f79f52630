"""The facts about two records side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hlh_app.records.identity.facts import Fact
from hlh_app.records.identity.plan import DEATH, Plan
from hlh_app.records.models import Event
from hlh_app.records.models.choices import DiseaseCourse, Donor

from . import formats, people

FACTS = {
    "name": gettext_lazy("Name"),
    "birth": gettext_lazy("Date of birth, or age"),
    "sex": gettext_lazy("Sex"),
    "trigger": gettext_lazy("Trigger"),
    "course": gettext_lazy("At the start of ruxolitinib"),
    "donor": gettext_lazy("Donor"),
    "note": gettext_lazy("Note"),
    DEATH: gettext_lazy("Death"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """``is_open``: both records say something, and not the same."""

    name: str
    label: str
    kept: str
    gone: str
    agree: bool
    is_open: bool
    may_be_both: bool


def fact_lines(plan: Plan) -> tuple[FactLine, ...]:
    """Those that differ first: they are to be decided."""
    lines = [*_deaths(plan), *(_line(fact) for fact in plan.facts)]
    return tuple(sorted(lines, key=lambda line: line.agree))


def _line(fact: Fact) -> FactLine:
    return FactLine(
        name=fact.name,
        label=str(FACTS[fact.name]),
        kept=_in_words(fact.name, fact.kept),
        gone=_in_words(fact.name, fact.gone),
        agree=fact.agree,
        is_open=_is_open(fact),
        may_be_both="both" in fact.choices and _is_open(fact),
    )


def _is_open(fact: Fact) -> bool:
    return not fact.agree and not fact.preset


def _deaths(plan: Plan) -> Iterator[FactLine]:
    if plan.deaths:
        kept, gone = (_death(event) for event in plan.deaths)
        yield FactLine(DEATH, str(FACTS[DEATH]), kept, gone, False, True, False)


def _death(event: Event) -> str:
    return ", ".join(part for part in (formats.day(event.on), event.detail) if part)


def _in_words(name: str, values: tuple[Any, ...]) -> str:
    if name == "birth":
        return _birth(*values)
    if name == "sex":
        return people.sex(values[0])
    if name == "trigger":
        return people.trigger(*values)
    if name in ("course", "donor"):
        choices = DiseaseCourse if name == "course" else Donor
        return str(choices(values[0]).label)
    return str(values[0]) or _("Not recorded")


def _birth(day: Any, years: int | None, on: Any) -> str:
    if day:
        return formats.day(day)
    return _("%(years)s years on %(day)s") % {"years": years, "day": formats.day(on)}
