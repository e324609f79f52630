"""Which of several versions of one resource counts."""

from datetime import datetime
from typing import NamedTuple

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.shapes import Json, record, text

_OLDER = Message(gettext_noop("is an older version of a resource that stands elsewhere as well"))
_AGAIN = Message(gettext_noop("is the same as another entry"))
_WHICH = Message(
    gettext_noop(
        "is there more than once with different content, and nothing says which is the newest"
    )
)


MOST_DIGITS = 18


class _Version(NamedTuple):
    number: int
    version: int | None
    updated: datetime | None
    content: int


class Versions:
    """Told of every resource first, then asked about each."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, Json]] = {}
        self._several: dict[str, list[_Version]] = {}
        self._counts: dict[str, tuple[int | None, Message]] = {}

    def saw(self, name: str, number: int, resource: Json) -> None:
        if name not in self._first:
            self._first[name] = (number, resource)
            return
        found = self._several.setdefault(name, [_version(*self._first[name])])
        found.append(_version(number, resource))

    def settle(self) -> None:
        """Everything was seen."""
        self._counts = {name: _newest(found) for name, found in self._several.items()}
        self._first.clear()
        self._several.clear()

    def why_not(self, name: str, number: int) -> Message | None:
        """Why the resource at ``number`` does not count; None when it does."""
        if not self._counts or name not in self._counts:
            return None
        newest, why = self._counts[name]
        return None if newest == number else why


def _version(number: int, resource: Json) -> _Version:
    meta = record(resource.get("meta"))
    written = text(meta.get("versionId"))
    counted = written.isascii() and written.isdigit() and len(written) < MOST_DIGITS
    version = int(written) if counted else None
    return _Version(number, version, _moment(text(meta.get("lastUpdated"))), hash(repr(resource)))


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _newest(several: list[_Version]) -> tuple[int | None, Message]:
    found = list({one.content: one for one in reversed(several)}.values())
    if len(found) == 1:
        return found[0].number, _AGAIN
    numbered = [(one.version, one.number) for one in found if one.version is not None]
    if len(numbered) == len(found):
        return _only_highest(numbered)
    timed = [(one.updated, one.number) for one in found if one.updated is not None]
    return _only_highest(timed) if len(timed) == len(found) else (None, _WHICH)


def _only_highest(
    ranked: list[tuple[int, int]] | list[tuple[datetime, int]],
) -> tuple[int | None, Message]:
    ordered = sorted(ranked)
    if ordered[-1][0] == ordered[-2][0]:
        return None, _WHICH
    return ordered[-1][1], _OLDER
