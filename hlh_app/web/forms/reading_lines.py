"""Many temperatures, one line each, read without guessing.

``20-Nov 06:00 38.6``, ``06:00 38.6 axillary``, ``20-Nov-2026 06:00 101.3 F antipyretic``. The date
is carried forward from the line above; a time that goes back without a date is asked about, and so
is a number that may be in Fahrenheit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hlh_app.clinical.case import Moment
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.web.forms.days import moment_of, read_clock, read_day
from hlh_app.web.forms.numbers import read_number

CELSIUS, FAHRENHEIT = "Cel", "[degF]"
MOST_LINES = 500
LONGEST_LINE = 120
MAY_BE_FAHRENHEIT = (Decimal(93), Decimal(113))
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_GLUED = re.compile(r"(.*?\d)\s*(°?[CF])", re.IGNORECASE | re.ASCII)
_UNITS = {"c": CELSIUS, "°c": CELSIUS, "cel": CELSIUS, "f": FAHRENHEIT, "°f": FAHRENHEIT}
_SITES = {site.value for site in TemperatureSite if site.value}
ANTIPYRETIC = "antipyretic"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as it was understood, or ``error``: what to write instead."""

    number: int
    text: str
    measured: Moment | None = None
    value: Decimal | None = None
    unit: str = CELSIUS
    site: str = ""
    antipyretic: bool | None = None
    error: str = ""

    @property
    def name(self) -> str:
        return f"line{self.number}"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line leaves unsaid. ``day``: of the first line; ``unit``: "" when it must be said;
    ``today`` on the ward's clock gives the year."""

    zone: tzinfo
    today: date
    day: date | None = None
    unit: str = ""
    site: str = ""


def read_lines(text: str, around: Surroundings) -> list[ReadLine]:
    """Every line that is not empty, in order."""
    return list(_read(text, around))


def _read(text: str, around: Surroundings) -> Iterator[ReadLine]:
    day, last = around.day, None
    seen: dict[Moment, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            read = _line(number, line, around, day, last)
        except ValidationError as refused:
            yield ReadLine(number, line[:LONGEST_LINE], error=" ".join(refused.messages))
            continue
        if read.measured in seen:
            said = _("The same time stands in line %(line)s.") % {"line": seen[read.measured]}
            yield ReadLine(number, line[:LONGEST_LINE], error=said)
            continue
        seen[read.measured] = number
        day, last = read.measured.day, read.measured
        yield read


def _line(
    number: int, line: str, around: Surroundings, day: date | None, last: Moment | None
) -> ReadLine:
    if len(line) > LONGEST_LINE:
        raise ValidationError(_("This line is too long for one reading."))
    before, clock, after = _parts(line)
    measured = _moment(before, clock, around, day, last)
    value, unit, rest = _value(after)
    site, antipyretic = _words(rest)
    return ReadLine(
        number=number,
        text=line.strip(),
        measured=measured,
        value=value,
        unit=_unit(value, unit or around.unit),
        site=site or around.site,
        antipyretic=antipyretic,
    )


def _parts(line: str) -> tuple[str, str, list[str]]:
    """What stands before the time, the time, and the words after it."""
    words = line.replace("\t", " ").replace(";", " ").split()
    for place, word in enumerate(words):
        if _CLOCK.fullmatch(word):
            return " ".join(words[:place]), word, words[place + 1 :]
    raise ValidationError(_("No time is found. Write it as 06:00, then the temperature."))


def _moment(
    before: str, clock: str, around: Surroundings, day: date | None, last: Moment | None
) -> Moment:
    if before:
        day = _written_day(before, around.today)
    if day is None:
        raise ValidationError(_("Choose the date above, or write it before the time."))
    measured = moment_of(day, read_clock(clock), around.zone)
    if not before and last is not None and measured.at < last.at:
        raise ValidationError(_("This is before the line above. Write the date of this line."))
    return measured


def _written_day(text: str, today: date) -> date:
    """Without a year, the latest such day that is not in the future."""
    try:
        return read_day(text)
    except ValidationError:
        day = read_day(text, today.year)
    return day if day <= today else read_day(text, today.year - 1)


def _value(words: list[str]) -> tuple[Decimal, str, list[str]]:
    if not words:
        raise ValidationError(_("Write the temperature after the time, such as 06:00 38.6."))
    first, rest = words[0], words[1:]
    if found := _GLUED.fullmatch(first):
        return read_number(found[1]), _UNITS[found[2].lower()], rest
    if rest and rest[0].lower() in _UNITS:
        return read_number(first), _UNITS[rest[0].lower()], rest[1:]
    return read_number(first), "", rest


def _unit(value: Decimal, unit: str) -> str:
    low, high = MAY_BE_FAHRENHEIT
    if not unit and low <= value <= high:
        raise ValidationError(
            _("Is %(value)s in °F? Write F after it, or choose the unit above."),
            params={"value": value},
        )
    return unit or CELSIUS


def _words(words: list[str]) -> tuple[str, bool | None]:
    site, antipyretic = "", None
    for word in (w.lower().strip(",.") for w in words):
        if word in _SITES:
            site = word
        elif word == ANTIPYRETIC:
            antipyretic = True
        else:
            raise ValidationError(
                _(
                    "“%(word)s” is not understood. After the temperature may stand C or F, "
                    "%(sites)s, antipyretic."
                ),
                params={"word": word[:40], "sites": ", ".join(sorted(_SITES))},
            )
    return site, antipyretic
