"""Two people at one entry: which boxes each of them changed, and what has to be chosen.

Boxes that mean something only together (a value and its unit, a day and its time) are one thing:
one person's number is never put beside another's unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that two people changed, in words: before, in the record now, typed here.

    ``choose``: the name of the choice between the last two. ``asked``: carries, with the codes of
    ``before`` in ``held``, that it was asked. ``row``: table and primary key, for who and when.
    """

    choose: str
    asked: str
    held: str
    label: str
    before: str
    recorded: str
    typed: str
    row: tuple[str, int]
    box: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """One thing that only the other person changed; it stands as they left it."""

    label: str
    before: str
    recorded: str
    row: tuple[str, int]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """Boxes that belong together, named by the first."""

    names: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    typed: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def theirs(self) -> bool:
        return self.now != self.before

    @property
    def mine(self) -> bool:
        return self.typed != self.before

    @property
    def differs(self) -> bool:
        return self.typed != self.now

    def must_be_chosen(self, choice: str, was_asked: bool) -> bool:
        """A choice is void when the record has changed once more since it was asked."""
        if not self.differs or choice == THEIRS:
            return False
        return (self.theirs and self.mine) or (was_asked and choice != MINE)


def things(
    names: Iterable[str],
    together: Iterable[tuple[str, ...]],
    before: Texts,
    now: Texts,
    typed: Texts,
) -> list[Thing]:
    """The boxes in their order, those that belong together at the place of their first."""
    group_of = {name: group for group in together for name in group}
    groups = dict.fromkeys(group_of.get(name, (name,)) for name in names)

    def texts(of: Texts, group: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(of.get(name, "") for name in group)

    return [Thing(g, texts(before, g), texts(now, g), texts(typed, g)) for g in groups]
