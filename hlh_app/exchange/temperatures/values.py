"""The temperature itself, its unit, where it was taken, and what was given before."""

import re
from decimal import Decimal

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.plain_numbers import read_number
from hlh_app.exchange.temperatures.model import CELSIUS, FAHRENHEIT
from hlh_app.exchange.unread import Unread

MAY_BE_FAHRENHEIT = (Decimal(93), Decimal(113))
SITES = ("axillary", "oral", "tympanic", "rectal", "forehead", "other")
ANTIPYRETIC = "antipyretic"
_UNITS = {
    **dict.fromkeys(("c", "°c", "℃", "cel", "celsius", "degc", "deg c", "grad c"), CELSIUS),
    **dict.fromkeys(("f", "°f", "℉", "[degf]", "fahrenheit", "degf", "deg f"), FAHRENHEIT),
}
_SITE_WORDS = {
    **{site: site for site in SITES},
    **dict.fromkeys(("axilla", "ax", "axillar", "axillär", "axillaire", "armpit"), "axillary"),
    **dict.fromkeys(("mouth", "po", "sublingual", "buccal", "mund"), "oral"),
    **dict.fromkeys(("ear", "ohr", "tympanal", "aural", "aurikulär"), "tympanic"),
    **dict.fromkeys(("rectum", "rektal", "rektum", "pr"), "rectal"),
    **dict.fromkeys(("temporal", "temporal artery", "stirn", "front"), "forehead"),
}
_GLUED = re.compile(r"(.*?\d)\s*(°?[CF]|℃|℉)", re.IGNORECASE | re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d{2,3},\d{1,2}", re.ASCII)


def read_unit(text: str) -> str:
    """The unit that ``text`` names; "" when it names none."""
    return _UNITS.get(" ".join(text.lower().strip("()[] .").split()), "")


def read_site(text: str) -> str:
    """Where a thermometer was, by its usual words; "" when the word is not known."""
    return _SITE_WORDS.get(" ".join(text.lower().strip(" .,").split()), "")


def split_value(words: list[str]) -> tuple[Decimal, str, list[str]]:
    """The number, its unit ("" for none) and the words after it. Raises Unread."""
    if not words:
        raise Unread(
            gettext_noop("Write the temperature after the time, such as 06:00 38.6."),
        )
    first, rest = words[0], words[1:]
    value, unit = read_cell(first)
    if not unit and rest and rest[0].lower() in _UNITS:
        return value, _UNITS[rest[0].lower()], rest[1:]
    return value, unit, rest


def read_cell(text: str) -> tuple[Decimal, str]:
    """A temperature, perhaps with its unit. Two or three digits, a comma and one or two more are
    no thousands."""
    found = _GLUED.fullmatch(text.strip())
    number = (found[1] if found else text).strip()
    if _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(",", ".")
    return read_number(number), _UNITS[found[2].lower()] if found else ""


def unit_of(value: Decimal, unit: str) -> str:
    """The unit, asked for where a number without one may be in Fahrenheit."""
    low, high = MAY_BE_FAHRENHEIT
    if not unit and low <= value <= high:
        raise Unread(
            gettext_noop("Is {value} in °F? Write F after it, or choose the unit above."),
            value=value,
        )
    return unit or CELSIUS


def read_words(words: list[str]) -> tuple[str, bool | None]:
    """The site and whether an antipyretic was given, out of the words after a temperature."""
    site, antipyretic = "", None
    for word in (w.lower().strip(",.") for w in words):
        if found := read_site(word):
            site = found
        elif word == ANTIPYRETIC:
            antipyretic = True
        else:
            raise Unread(
                gettext_noop(
                    "“{word}” is not understood. After the temperature may stand C or F, "
                    "{sites}, antipyretic."
                ),
                word=word[:40],
                sites=", ".join(sorted(SITES)),
            )
    return site, antipyretic
