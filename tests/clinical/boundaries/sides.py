"""Three tests a limit: just below, at, just above. What each must answer is written out."""

from typing import Any

import pytest

SIDES = ("below", "at", "above")


def sides(boundary: str, *cases: Any) -> list[Any]:
    """``boundary``: "<rule>.<id>" as on the rule's card. ``cases``: the arguments of the test
    below, at and above the limit, in this order, each a tuple."""
    return [
        pytest.param(
            *arguments, marks=pytest.mark.boundary(boundary, side), id=f"{boundary}-{side}"
        )
        for side, arguments in zip(SIDES, cases, strict=True)
    ]


def every(*groups: list[Any]) -> list[Any]:
    """The cases of several limits in one list."""
    return [case for group in groups for case in group]
