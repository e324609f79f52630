"""The facts about the patient in two records: where they agree, and where one must be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hlh_app.records.models import Patient

KEPT, GONE, BOTH = "kept", "gone", "both"
# Name → the columns that stand or fall together.
GROUPS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "birth": ("birth_date", "age_years", "age_on"),
    "sex": ("sex",),
    "trigger": ("trigger", "trigger_agent", "trigger_detail"),
    "course": ("course",),
    "donor": ("donor",),
    "note": ("note",),
}
_NOTHING = (None, "", "unknown")


@dataclass(frozen=True, slots=True)
class Fact:
    """``preset``: the choice that needs nobody: one record says nothing; "" when both say
    different things."""

    name: str
    kept: tuple[Any, ...]
    gone: tuple[Any, ...]

    @property
    def agree(self) -> bool:
        return self.kept == self.gone

    @property
    def preset(self) -> str:
        if _is_empty(self.gone):
            return KEPT
        return GONE if _is_empty(self.kept) else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """Two notes can stand one below the other."""
        return (KEPT, GONE, BOTH) if self.name == "note" else (KEPT, GONE)


def _is_empty(values: tuple[Any, ...]) -> bool:
    return all(value in _NOTHING for value in values)


def facts_of(kept: Patient, gone: Patient) -> tuple[Fact, ...]:
    """Every group of facts, in the order of the page; without those that neither record has."""
    found = (
        Fact(name, _values(kept, columns), _values(gone, columns))
        for name, columns in GROUPS.items()
    )
    return tuple(fact for fact in found if not (_is_empty(fact.kept) and fact.agree))


def _values(patient: Patient, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(patient, column) for column in columns)


def undecided(facts: tuple[Fact, ...], chosen: Mapping[str, str]) -> list[str]:
    """The facts of which nobody has said yet which stands."""
    return [
        fact.name
        for fact in facts
        if not fact.agree and (chosen.get(fact.name) or fact.preset) not in fact.choices
    ]


def decided(facts: tuple[Fact, ...], chosen: Mapping[str, str]) -> dict[str, Any]:
    """Column of the kept record → its value after the merge; only those that change. What nobody
    has decided stays as it is in the kept record."""
    changed: dict[str, Any] = {}
    for fact in facts:
        choice = chosen.get(fact.name) or fact.preset
        if fact.agree or choice not in (GONE, BOTH):
            continue
        values = fact.gone if choice == GONE else (_joined(fact),)
        changed |= dict(zip(GROUPS[fact.name], values, strict=True))
    return changed


def _joined(fact: Fact) -> str:
    return "\n".join(str(part) for part in (*fact.kept, *fact.gone) if part)
