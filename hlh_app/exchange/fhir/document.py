"""The resources of a document, one after the other: a Bundle of any type, a single resource, or
one resource a line (ndjson), which is read line by line.

Of several versions of one resource the newest counts: by ``meta.versionId`` where all are numbers,
else by ``meta.lastUpdated``. What cannot be told apart so is not kept.
"""

import gc
import json
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple, Protocol

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange import json_text
from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reports import Reports
from hlh_app.exchange.fhir.shapes import Json, record, short, text
from hlh_app.exchange.fhir.versions import Versions

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NOT_OBJECT = Message(gettext_noop("is not a FHIR resource: an object with a resourceType"))
_NO_BUNDLE = Message(
    gettext_noop("is not a FHIR resource: send a Bundle, one resource, or one resource a line")
)
_NO_RESOURCE = Message(gettext_noop("has no resource"))
_DELETES = Message(gettext_noop("asks to delete a resource, which is not done"))
_WITHIN = Message(gettext_noop("is a Bundle within the document, which is not read"))
_NOT_READ = gettext_noop("cannot be read: {reason}")


class Entry(NamedTuple):
    """``address``: the fullUrl, "" without one."""

    place: str
    kind: str
    id: str
    resource: Json
    address: str = ""


class Document(Protocol):
    """Can be gone through more than once."""

    def entries(
        self, reports: Reports | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Every resource that counts, or those of some ``kinds``. What cannot be read is said in
        ``reports``."""


def open_document(content: bytes) -> Document:
    """CaseError, in words, for what is no FHIR document at all."""
    plain = content.removeprefix(BYTE_ORDER_MARK)
    if is_lines(plain):
        return Lines(plain)
    with _undisturbed():
        value = json_text.parse_strictly(plain)
        if type(value) is not dict or not text(value.get("resourceType")):
            raise CaseError("$", _NO_BUNDLE)
        return Bundle(value)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles, of which a parsed document has none: it would go through
    all of a growing document again and again, and take three times as long as the reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def is_lines(content: bytes) -> bool:
    """Whether the first line is an object of its own and more follow."""
    start = re.search(rb"\S", content)
    end = content.find(b"\n", start.start()) if start else -1
    if start is None or end < 0 or re.compile(rb"\S").search(content, end) is None:
        return False
    return type(_loosely(content[start.start() : end])) is dict


def _loosely(line: bytes) -> Any:
    """A line as JSON without any check, None if it is none: to see what stands there."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def identity(kind: str, own_id: str, address: str) -> str:
    """What two versions of one resource share; "" where nothing says so."""
    if address.startswith("http") and address.endswith(f"/{kind}/{own_id}"):
        return address
    return f"{kind}/{own_id}" if own_id else address


class _Part(NamedTuple):
    """An entry of a Bundle. ``name``: what versions of one resource share."""

    entry: Json
    resource: Json
    kind: str
    id: str
    address: str
    name: str


class Bundle:
    """A Bundle, or a resource that stands alone."""

    def __init__(self, value: Json) -> None:
        alone = value.get("resourceType") != "Bundle"
        entries = [{"resource": value}] if alone else value.get("entry")
        self._parts = [_part(record(one)) for one in entries] if type(entries) is list else []
        self._versions = Versions()
        for number, part in enumerate(self._parts):
            if part.name:
                self._versions.saw(part.name, number, part.resource)
        self._versions.settle()

    def entries(
        self, reports: Reports | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        for number, part in enumerate(self._parts):
            if kinds and part.kind not in kinds:
                continue
            place = _place(f"entry {number + 1}", part.kind, part.id)
            reason = self._why_not(part, number)
            if reason is None:
                yield Entry(place, part.kind, part.id, part.resource, part.address)
            elif reports is not None:
                reports.say(place, reason)

    def _why_not(self, part: _Part, number: int) -> Message | None:
        if not part.kind:
            deletes = text(record(part.entry.get("request")).get("method")).upper() == "DELETE"
            return _DELETES if deletes else _NO_RESOURCE
        if part.kind == "Bundle":
            return _WITHIN
        return self._versions.why_not(part.name, number)


def _part(entry: Json) -> _Part:
    resource = record(entry.get("resource"))
    kind, own_id = text(resource.get("resourceType")), text(resource.get("id"))
    address = text(entry.get("fullUrl"))
    return _Part(entry, resource, kind, own_id, address, identity(kind, own_id, address))


def _place(where: str, kind: str, own_id: str) -> str:
    """At most 70 characters, so that a component can be named behind it."""
    if not kind:
        return where
    named = f"{short(kind, 26)}/{short(own_id, 24)}" if own_id else short(kind, 40)
    return f"{where} ({named})"


class Lines:
    """One resource a line. Beside the content itself memory holds one number a resource."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._versions = Versions()
        doubled = self._doubled()
        for number, resource, name in self._seen() if doubled else ():
            if hash(name) in doubled:
                self._versions.saw(name, number, resource)
        self._versions.settle()

    def _doubled(self) -> set[int]:
        seen: set[int] = set()
        twice: set[int] = set()
        for _number, _resource, name in self._seen():
            known = hash(name)
            (twice if known in seen else seen).add(known)
        return twice

    def _seen(self) -> Iterator[tuple[int, Json, str]]:
        for number, line in self._lines():
            resource = record(_loosely(line))
            kind, own_id = text(resource.get("resourceType")), text(resource.get("id"))
            if kind and own_id:
                yield number, resource, identity(kind, own_id, "")

    def _lines(self) -> Iterable[tuple[int, bytes]]:
        for number, line in enumerate(BytesIO(self._content), start=1):
            stripped = line.strip()
            if stripped:
                yield number, stripped

    def entries(
        self, reports: Reports | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        quoted = [f'"{kind}"'.encode() for kind in kinds]
        for number, line in self._lines():
            if quoted and not any(kind in line for kind in quoted):
                continue
            place = f"line {number}"
            found = self._read(line, number)
            if isinstance(found, Message):
                if reports is not None:
                    reports.say(place, found)
                continue
            kind, own_id, resource = found
            if not kinds or kind in kinds:
                yield Entry(_place(place, kind, own_id), kind, own_id, resource)

    def _read(self, line: bytes, number: int) -> tuple[str, str, Json] | Message:
        try:
            value = json_text.parse_strictly(line)
        except CaseError as refused:
            return Message(_NOT_READ, {"reason": refused.reason})
        resource = record(value)
        kind, own_id = text(resource.get("resourceType")), text(resource.get("id"))
        if not kind:
            return _NOT_OBJECT
        if kind == "Bundle":
            return _WITHIN
        older = self._versions.why_not(identity(kind, own_id, ""), number) if own_id else None
        return older or (kind, own_id, resource)
