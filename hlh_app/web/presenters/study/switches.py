"""Questions that the address answers: each answer is an address with one word exchanged."""

from __future__ import annotations

from dataclasses import dataclass

from ...study.asked import Asked


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """One question with its answers."""

    label: str
    choices: tuple[Choice, ...]


def chosen(asked: Asked, name: str, among: tuple[str, ...]) -> str:
    """The first of ``among`` where the address asks for nothing of it."""
    word = asked.request.GET.get(name, "")
    return word if word in among else among[0]


def choices(
    asked: Asked, name: str, words: dict[str, str], current: str, place: str = ""
) -> tuple[Choice, ...]:
    """``words``: by the word in the address ("" for none) the label of the choice. ``place``: the
    part of the page to come back to."""
    found = []
    for word, label in words.items():
        query = asked.request.GET.copy()
        query.pop(name, None)
        if word:
            query[name] = word
        end = f"#{place}" if place else ""
        found.append(Choice(label, f"?{query.urlencode()}{end}", word == current))
    return tuple(found)


def switch(asked: Asked, label: str, name: str, words: dict[str, str]) -> Switch:
    """``words`` as for ``choices``, the usual one first."""
    return Switch(label, choices(asked, name, words, chosen(asked, name, tuple(words))))
