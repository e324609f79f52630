"""Why two records may be one person's, in words and in the order of their weight.

Our definition; no source gives one. A reason is very strong, strong, possible or slight. Two
records are listed as likely with one reason that is at least possible, or with two slight ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.records.identity.person import UNKNOWN, Person

MANY_RESULTS = 3


class Strength(IntEnum):
    """The first weighs most."""

    VERY_STRONG = 0
    STRONG = 1
    POSSIBLE = 2
    SLIGHT = 3


@dataclass(frozen=True, slots=True)
class Reason:
    strength: Strength
    message: Message


_RESULTS = gettext_noop("{count} results of the same test, time and value in both")
_RESULT = gettext_noop("a result of the same test, time and value in both")
_CODE = gettext_noop("the study codes {one} and {other} differ only in how they are written")
_NAME = gettext_noop("the same name, but for order, accents or capitals")
_NAMES = gettext_noop("two parts of the name in common")
_BORN = gettext_noop("born on {day}, same sex")
_BORN_SEX_OPEN = gettext_noop("born on {day}; the sex is not known in both")
_BORN_OTHER_SEX = gettext_noop("born on {day}")
_SWAPPED = gettext_noop("born on {one} and {other}: day and month changed round")
_YEAR = gettext_noop("born on {one} and {other}: one year apart")
_DIGIT = gettext_noop("born on {one} and {other}: one digit differs")
_SEX_DIFFERS = gettext_noop("the sex differs")
_BIRTH_DIFFERS = gettext_noop("the dates of birth differ: {one} and {other}")
_NAME_DIFFERS = gettext_noop("the names differ")


def reasons(one: Person, other: Person, same_results: int = 0) -> tuple[Reason, ...]:
    """What speaks for one person, the weightiest first."""
    found = [
        *_of_results(same_results),
        *_of_codes(one, other),
        *_of_names(one, other),
        *_of_births(one, other),
    ]
    return tuple(sorted(found, key=lambda reason: reason.strength))


def against(one: Person, other: Person) -> tuple[Message, ...]:
    """What speaks for two people; said beside the reasons, never weighed against them."""
    found = []
    if _sexes_differ(one, other):
        found.append(Message(_SEX_DIFFERS))
    if one.birth_date and other.birth_date and not any(_of_births(one, other)):
        days = {"one": one.birth_date, "other": other.birth_date}
        found.append(Message(_BIRTH_DIFFERS, days))
    if one.names and other.names and not set(one.names) & set(other.names):
        found.append(Message(_NAME_DIFFERS))
    return tuple(found)


def is_likely(found: tuple[Reason, ...]) -> bool:
    """Whether the reasons are enough to be shown."""
    weighty = any(reason.strength <= Strength.POSSIBLE for reason in found)
    return weighty or len(found) > 1


def _of_results(count: int) -> Iterator[Reason]:
    if count >= MANY_RESULTS:
        yield Reason(Strength.VERY_STRONG, Message(_RESULTS, {"count": count}))
    elif count > 1:
        yield Reason(Strength.SLIGHT, Message(_RESULTS, {"count": count}))
    elif count:
        yield Reason(Strength.SLIGHT, Message(_RESULT))


def _of_codes(one: Person, other: Person) -> Iterator[Reason]:
    if one.code_key and one.code_key == other.code_key:
        yield Reason(Strength.STRONG, Message(_CODE, {"one": one.code, "other": other.code}))


def _of_names(one: Person, other: Person) -> Iterator[Reason]:
    if one.names and one.names == other.names:
        yield Reason(Strength.STRONG, Message(_NAME))
    elif len(set(one.names) & set(other.names)) > 1:
        yield Reason(Strength.POSSIBLE, Message(_NAMES))


def _of_births(one: Person, other: Person) -> Iterator[Reason]:
    mine, yours = one.birth_date, other.birth_date
    if mine is None or yours is None:
        return
    if mine == yours:
        yield _born_together(one, other, mine)
        return
    if _sexes_differ(one, other):
        return
    days = {"one": mine, "other": yours}
    if (mine.year, mine.month, mine.day) == (yours.year, yours.day, yours.month):
        yield Reason(Strength.POSSIBLE, Message(_SWAPPED, days))
    elif (mine.month, mine.day) == (yours.month, yours.day) and abs(mine.year - yours.year) == 1:
        yield Reason(Strength.POSSIBLE, Message(_YEAR, days))
    elif _digits_apart(mine, yours) == 1:
        yield Reason(Strength.SLIGHT, Message(_DIGIT, days))


def _born_together(one: Person, other: Person, day: date) -> Reason:
    if _sexes_differ(one, other):
        return Reason(Strength.SLIGHT, Message(_BORN_OTHER_SEX, {"day": day}))
    if UNKNOWN in (one.sex, other.sex):
        return Reason(Strength.POSSIBLE, Message(_BORN_SEX_OPEN, {"day": day}))
    return Reason(Strength.STRONG, Message(_BORN, {"day": day}))


def _sexes_differ(one: Person, other: Person) -> bool:
    return UNKNOWN not in (one.sex, other.sex) and one.sex != other.sex


def _digits_apart(one: date, other: date) -> int:
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))
