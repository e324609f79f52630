"""Which column of a chart export holds what, by the usual headings."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from enum import StrEnum
from typing import NamedTuple

from hlh_app.exchange.clocks import read_offset
from hlh_app.exchange.temperatures.values import read_unit


class Role(StrEnum):
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    VALUE = "value"
    UNIT = "unit"
    SITE = "site"
    WHAT = "what"  # which vital sign the row is about


_WORDS: dict[Role, tuple[str, ...]] = {
    Role.DATE: ("date", "day", "datum", "tag", "jour", "fecha", "data"),
    Role.TIME: ("time", "clock", "zeit", "uhrzeit", "heure", "hora", "ora", "time of day"),
    Role.MOMENT: (
        *("date/time", "date time", "datetime", "date and time", "date & time", "timestamp"),
        *("time stamp", "recorded at", "recorded", "measured at", "measured", "charted at"),
        *("taken at", "taken", "observed at", "zeitpunkt", "messzeitpunkt", "datum/zeit"),
        *("datum/uhrzeit", "datum uhrzeit", "datum und uhrzeit", "zeitstempel", "date/heure"),
    ),
    Role.VALUE: (
        *("temperature", "temp", "t", "body temperature", "value", "reading", "result"),
        *("temperatur", "körpertemperatur", "wert", "messwert", "température", "temperatura"),
    ),
    Role.UNIT: ("unit", "units", "einheit", "unité", "unidad", "uom"),
    Role.SITE: ("site", "route", "method", "location", "ort", "messort", "temp site"),
    Role.WHAT: ("parameter", "vital sign", "vital", "measurement", "observation", "vitalwert"),
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words}
TEMPERATURES = frozenset(_WORDS[Role.VALUE]) - {"value", "reading", "result", "wert", "messwert"}
_BEHIND = re.compile(r"(.*?)[\s,]*[(\[]([^)\]]*)[)\]]")
_WORLD_TIME = re.compile(r"(?:utc|gmt|z)\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?", re.ASCII)


class Heading(NamedTuple):
    """``unit``, ``offset``: what stands in brackets behind the word."""

    text: str
    role: Role | None
    unit: str = ""
    offset: tzinfo | None = None


def read_heading(text: str) -> Heading:
    """``Temp (°C)``, ``Time (UTC)``, ``Datum/Uhrzeit`` …"""
    plain = " ".join(text.replace("_", " ").replace("\ufeff", "").lower().split()).strip(" .:*")
    found = _BEHIND.fullmatch(plain)
    word, behind = (found[1], found[2]) if found else _split_unit(plain)
    role = _ROLES.get(word.strip(" .:*"))
    return Heading(text.strip(), role, read_unit(behind), _offset(behind))


def _split_unit(plain: str) -> tuple[str, str]:
    """``temp °c``: the last word is its unit."""
    word, _space, last = plain.rpartition(" ")
    return (word, last) if word and read_unit(last) else (plain, "")


def _offset(text: str) -> tzinfo | None:
    found = _WORLD_TIME.fullmatch(text.strip())
    if not found:
        return None
    if not found[1]:
        return read_offset("Z")
    try:
        return read_offset(f"{found[1]}{int(found[2]):02}:{found[3] or '00'}")
    except ValueError:
        return None


def columns_of(headings: list[Heading]) -> Mapping[Role, list[int]]:
    """Role → its columns. Empty unless there are readings and times."""
    found: dict[Role, list[int]] = {}
    for column, heading in enumerate(headings):
        if heading.role:
            found.setdefault(heading.role, []).append(column)
    timed = Role.MOMENT in found or Role.TIME in found
    return found if timed and Role.VALUE in found else {}
