"""A result's text taken apart: flags, comparator, number, unit, interval. Nothing is decided."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from hlh_app.clinical.units import is_unit
from hlh_app.exchange.tables.cell_words import COMPARATORS, FLAGS, NEGATIVE
from hlh_app.exchange.tables.intervals import Interval, read_interval
from hlh_app.exchange.tables.names import looks_like_unit

LONGEST = 80
_NEVER_TAKEN_APART = 400  # a text of many words is gone through once for each of them
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"(?<=10)[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FOOTNOTE = re.compile(r"(?<![mMµμu])[⁰¹²³⁴⁵⁶⁷⁸⁹]|[½¼¾⅓⅔⅛①-⓿]")
_SPACES = re.compile(r"\s+")
_FIRST_DIGIT = re.compile(r"([^0-9]*?)([.,]?[0-9].*)", re.ASCII | re.DOTALL)
_NUMBER = re.compile(
    r"(?:[1-9][0-9]{0,2}(?:[ '’´][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9.,'’´]*[0-9])"
    r"(?:[eE][+-]?[0-9]{1,2}(?![0-9/])"
    r"|\s*[x×*·]\s*10\s*(?:\^|\*\*|[eE])\s*[+-]?[0-9]{1,2}(?!\s*(?:[0-9/]|cells|\{)))?"
)
_RANGE = re.compile(r"\s*(?:-{1,2}|–|—|−|~|to|bis|…|\.\.)\s*[0-9]")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_END_BRACKET = re.compile(r"(.*?)\s*[(\[{（]([^()\[\]{}（）]*)[)\]}）]")
_START_BRACKET = re.compile(r"[(\[{（]([^()\[\]{}（）]*)[)\]}）]\s*(.*)")


class Parts(NamedTuple):
    """``glued``: a plus or minus directly after the number, which may be a flag or more than that.
    ``power``: written as ×10^3, which may repeat what the header says."""

    number: str
    comparator: str | None = None
    unit: str = ""
    interval: Interval | None = None
    glued: str = ""
    power: bool = False


class Odd(NamedTuple):
    """Why the text cannot be taken apart: "range", "below zero", "footnote", "words"."""

    why: str


def tidy(text: str) -> str:
    """Without the wrapping that spreadsheets write around a text."""
    written = _SPACES.sub(" ", text.replace("\u00a0", " ")).strip()
    if written.startswith('="') and written.endswith('"'):
        written = written[2:-1].strip()
    return written[1:] if written.startswith("'") and written[1:2].isdigit() else written


@lru_cache(maxsize=65536)
def take_apart(written: str) -> Parts | Odd:
    """The parts of one result; Odd when this is none."""
    if len(written) > _NEVER_TAKEN_APART:
        return Odd("words")
    text = _POWER.sub(lambda found: "^" + found[0].translate(_SUPERSCRIPTS), written)
    if _FOOTNOTE.search(text):
        return Odd("footnote")
    found = _FIRST_DIGIT.fullmatch(unicodedata.normalize("NFKC", text).translate(_DASHES))
    head = _comparator(found[1]) if found else None
    number = _NUMBER.match(found[2]) if found else None
    if found is None or number is None or head is None:
        return Odd("words")
    if head == "-":
        return Odd("below zero")
    rest = found[2][number.end() :]
    if _RANGE.match(rest):
        return Odd("range")
    return _with_rest(number[0], head, rest)


def _comparator(head: str) -> str | None:
    """The comparator before the number, "" without one, "-" of a negative number, else None."""
    left = _without_flags(head.strip().lower()).rstrip(":")
    if left in ("", "+"):
        return ""
    return "-" if left == "-" else COMPARATORS.get(left)


def _without_flags(text: str) -> str:
    """The flags before a number gone: “H”, “(L)”, “*”, “↑”."""
    while text:
        bracket = _START_BRACKET.match(text)
        if bracket and bracket[1].strip() in FLAGS:
            text = bracket[2]
            continue
        first, _space, rest = text.partition(" ")
        if first in FLAGS and first not in "+-":
            text = rest.strip()
        elif first[:1] in "*!↑↓▲▼#" and first[:1]:
            text = text[1:].strip()
        else:
            return text
    return ""


def _with_rest(number: str, head: str, rest: str) -> Parts | Odd:
    glued = rest[0] if rest[:1] in ("+", "-") and rest[1:2] in ("", " ") else ""
    left = rest[1:].strip() if glued else rest.strip()
    power = "10" in number and any(mark in number for mark in "x×*·")
    parts = Parts(number, head or None, glued=glued, power=power)
    return _after(parts, left)


def _after(parts: Parts, left: str) -> Parts | Odd:
    """Unit, flags, an interval and “(neg)” may stand after the number, in any order."""
    while left:
        if not parts.unit and is_unit(left):
            return parts._replace(unit=left)
        taken = _take_bracket(parts, left) or _take_flag(parts, left) or _take_range(parts, left)
        if taken is None:
            unknown = not parts.unit and left[0] not in "([0123456789" and looks_like_unit(left)
            return parts._replace(unit=left) if unknown else Odd("words")
        parts, left = taken
    return parts


def _take_bracket(parts: Parts, left: str) -> tuple[Parts, str] | None:
    found = _START_BRACKET.fullmatch(left)
    inside, other = (found[1], found[2]) if found else ("", "")
    if not found and (found := _END_BRACKET.fullmatch(left)):
        inside, other = found[2], found[1]
    inside = inside.strip().lower()
    if inside in FLAGS or (parts.comparator and inside in NEGATIVE):
        return parts, other.strip()
    interval = read_interval(inside)
    if interval is not None and interval.low is not None and parts.interval is None:
        return parts._replace(interval=interval), other.strip()
    return None


def _take_flag(parts: Parts, left: str) -> tuple[Parts, str] | None:
    """A flag at the end, after a space or alone; “12.3 g/dL H” and “12.3 H g/dL”."""
    before, _space, last = left.rpartition(" ")
    if last.lower() in FLAGS or (parts.comparator and left.lower() in NEGATIVE):
        return parts, "" if left.lower() in NEGATIVE else before.strip()
    first, _space, after = left.partition(" ")
    if first.lower() in FLAGS and after:
        return parts, after.strip()
    if left[-1] in "*!↑↓▲▼" and len(left) > 1:
        return parts, left[:-1].rstrip()
    return None


def _take_range(parts: Parts, left: str) -> tuple[Parts, str] | None:
    """“12.3 13-17 g/dL”: an interval between the number and its unit."""
    interval = read_interval(left)
    if parts.interval is not None or interval is None or interval.low is None:
        return None
    if interval.high is None or (interval.rest and not looks_like_unit(interval.rest)):
        return None
    return parts._replace(interval=interval._replace(rest="")), interval.rest
