"""Which test a word names."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.units import is_unit
from hlh_app.exchange.tables import spoken_names
from hlh_app.exchange.tables.model import Word

LONGEST = 120
_NO_WORDS: Mapping[str, Word] = MappingProxyType({})
_BLOOD, _PLASMA = "ebv_dna_whole_blood", "ebv_dna_plasma"
_GREEK = str.maketrans({"γ": " gamma", "α": " alpha", "ɣ": " gamma"})


class NameReading(NamedTuple):
    """``analyte``: the only test it can be. ``options``: tests it may be (then asked about).
    ``unit_text``: the unit in the header, as written. ``word``: what the center said it means;
    ``left_out``: the center said to leave it out."""

    analyte: str | None
    unit_text: str = ""
    options: tuple[str, ...] = ()
    word: Word | None = None
    left_out: bool = False


UNKNOWN = NameReading(None)


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """The spelling under which a word is looked up and remembered."""
    text = unicodedata.normalize("NFKC", word[: 3 * LONGEST]).casefold().translate(_GREEK)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() or c in "+%#" else " " for c in text)
    return " ".join(kept.split())[:LONGEST].rstrip()


def _key(text: str) -> str:
    return plain(text).replace(" ", "").replace("#", "")


_ANALYTE_OF = {_key(w): a for a, words in spoken_names.CERTAIN.items() for w in words}
_ANALYTE_OF |= {_key(code): code for code in spoken_names.CERTAIN}
_MAYBE = {_key(word): analytes for word, analytes in spoken_names.PERHAPS.items()}
_BESIDE = frozenset(plain(word) for word in spoken_names.BESIDE)
_DENOMINATOR = re.compile(
    r"/\s*(?:\d+\s*)?(?:[dmunfµμ]|mc)?(?:[lLлh升]|mm[3³]|mm\^3|cmm|hr|min|kg|std|kat)\b"
    r"|^[x×]?\s*10(?:[³⁶⁹]|\s*(?:\^|\*\*?|[eE])\s*[369])$|^[KTG]$"
)
_POWER = re.compile(r"10(?:[³⁶⁹]|\s*(?:\^|\*\*?|[eE]))")
_DIGIT = re.compile(r"\d")
_DIGITS_OF_UNITS = re.compile(
    r"10\s*(?:\^|\*\*?|[eE])?\s*\d?|mm\^?3|m\^?2|/\s*100|/\s*24|/\s*1(?![0-9])|1[.,]73|log10"
)
_PARTED = re.compile(r"[,;]")
_NOT_FIRST = frozenset("0123456789<>≤≥([-+")
_BRACKET = re.compile(
    r"^(.*?)\s*[(\[（【]\s*((?:[^()\[\]（）]|[(\[][^()\[\]]*[)\]])*)\s*[)\]）】]\s*$"
)
_NO_NAMES = frozenset({"n/a", "n.a.", "n. a.", "#n/a", "#na", "n/d"})  # sodium is Na
_LETTERED_SPECIMEN = re.compile(r"^(?:f?[SPBsp]|fP|fS)[-–](?=\w{2})")
_NOT_CELLS = frozenset({"plasma", "serum", "血清", "s", "p"})
_SYNTAX = re.compile(r"\[(?:Mass|Moles|#|Enzymatic activity|Presence)/volume\]", re.IGNORECASE)


def read_name(text: str, words: Mapping[str, Word] = _NO_WORDS) -> NameReading:
    """The test that a header names, with the unit that stands in it."""
    if words:
        return _by_center(text, words) or _read(text)
    return _read(text)


def _by_center(text: str, words: Mapping[str, Word]) -> NameReading | None:
    """What somebody said about this word, with its unit or without, goes before everything."""
    name, unit = _unit_split(text.strip())
    for written, found in ((text, ""), (name, unit)):
        word = words.get(plain(written))
        if word is not None:
            unit_text = found or unit
            return NameReading(word.analyte or None, unit_text, (), word, not word.analyte)
    return None


@lru_cache(maxsize=16384)
def _read(text: str) -> NameReading:
    written = " ".join(unicodedata.normalize("NFKC", text[: 3 * LONGEST]).split())
    if not written or len(written) > LONGEST or not any(c.isalpha() for c in written):
        return UNKNOWN
    if written.lower() in _NO_NAMES or any(c in "<>≤≥=" for c in written):
        return UNKNOWN
    name, unit = _unit_split(" ".join(text.split()))
    if unit and (found := _looked_up(name)):
        return found._replace(unit_text=unit)
    return _looked_up(written) or UNKNOWN


def _looked_up(name: str) -> NameReading | None:
    """Of a name without its unit."""
    if name == "Tg":  # thyroglobulin is written so
        return NameReading(None, "", ("triglycerides",))
    return _exact(name) or _of_virus(name) or _bracketed(name) or _without_beside(name)


def _exact(name: str) -> NameReading | None:
    key = _key(name)
    if key in _ANALYTE_OF:
        return NameReading(_ANALYTE_OF[key])
    if key in _MAYBE:
        return NameReading(None, "", _MAYBE[key])
    return None


def _of_virus(name: str) -> NameReading | None:
    """EBV-DNA: whole blood and plasma are two tests, and are never mixed."""
    tokens = set(plain(name).replace("ebv", " ebv ").replace("dna", " dna ").split())
    if not tokens & spoken_names.VIRUS_WORDS or tokens & spoken_names.VIRUS_OTHER:
        return None
    blood, plasma = tokens & spoken_names.WHOLE_BLOOD, tokens & spoken_names.PLASMA
    if not tokens & spoken_names.VIRUS_LOAD and len(tokens) > 1:
        return None
    if bool(blood) is not bool(plasma):
        return NameReading(_BLOOD if blood else _PLASMA)
    return NameReading(None, "", (_BLOOD, _PLASMA))


def _bracketed(name: str) -> NameReading | None:
    """“白细胞(WBC)”: both must say the same. “Ferritin (Roche)” may be something else."""
    found = _BRACKET.match(name.rstrip(" :"))
    if not found or not found[1]:
        return None
    outside = _exact(found[1]) or _without_beside(found[1])
    inside = _exact(found[2])
    if inside is None and outside and _beside_only(found[2]):
        return outside
    said = {one for reading in (outside, inside) if reading for one in _tests(reading)}
    if not said:
        return None
    if outside and inside and outside.analyte and outside == inside:
        return outside
    return NameReading(None, "", tuple(sorted(said)))


def _tests(reading: NameReading) -> tuple[str, ...]:
    return (reading.analyte,) if reading.analyte else reading.options


def _beside_only(words: str) -> bool:
    return all(token in _BESIDE for token in plain(words).split())


def _without_beside(name: str) -> NameReading | None:
    """“S-Ferritin”, “Ferritin, serum”, “Ferritin [Mass/volume] in Serum or Plasma”."""
    short = _SYNTAX.sub(" ", _LETTERED_SPECIMEN.sub("", name))
    tokens = [token for token in plain(short).split() if token not in _BESIDE]
    if not tokens or " ".join(tokens) == plain(name):
        return None
    found = _exact(" ".join(tokens))
    if found and found.analyte == "hemoglobin" and _of_plasma(name):
        return NameReading(None, "", ("hemoglobin",))
    return found


def _of_plasma(name: str) -> bool:
    """Hemoglobin outside the cells is another test."""
    lettered = _LETTERED_SPECIMEN.match(name)
    return bool(_NOT_CELLS & set(plain(name).split())) or bool(
        lettered and lettered[0][-2] in "SPsp"
    )


def looks_like_unit(text: str) -> bool:
    """A unit of some test, known here or not (“µkat/L”)."""
    if is_unit(text) or not text or (text[0] in _NOT_FIRST and not _POWER.match(text)):
        return is_unit(text)
    if len(text) > 24 or _PARTED.search(text) or _DIGIT.search(_DIGITS_OF_UNITS.sub("", text)):
        return False
    return bool(_DENOMINATOR.search(text))


def without_unit(text: str) -> str:
    """The name alone, by which a word is remembered."""
    return _unit_split(" ".join(text.split()))[0]


def _unit_split(name: str) -> tuple[str, str]:
    """Name and unit: “Ferritin (ng/mL)”, “PLT x10^9/L”, “CRP, mg/L”, “hb_g_dl”, “Neut%”."""
    found = _BRACKET.match(name)
    if found and found[1] and looks_like_unit(found[2]):
        return found[1], found[2].strip()
    if name.endswith("%") and len(name) > 1:
        return name[:-1].rstrip(" -,(["), "%"
    return _after_the_name(name) or _underscored(name) or (name, "")


def _after_the_name(name: str) -> tuple[str, str] | None:
    """The longest end that is a unit; else the shortest that is built like one."""
    tokens = name.split(" ")
    starts = range(max(1, len(tokens) - 3), len(tokens))
    ends = [(" ".join(tokens[:n]), " ".join(tokens[n:]).strip(" ,;:")) for n in starts]
    for before, unit in ends:
        if is_unit(unit) and ("/" in unit or "°" in unit or unit.lower() in _SHORT_UNITS):
            return _before(before), unit
    for before, unit in reversed(ends):
        if "/" in unit and looks_like_unit(unit):
            return _before(before), unit
    return None


def _before(name: str) -> str:
    return name.rstrip(" ,;:-").removesuffix(" in").rstrip(" ,;:-")


_SHORT_UNITS = frozenset({"kg", "cm", "mm"})


def _underscored(name: str) -> tuple[str, str] | None:
    """“ferritin_ug_l”, as programs name columns."""
    parts = name.split("_")
    if len(parts) < 2:
        return None
    for count in (2, 1):
        unit = "/".join(parts[-count:])
        if (
            len(parts) > count
            and is_unit(unit)
            and (count == 2 or parts[-1].lower() in _SHORT_UNITS)
        ):
            return " ".join(parts[:-count]), unit
    return None
