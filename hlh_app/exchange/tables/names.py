"""Which test a word names."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.exchange.tables.model import Word

_NO_WORDS: Mapping[str, Word] = MappingProxyType({})


class NameReading(NamedTuple):
    """``analyte``: the only test it can be. ``options``: several tests it may be (then asked).
    ``unit_text``: the unit in the header, as written."""

    analyte: str | None
    unit_text: str = ""
    options: tuple[str, ...] = ()
    word: Word | None = None
    left_out: bool = False


def plain(word: str) -> str:
    """The spelling under which a word is looked up and remembered."""
    text = unicodedata.normalize("NFKC", word).casefold()
    return " ".join("".join(c if c.isalnum() or c in "+%#" else " " for c in text).split())[:120]


def read_name(text: str, words: Mapping[str, Word] = _NO_WORDS) -> NameReading:
    """The test that a header names, with the unit that stands in it."""
    return NameReading(None)
