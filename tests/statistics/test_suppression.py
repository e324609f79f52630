"""Nobody who knows all that is published can reckon a count under five."""

from itertools import product
from random import Random

import pytest

from hlh_app.statistics.suppression import LEAST_SPREAD, SMALLEST, Family, one_way, publishable

RESPONSES = ("complete", "partial", "none")


def compositions(cells, n):
    """Every way to spread n patients over so many cells."""
    if cells == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in compositions(cells - 1, n - first):
            yield (first, *rest)


def possible_values(family, shown):
    """The attacker: every world that agrees with what is shown → values of every set of patients
    that is counted, or left over."""
    names = list(family.cells)
    n = sum(family.cells.values())
    truth = {name: family.value(family.counts[name]) for name in shown}
    worlds = [
        dict(zip(names, cells, strict=True))
        for cells in compositions(len(names), n)
        if all(
            sum(cells[names.index(cell)] for cell in family.counts[name]) == value
            for name, value in truth.items()
        )
    ]

    def values(cells):
        return {sum(world[name] for name in cells) for world in worlds}

    return values


def wholes(family, name):
    return family.counts.get(family.within.get(name, ""), family.everybody)


def families():
    random = Random(20)
    for _ in range(60):
        words = ["yes", "no", "unknown"][: random.choice((2, 3, 3))]
        counts = {word: random.choice((0, 0, 1, 2, 3, 4, 5, 6, 9, 12)) for word in words}
        yield one_way(counts, "unknown" if "unknown" in words else "")
    for _ in range(25):
        yield two_way(random)


def two_way(random):
    """Responses overall and in a part, as the cohort file tells them."""
    cells = {
        f"{part}/{word}": random.choice((0, 1, 2, 3, 5))
        for part, word in product(("ebv", "other"), ("response", "none"))
    }
    counts = {
        "ebv": frozenset(("ebv/response", "ebv/none")),
        "response": frozenset(("ebv/response", "other/response")),
        "response_ebv": frozenset(("ebv/response",)),
    }
    return Family(cells, counts, {"response_ebv": "ebv"})


FAMILIES = [row for row in families() if sum(row.cells.values()) >= SMALLEST]


@pytest.mark.parametrize("place", range(len(FAMILIES)))
def test_every_small_count_may_be_one_of_five_or_more(place):
    family = FAMILIES[place]
    shown = publishable(family)
    values = possible_values(family, shown)
    for name, cells in family.counts.items():
        if name not in shown:
            assert len(values(cells)) > LEAST_SPREAD, (name, shown)
        for rest in (wholes(family, name) - cells, family.everybody - cells):
            if rest and family.is_small(rest):
                assert len(values(rest)) > LEAST_SPREAD, (name, shown)


@pytest.mark.parametrize("place", range(len(FAMILIES)))
def test_no_count_under_five_is_shown(place):
    family = FAMILIES[place]
    for name in publishable(family):
        value = family.value(family.counts[name])
        assert value >= SMALLEST or (value == 0 and name == "unknown")


def test_the_attacker_can_succeed():
    """The tests above must be able to fail: with one count withheld alone it is the rest."""
    family = one_way({"female": 20, "male": 3})
    assert possible_values(family, ["female"])(family.counts["male"]) == {3}
    assert publishable(family) == ()


def test_large_counts_are_all_told():
    family = one_way({"female": 16, "male": 18, "unknown": 0}, "unknown")
    assert publishable(family) == ("female", "male", "unknown")


def test_few_of_whom_it_is_not_known_take_one_more_count_with_them():
    family = one_way({"female": 16, "male": 18, "unknown": 2}, "unknown")
    assert publishable(family) == ("male",)


def test_all_of_one_kind_are_not_told_of():
    """That nobody is of the other kind would be known of everybody."""
    assert publishable(one_way({"female": 30, "male": 0})) == ()


def test_a_share_is_withheld_when_the_rest_of_the_part_is_small():
    """Nine EBV patients, seven of them responders: two did not respond."""
    cells = {"ebv/response": 7, "ebv/none": 2, "other/response": 20, "other/none": 11}
    counts = {
        "ebv": frozenset(("ebv/response", "ebv/none")),
        "response": frozenset(("ebv/response", "other/response")),
        "response_ebv": frozenset(("ebv/response",)),
    }
    family = Family(cells, counts, {"response_ebv": "ebv"})
    assert "response_ebv" not in publishable(family)
    assert "response" in publishable(family)
