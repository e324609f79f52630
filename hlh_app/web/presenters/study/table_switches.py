"""What the address of the page Tables chooses: which table, and which paper stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...study.asked import Asked

TABLE, BESIDE, VERSION = "table", "paper", "ctcae"
TABLES = ("1", "wang", "chi")
WANG, CHI, NOTHING = "wang", "chi", "none"


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """One question with its answers, each an address."""

    label: str
    choices: tuple[Choice, ...]


def chosen(asked: Asked, name: str, among: tuple[str, ...]) -> str:
    """The first of ``among`` where the address asks for nothing of it."""
    word = asked.request.GET.get(name, "")
    return word if word in among else among[0]


def switch(asked: Asked, label: str, name: str, words: dict[str, str]) -> Switch:
    """``words``: by the word in the address the name of the choice, the usual one first."""
    current = chosen(asked, name, tuple(words))
    return Switch(
        label,
        tuple(_choice(asked, name, word, text, word == current) for word, text in words.items()),
    )


def _choice(asked: Asked, name: str, word: str, text: str, is_current: bool) -> Choice:
    query = asked.request.GET.copy()
    query[name] = word
    return Choice(text, f"?{query.urlencode()}", is_current)


def which_table(asked: Asked) -> Switch:
    words = {
        "1": _("Table 1: before treatment"),
        "wang": _("Table 2: before and after, as Wang 2020"),
        "chi": _("Table 2: at three times, as Chi 2020"),
    }
    return switch(asked, _("Table"), TABLE, words)


PAPERS = {"1": (WANG, CHI, NOTHING), "wang": (WANG, NOTHING), "chi": (CHI, NOTHING)}
"""Which papers may stand beside a table, the usual one first."""


def beside(asked: Asked, table: str) -> str:
    return chosen(asked, BESIDE, PAPERS[table])


def which_paper(asked: Asked, table: str) -> Switch:
    words = {WANG: _("Wang 2020"), CHI: _("Chi 2020 (preprint)"), NOTHING: _("nothing")}
    return switch(asked, _("Beside it"), BESIDE, {code: words[code] for code in PAPERS[table]})
