"""The tests of a table, each named once below it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell
from hlh_app.statistics.comparison import METHOD_WORDS, REASON_WORDS, Comparison
from hlh_app.statistics.figures import Figure

from .cells import NONE, p_words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Footnotes:
    """Marks in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def mark(self, text: str) -> str:
        return self._marks.setdefault(text, LETTERS[len(self._marks)])

    @property
    def all(self) -> tuple[tuple[str, str], ...]:
        return tuple((mark, text) for text, mark in self._marks.items())

    def p(self, figure: Figure, test: Comparison | None, more: str = "") -> PlainCell:
        """A P value with its test as a footnote; without one why. ``more``: said of the test."""
        if test is None:
            return EMPTY
        if test.reason is not None:
            return PlainCell(text=NONE, key=figure.key, note=_(REASON_WORDS[test.reason]))
        name = _(METHOD_WORDS[test.method])
        mark = self.mark(f"{name}; {more}" if more else f"{name}.")
        return PlainCell(text=p_words(test.p), key=figure.key, value=test.p, mark=mark)
