"""A document's values as what they should be; a value of another type is as if it were not there,
and what lacks it is then reported where the row needs it."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_NOTHING: Json = {}


def record(value: Any) -> Json:
    return value if type(value) is dict else _NOTHING


def records(value: Any) -> list[Json]:
    """The objects of a list."""
    if type(value) is not list:
        return []
    return [one for one in value if type(one) is dict]


def text(value: Any) -> str:
    """A text without spaces around; "" for anything else and for what cannot be stored."""
    if type(value) is str and (value.isprintable() or _storable(value)):
        return value.strip()
    return ""


def _storable(value: str) -> bool:
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def codings(concept: Any) -> Iterator[tuple[str, str, str]]:
    """(system, code, display) of each coding of a CodeableConcept that has a code."""
    if type(concept) is dict:
        for coding in records(concept.get("coding")):
            code = text(coding.get("code"))
            if code:
                yield text(coding.get("system")), code, text(coding.get("display"))


def said(concept: Any) -> str:
    """What a CodeableConcept says in words: its own text, else the first display, else a code."""
    own = text(record(concept).get("text"))
    if own:
        return own
    found = list(codings(concept))
    shown = next((display for _system, _code, display in found if display), "")
    return shown or next((code for _system, code, _display in found), "")


def short(value: str, most: int = 60) -> str:
    """Not longer than ``most`` characters."""
    return value if len(value) <= most else value[: most - 1] + "…"
