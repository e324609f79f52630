"""One value of a document at a time: its JSON type, its range, and what to enter instead.

Each reader takes the row and the key and returns the value, None where the key is absent or null
and may be. FieldError says why a value is refused.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.errors import FieldError
from hlh_app.exchange.json_text import BadNumber, RepeatedKey

Row = dict[str, Any]
FIRST_YEAR, LAST_YEAR = 1850, 2199
MAX_TEXT = 4000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_NO_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+")
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(T.*)?|00[0-9]{2}-.*")

_MISSING = Message(gettext_noop("is required"))
_UNKNOWN_KEY = Message(gettext_noop("is not a key of this document"))
_REPEATED = Message(gettext_noop("is given twice"))
_NOT_OBJECT = gettext_noop("must be an object, not {found}")
_NOT_LIST = gettext_noop("must be a list, not {found}")
_NOT_TEXT = gettext_noop("must be text, not {found}")
_NOT_NUMBER = gettext_noop("must be a number, not {found}")
_NOT_BOOLEAN = gettext_noop("must be true or false, not {found}")
_NOT_FINITE = gettext_noop("{found} is not a number that a case can hold")
_EMPTY = Message(gettext_noop("must not be empty"))
_TOO_LONG = gettext_noop("is longer than {limit} characters")
_BAD_CHARACTER = Message(gettext_noop("contains a character that cannot be stored"))
_NOT_A_WORD = gettext_noop("“{found}” is not known; one of: {words}")
_NOT_DATE = gettext_noop("“{found}” is not a date like 2020-01-31")
_NOT_MOMENT = gettext_noop(
    "“{found}” is not a moment like 2020-01-31T08:00:00+08:00 or a date like 2020-01-31"
)
_WITHOUT_OFFSET = gettext_noop("“{found}” has no offset: write 2020-01-31T08:00:00+08:00")
_SHORT_YEAR = gettext_noop("“{found}”: write the year with four digits")
_IMPOSSIBLE = gettext_noop("“{found}” does not exist in the calendar")
_YEAR_RANGE = gettext_noop("“{found}”: the year must lie between {first} and {last}")
_NOT_WHOLE = gettext_noop("{found} is not a whole number from {low} to {high}")
_OUT_OF_RANGE = gettext_noop("{found} is outside {low} to {high}")


def kind_of(value: Any) -> str:
    """What a value is, in JSON's words, for a refusal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Decimal | BadNumber):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def not_text(value: Any) -> Message:
    """Why a value is refused that should be text."""
    return Message(_NOT_TEXT, {"found": kind_of(value)})


def check_keys(row: Any, known: frozenset[str], required: tuple[str, ...]) -> Row:
    """The row itself, when it is an object with known keys, each once, and all required ones."""
    if type(row) is not dict:
        if isinstance(row, RepeatedKey):
            raise FieldError(f".{shown(row.key)}", _REPEATED)
        raise FieldError("", Message(_NOT_OBJECT, {"found": kind_of(row)}))
    if not row.keys() <= known:
        unknown = next(key for key in row if key not in known)
        raise FieldError(f".{shown(unknown)}", _UNKNOWN_KEY)
    for key in required:
        if key not in row:
            raise FieldError(f".{key}", _MISSING)
    return row


def shown(text: str) -> str:
    """A text from the document, short and printable, for an error."""
    cut = text if len(text) <= 60 else text[:59] + "…"
    return cut.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def text(row: Row, key: str, limit: int = MAX_TEXT) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if type(value) is not str:
        raise FieldError(f".{key}", not_text(value))
    if not value.strip():
        raise FieldError(f".{key}", _EMPTY)
    if len(value) > limit:
        raise FieldError(f".{key}", Message(_TOO_LONG, {"limit": limit}))
    if not value.isprintable() and not storable(value):
        raise FieldError(f".{key}", _BAD_CHARACTER)
    return value


def storable(value: str) -> bool:
    """Whether a text has neither NUL nor half of a surrogate pair."""
    return "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def required_text(row: Row, key: str, limit: int = MAX_TEXT) -> str:
    value = text(row, key, limit)
    if value is None:
        raise FieldError(f".{key}", not_text(None))
    return value


def word(row: Row, key: str, words: Collection[str]) -> str | None:
    """One of a list of codes."""
    value = row.get(key)
    if value is None:
        return None
    if type(value) is not str:
        raise FieldError(f".{key}", not_text(value))
    if value not in words:
        values = {"found": shown(value), "words": ", ".join(words)}
        raise FieldError(f".{key}", Message(_NOT_A_WORD, values))
    return value


def required_word(row: Row, key: str, words: Collection[str]) -> str:
    value = word(row, key, words)
    if value is None:
        raise FieldError(f".{key}", not_text(None))
    return value


def boolean(row: Row, key: str) -> bool | None:
    value = row.get(key)
    if value is None or value is True or value is False:
        return value
    raise FieldError(f".{key}", Message(_NOT_BOOLEAN, {"found": kind_of(value)}))


def number(row: Row, key: str) -> Decimal | None:
    """A finite number; true and false are none."""
    value = row.get(key)
    if value is None or type(value) is Decimal:
        return value
    if isinstance(value, BadNumber):
        raise FieldError(f".{key}", Message(_NOT_FINITE, {"found": value.text}))
    raise FieldError(f".{key}", Message(_NOT_NUMBER, {"found": kind_of(value)}))


def number_between(row: Row, key: str, low: Decimal, high: Decimal) -> Decimal | None:
    value = number(row, key)
    if value is not None and not low <= value <= high:
        values: dict[str, Decimal] = {"found": value, "low": low, "high": high}
        raise FieldError(f".{key}", Message(_OUT_OF_RANGE, dict(values)))
    return value


def whole_number(row: Row, key: str, low: int, high: int) -> int | None:
    value = number(row, key)
    if value is None:
        return None
    if value != value.to_integral_value() or not low <= value <= high:
        raise FieldError(f".{key}", Message(_NOT_WHOLE, {"found": value, "low": low, "high": high}))
    return int(value)


def day(row: Row, key: str) -> date | None:
    """A calendar date with a four-digit year."""
    value = row.get(key)
    if value is None:
        return None
    if type(value) is not str:
        raise FieldError(f".{key}", not_text(value))
    try:
        return day_from(value)
    except FieldError as error:
        raise FieldError(f".{key}", error.reason) from None


def required_day(row: Row, key: str) -> date:
    value = day(row, key)
    if value is None:
        raise FieldError(f".{key}", not_text(None))
    return value


def day_from(written: str) -> date:
    """The date written as 2020-01-31; FieldError with the reason otherwise."""
    if _DATE.fullmatch(written) is None:
        raise _refused(written, _NOT_DATE)
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise _refused(written, _IMPOSSIBLE) from None
    _check_year(found.year, written)
    return found


def _check_year(year: int, written: str) -> None:
    if year < 100:
        raise FieldError("", Message(_SHORT_YEAR, {"found": shown(written)}))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        values = {"found": shown(written), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise FieldError("", Message(_YEAR_RANGE, dict(values)))


def _refused(written: str, template: str) -> FieldError:
    if _TWO_DIGIT_YEAR.fullmatch(written):
        template = _SHORT_YEAR
    return FieldError("", Message(template, {"found": shown(written)}))


def moment_from(written: str, zone: tzinfo) -> Moment:
    """A moment with its offset, or a date, which is a day in ``zone``; FieldError otherwise."""
    if len(written) == 10:
        return Moment.dated(day_from(written), zone, written)
    if _TIME.fullmatch(written) is None:
        bare = _NO_OFFSET.fullmatch(written)
        raise _refused(written, _WITHOUT_OFFSET if bare else _NOT_MOMENT)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise _refused(written, _IMPOSSIBLE) from None
    _check_year(at.year, written)
    return Moment(at, at, at.date(), written)


class Moments:
    """The moments of one document: dates belong to ``zone``, each text is read once."""

    __slots__ = ("_read", "zone")

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._read: dict[str, Moment] = {}

    def moment(self, row: Row, key: str) -> Moment | None:
        value = row.get(key)
        if value is None:
            return None
        if type(value) is not str:
            raise FieldError(f".{key}", not_text(value))
        found = self._read.get(value)
        if found is None:
            try:
                found = self._read[value] = moment_from(value, self.zone)
            except FieldError as error:
                raise FieldError(f".{key}", error.reason) from None
        return found

    def required(self, row: Row, key: str) -> Moment:
        value = self.moment(row, key)
        if value is None:
            raise FieldError(f".{key}", not_text(None))
        return value


def rows(document: Row, key: str, required: bool = False) -> list[Any]:
    """A list; an absent or null one is empty where it may be."""
    value = document.get(key)
    if value is None and not required:
        return []
    if type(value) is not list:
        raise FieldError(f".{key}", Message(_NOT_LIST, {"found": kind_of(value)}))
    return value
