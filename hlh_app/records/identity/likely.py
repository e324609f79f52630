"""Which records of a centre are likely one person's: of one that is being entered, or all pairs.

Records are compared only where they share a key (:meth:`Person.keys`, a near date of birth, equal
results), so that the time grows with their number and not with its square. A key that more than
``CROWD`` records share tells nothing about any two of them: it makes no pairs, and the page says
which key it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from hlh_app.accounts.models import Centre
from hlh_app.clinical.text import Message
from hlh_app.records.identity.likeness import Reason, against, is_likely, reasons
from hlh_app.records.identity.person import Person
from hlh_app.records.identity.results_in_both import same_results
from hlh_app.records.models import NotTheSame, Patient

CROWD = 12
MOST_SHOWN = 10
_PADDING = (9,) * 6
_COLUMNS = ("pk", "code", "birth_date", "sex", "name", "source")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likely:
    """A record of the centre beside the one asked about, and why."""

    person: Person
    reasons: tuple[Reason, ...]
    against: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class LikelyPair:
    one: Person
    other: Person
    reasons: tuple[Reason, ...]
    against: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """``crowds``: dates of birth that too many records share to tell anything, with how many."""

    found: tuple[LikelyPair, ...]
    crowds: tuple[tuple[date, int], ...]


def people_of(centre: Centre) -> list[Person]:
    """Every record of the centre that was not merged into another. One query."""
    rows = Patient.objects.filter(centre=centre, merged_into=None).order_by("pk")
    return [
        Person(code, born, sex, name, source, pk)
        for pk, code, born, sex, name, source in rows.values_list(*_COLUMNS)
    ]


def similar_to(centre: Centre, person: Person) -> list[Likely]:
    """Records that may be the person's, the likeliest first; at most ten. One query."""
    return alike(person, people_of(centre))


def alike(person: Person, known: Iterable[Person]) -> list[Likely]:
    """As :func:`similar_to`, among people read before."""
    near = {person.birth_date, *person.near_births()} - {None}
    names = set(person.names)
    found = []
    for other in known:
        touches = (
            other.birth_date in near
            or (other.code_key == person.code_key and person.code_key)
            or (names and not names.isdisjoint(other.names))
        )
        if touches and person.source in ("", other.source) and other.pk != person.pk:
            why = reasons(person, other)
            if is_likely(why):
                found.append(Likely(other, why, against(person, other)))
    found.sort(key=lambda row: (_rank(row.reasons, row.against), row.person.code))
    return found[:MOST_SHOWN]


def pairs_of(centre: Centre) -> Pairs:
    """All likely pairs of the centre that nobody has called two people. Three queries."""
    people = {person.pk: person for person in people_of(centre)}
    results = same_results(centre)
    by_key = _by_key(people.values())
    told = _told_apart(centre)
    met = {*_in_one_key(by_key), *_in_near_births(by_key), *results}
    found = [
        pair
        for one, other in met
        if (one, other) not in told and one in people and other in people
        for pair in _likely(people[one], people[other], results.get((one, other), 0))
    ]
    found.sort(key=lambda pair: (_rank(pair.reasons, pair.against), pair.one.code, pair.other.code))
    return Pairs(tuple(found), _crowds(by_key))


def _likely(one: Person, other: Person, results: int) -> Iterator[LikelyPair]:
    if one.source != other.source:
        return
    why = reasons(one, other, results)
    if is_likely(why):
        yield LikelyPair(one, other, why, against(one, other))


def _rank(why: tuple[Reason, ...], contrary: tuple[Message, ...]) -> tuple[object, ...]:
    """The weightiest reason first, then how many there are, then what speaks against it."""
    weights = tuple(int(reason.strength) for reason in why)
    return (*(weights + _PADDING)[:6], len(contrary))


Keyed = Mapping[tuple[str, object], list[Person]]


def _by_key(people: Iterable[Person]) -> Keyed:
    found: defaultdict[tuple[str, object], list[Person]] = defaultdict(list)
    for person in people:
        for key in person.keys():  # noqa: SIM118 (a method of ours, not a mapping's)
            found[key].append(person)
    return found


def _in_one_key(by_key: Keyed) -> Iterator[Pair]:
    for shared in by_key.values():
        if 1 < len(shared) <= CROWD:
            for one, other in combinations(shared, 2):
                yield _in_order(one, other)


def _in_near_births(by_key: Keyed) -> Iterator[Pair]:
    for (kind, _value), shared in by_key.items():
        if kind != "born" or len(shared) > CROWD:
            continue
        for near in shared[0].near_births():
            beside = by_key.get(("born", near), ())
            if len(beside) <= CROWD:
                yield from (_in_order(one, other) for one in shared for other in beside)


def _in_order(one: Person, other: Person) -> Pair:
    assert one.pk is not None
    assert other.pk is not None
    return (one.pk, other.pk) if one.pk < other.pk else (other.pk, one.pk)


def _crowds(by_key: Keyed) -> tuple[tuple[date, int], ...]:
    found = [
        (value, len(shared))
        for (kind, value), shared in by_key.items()
        if kind == "born" and isinstance(value, date) and len(shared) > CROWD
    ]
    return tuple(sorted(found))


def _told_apart(centre: Centre) -> set[Pair]:
    said = NotTheSame.objects.filter(one__centre=centre)
    return set(said.values_list("one_id", "other_id"))
