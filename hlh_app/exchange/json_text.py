"""JSON as this project reads and writes it: exact decimals, nothing repeated, nothing not finite.

Reading turns numbers into Decimal. What JSON's grammar lets pass but a case may not hold (a key
given twice, NaN, a number of a thousand digits) becomes a marker that no reader of fields accepts,
so that the refusal names its place.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.exchange.errors import CaseError

MAX_BYTES = 64 * 1024 * 1024
MAX_NUMBER_LENGTH = 100
MAX_EXPONENT = 40

_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)$")
_EMPTY = Message(gettext_noop("the document is empty"))
_BOM = Message(gettext_noop("remove the byte order mark: the file must be plain UTF-8"))
_NOT_UTF8 = Message(gettext_noop("not UTF-8 text"))
_TOO_LARGE = gettext_noop("larger than {limit} bytes")
_TOO_DEEP = Message(gettext_noop("nested too deeply"))
_TWICE = gettext_noop("the key “{key}” is given twice in one object")
_NO_NUMBER = gettext_noop("{found} is not a number")
_NOT_JSON = gettext_noop("not JSON: {problem} at line {line}, column {column}")


@dataclass(frozen=True, slots=True)
class BadNumber:
    """A number that is not finite or has more digits than any result."""

    text: str


class RepeatedKey(dict[str, Any]):
    """An object in which ``key`` was given twice."""

    key: str = ""


def parse(document: bytes | str) -> Any:
    """The JSON value of ``document``; CaseError at ``$`` when it is none."""
    return _parsed(document, _DECODER)


def parse_strictly(document: bytes | str) -> Any:
    """As :func:`parse`; CaseError as well for a key given twice and for NaN, wherever they are."""
    return _parsed(document, _STRICT)


def _parsed(document: bytes | str, decoder: json.JSONDecoder) -> Any:
    text = _decoded(document)
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        values: dict[str, Value] = {
            "problem": error.msg,
            "line": error.lineno,
            "column": error.colno,
        }
        raise CaseError("$", Message(_NOT_JSON, values)) from None
    except RecursionError:
        raise CaseError("$", _TOO_DEEP) from None


def _decoded(document: bytes | str) -> str:
    if len(document) > MAX_BYTES:
        raise CaseError("$", Message(_TOO_LARGE, {"limit": MAX_BYTES}))
    try:
        text = document.decode("utf-8") if isinstance(document, bytes) else document
    except UnicodeDecodeError:
        raise CaseError("$", _NOT_UTF8) from None
    if text.startswith("\ufeff"):
        raise CaseError("$", _BOM)
    if not text.strip():
        raise CaseError("$", _EMPTY)
    return text


def _number(text: str) -> Decimal | BadNumber:
    if len(text) > MAX_NUMBER_LENGTH:
        return BadNumber(text[:20] + "…")
    exponent = _EXPONENT.search(text) if "e" in text or "E" in text else None
    if exponent is not None and abs(int(exponent[1])) > MAX_EXPONENT:
        return BadNumber(text)
    return Decimal(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    marked = RepeatedKey(made)
    counts = Counter(key for key, _ in pairs)
    marked.key = next(key for key, count in counts.items() if count > 1)
    return marked


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        key = _object(pairs).key  # type: ignore[attr-defined]
        raise CaseError("$", Message(_TWICE, {"key": key[:60]}))
    return made


def _refused_constant(text: str) -> Any:
    raise CaseError("$", Message(_NO_NUMBER, {"found": text}))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=BadNumber
)
_STRICT = json.JSONDecoder(
    object_pairs_hook=_object_once,
    parse_float=_number,
    parse_int=_number,
    parse_constant=_refused_constant,
)


def dump(value: Any, indent: int | None = None) -> str:
    """``value`` as JSON text, decimals digit for digit. TypeError for what JSON cannot hold."""
    return "".join(_pieces(value, indent, 0))


def _pieces(value: Any, indent: int | None, depth: int) -> Iterable[str]:
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {''.join(_pieces(item, indent, depth + 1))}"
                 for key, item in value.items()]  # fmt: skip
        yield from _enclosed("{", items, "}", indent, depth)
    elif isinstance(value, list | tuple):
        items = ["".join(_pieces(item, indent, depth + 1)) for item in value]
        yield from _enclosed("[", items, "]", indent, depth)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError(f"{value} is not a JSON number")
        yield format(value, "f")
    else:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)


def _enclosed(
    opening: str, items: list[str], closing: str, indent: int | None, depth: int
) -> Iterable[str]:
    if indent is None or not items or depth > 1:
        yield f"{opening}{', '.join(items)}{closing}"
    else:
        space = "\n" + " " * indent * (depth + 1)
        yield f"{opening}{space}{f',{space}'.join(items)}\n{' ' * indent * depth}{closing}"
