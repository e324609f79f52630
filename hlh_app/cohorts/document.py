"""A strict view of a JSON document that knows the path of each of its parts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

LARGEST_POWER_OF_TEN = 12
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, halves of characters, and what turns the direction of the text around it."""


class CohortFileError(ValueError):
    """A cohort file that cannot be accepted; says the JSON path and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def parse(text: str) -> Part:
    """Parse JSON with exact decimals, refusing repeated keys, NaN and infinities."""
    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_keys,
        )
    except RecursionError as error:
        raise CohortFileError("$", "nested too deeply") from error
    except CohortFileError:
        raise
    except (ValueError, ArithmeticError) as error:
        raise CohortFileError("$", f"not JSON that can be read: {error}") from error
    return Part(value, "$")


def _refuse_constant(name: str) -> NoReturn:
    raise CohortFileError("$", f"{name} is not a number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    counts = Counter(key for key, _ in pairs)
    repeated = sorted(key for key, count in counts.items() if count > 1)
    if repeated:
        raise CohortFileError("$", f"key {repeated[0]!r} is repeated")
    return dict(pairs)


class Part:
    """One value of the document with its path."""

    def __init__(self, value: object, path: str) -> None:
        self.value = value
        self.path = path

    def fail(self, reason: str) -> NoReturn:
        raise CohortFileError(self.path, reason)

    def fields(self, allowed: Iterable[str]) -> Part:
        """Check that this is an object with no key beyond ``allowed``."""
        unknown = sorted(set(self._object()) - set(allowed))
        if unknown:
            raise CohortFileError(f"{self.path}.{unknown[0]}", "unknown key")
        return self

    def text(self, key: str) -> str:
        child = self._required(key)
        if not isinstance(child.value, str) or not child.value.strip():
            child.fail("expected text")
        child.check_characters()
        return child.value

    def optional_text(self, key: str) -> str | None:
        return None if self._absent(key) else self.text(key)

    def integer(self, key: str, least: int = 0) -> int:
        child = self._required(key)
        if not isinstance(child.value, int) or isinstance(child.value, bool):
            child.fail("expected a whole number")
        if child.value < least:
            child.fail(f"expected at least {least}, found {child.value}")
        return child.value

    def optional_integer(self, key: str, least: int = 0) -> int | None:
        return None if self._absent(key) else self.integer(key, least)

    def number(self, key: str) -> Decimal:
        child = self._required(key)
        if isinstance(child.value, bool) or not isinstance(child.value, int | Decimal):
            child.fail("expected a number")
        number = Decimal(child.value)
        if number and abs(number.adjusted()) > LARGEST_POWER_OF_TEN:
            child.fail("too large or too small a number")
        return number

    def optional_number(self, key: str) -> Decimal | None:
        return None if self._absent(key) else self.number(key)

    def truth(self, key: str, default: bool) -> bool:
        if self._absent(key):
            return default
        child = self._required(key)
        if not isinstance(child.value, bool):
            child.fail("expected true or false")
        return child.value

    def child(self, key: str) -> Part:
        return self._required(key)

    def rows(self, key: str) -> list[Part]:
        """The items of a list; an absent list is empty."""
        if self._absent(key):
            return []
        child = self._required(key)
        if not isinstance(child.value, list):
            child.fail("expected a list")
        return [Part(item, f"{child.path}[{place}]") for place, item in enumerate(child.value)]

    def texts(self, key: str) -> tuple[str, ...]:
        rows = self.rows(key)
        for row in rows:
            if not isinstance(row.value, str) or not row.value.strip():
                row.fail("expected text")
            row.check_characters()
        return tuple(str(row.value) for row in rows)

    def check_characters(self) -> None:
        if found := UNREADABLE.search(str(self.value)):
            self.fail(f"holds a character that cannot be shown: U+{ord(found[0]):04X}")

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            self.fail("expected an object")
        return self.value

    def _absent(self, key: str) -> bool:
        return self._object().get(key) is None

    def _required(self, key: str) -> Part:
        path = f"{self.path}.{key}"
        if key not in self._object():
            raise CohortFileError(path, "missing")
        return Part(self._object()[key], path)
