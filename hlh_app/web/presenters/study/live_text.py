"""Sentences whose numbers are figures: each number opens onto its patients.

A sentence of which a number is missing is left out, never written with a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hlh_app.statistics.figures import Figure

from ...study.asked import Asked
from ...study.links import behind
from . import cells

PLACE = re.compile(r"%\((\w+)\)s")
CI = "95\u00a0% CI"


class UntoldError(LookupError):
    """A number that a sentence needs does not exist."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``figure``: whose number it is. ``times``, ``digits``: how the number was
    made from the figure's value; ``counts``: it is the number of the figure's patients instead."""

    text: str
    figure: Figure | None = None
    times: float = 1
    digits: int = 0
    counts: bool = False


Pieces = tuple[Piece, ...]
Sentence = Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``label``: what it is about, as a heading that runs in."""

    label: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join("".join(piece.text for piece in row) for row in self.sentences)

    def pieces(self) -> Iterator[Piece]:
        for sentence in self.sentences:
            yield from sentence


@dataclass(frozen=True, slots=True)
class ShownPiece:
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """``plain``: to be copied."""

    label: str
    pieces: tuple[ShownPiece, ...]
    plain: str


def shown(paragraph: Paragraph, asked: Asked) -> ShownParagraph:
    """With the ways to the patients; neighbors without one are joined."""
    pieces: list[ShownPiece] = []
    for sentence in paragraph.sentences:
        pieces += [_shown(piece, asked) for piece in sentence]
        pieces.append(ShownPiece(" "))
    return ShownParagraph(paragraph.label, tuple(pieces), paragraph.text)


def _shown(piece: Piece, asked: Asked) -> ShownPiece:
    figure = piece.figure
    opens = figure is not None and figure.who is not None and len(figure.who) > 0
    return ShownPiece(piece.text, behind(asked, figure) if opens and figure else "")


def sentence(template: str, **given: str | int | Piece | Iterable[Piece]) -> Sentence:
    """The template, translated before, with its places filled."""
    found: list[Piece] = []
    for at, part in enumerate(PLACE.split(template)):
        if at % 2 == 0:
            found.append(Piece(part.replace("%%", "%")))
        else:
            found += _pieces(given[part])
    return tuple(piece for piece in found if piece.text)


def _pieces(given: str | int | Piece | Iterable[Piece]) -> Iterable[Piece]:
    if isinstance(given, Piece):
        return (given,)
    return (Piece(str(given)),) if isinstance(given, str | int) else given


def told(sentences: Iterable[Callable[[], Sentence | None]]) -> tuple[Sentence, ...]:
    """Those that can be said."""
    found = []
    for say in sentences:
        try:
            found.append(say())
        except UntoldError:
            continue
    return tuple(row for row in found if row)


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of one group ("a", "b") or of the comparison ("ab")."""

    figures: Mapping[str, Figure]
    code: str

    def figure(self, key: str) -> Figure:
        """Raises UntoldError without a value."""
        found = self.figures.get(f"{key}/{self.code}")
        if found is None or found.value is None:
            raise UntoldError(key)
        return found

    def value(self, key: str) -> float:
        return float(self.figure(key).value or 0)

    def has(self, key: str) -> bool:
        """Whether it is known and not 0."""
        found = self.figures.get(f"{key}/{self.code}")
        return found is not None and bool(found.value)

    def knows(self, key: str) -> bool:
        found = self.figures.get(f"{key}/{self.code}")
        return found is not None and found.value is not None

    def number(self, key: str, digits: int = 0, times: float = 1) -> Piece:
        figure = self.figure(key)
        shown = cells.number(float(figure.value or 0) * times, digits)
        return Piece(shown, figure, times, digits)

    def size(self, key: str) -> Piece:
        """How many patients the figure is about."""
        figure = self.figure(key)
        n = 0 if figure.who is None else len(figure.who)
        return Piece(cells.number(n, 0), figure, counts=True)

    def p(self, key: str) -> Pieces:
        """P = 0.036, P < 0.001."""
        figure = self.figure(key)
        words = cells.p_words(figure.value)
        sign = "" if words[0] in "<>" else "= "
        return (Piece(f"P\u00a0{sign}"), Piece(words, figure, 1, 3))

    def share(self, count: Piece, of: str, rate: str, ends: Sequence[str], times: float) -> Pieces:
        """25/34 (73.5 %; 95 % CI 55.6–87.1)."""
        low, high = (self.number(key, 1, times) for key in ends)
        return (
            count,
            Piece("/"),
            self.number(of),
            Piece(" ("),
            self.number(rate, 1, times),
            Piece(f"\u00a0%; {CI} "),
            low,
            Piece("–"),
            high,
            Piece(")"),
        )

    def part(self, count: str, of: str) -> Pieces:
        """25/34."""
        return (self.number(count), Piece("/"), self.number(of))

    def trimmed(self, digits: int, *keys: str) -> int:
        """The fewest decimals that all of these numbers need, as the tables print them."""
        return cells.needed(digits, *(self.figure(key).value for key in keys))

    def median(
        self,
        key: str,
        digits: int,
        names: Sequence[str] = ("median", "q1", "q3"),
        *,
        trim: bool = False,
    ) -> Pieces:
        """27.5 (12.0–45.0): median and quartiles, or whatever ``names`` name; of one patient the
        number alone."""
        digits = self.trimmed(digits, *(f"{key}/{name}" for name in names)) if trim else digits
        middle, low, high = (self.number(f"{key}/{name}", digits) for name in names)
        if self.knows(f"{key}/n") and self.value(f"{key}/n") == 1:
            return (middle,)
        between = "–" if "−" not in f"{low.text}{high.text}" else " to "
        return (middle, Piece(" ("), low, Piece(between), high, Piece(")"))
