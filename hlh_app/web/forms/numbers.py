"""Results as laboratories print them, read without guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hlh_app.exchange import plain_numbers
from hlh_app.web.forms.days import in_words

PENDING_WORDS = ("p", "pending")
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">=", "<=": "<=", ">=": ">="}
_TYPED = re.compile(r"(<=|>=|<|>|≤|≥)?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in a box: a number with its comparator ("" for none), or the word pending."""

    value: Decimal | None
    comparator: str = ""
    pending: bool = False


def read_typed(text: str) -> Typed:
    """``text`` as a result; ValidationError says what to type instead."""
    written = " ".join(text.split())
    if written.lower() in PENDING_WORDS:
        return Typed(None, pending=True)
    found = _TYPED.fullmatch(written)
    sign, number = (found[1] or "", found[2]) if found else ("", written)
    return Typed(read_number(number), _SIGNS.get(sign, ""))


def read_number(text: str) -> Decimal:
    """Digits and at most one point. A comma is never guessed at."""
    with in_words():
        return plain_numbers.read_number(text)


def _box(attrs: dict[str, Any]) -> forms.TextInput:
    # A text box: a browser's number box throws away what it cannot read.
    return forms.TextInput({"autocomplete": "off", "inputmode": "decimal"} | attrs)


class ResultField(forms.CharField):
    """A box for a result. Gives :class:`Typed`, or None when left empty."""

    def __init__(self, **options: Any) -> None:
        # Signs and the word pending are typed too, so no keypad of digits alone.
        options.setdefault("widget", _box({"size": 9, "inputmode": "text"}))
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_typed(text) if text else None


class NumberField(forms.CharField):
    """A box for a plain number. Gives a Decimal, or None when left empty."""

    default_error_messages = {"required": _("Enter a number.")}

    def __init__(self, *, positive: bool = False, **options: Any) -> None:
        options.setdefault("widget", _box({"size": 7}))
        self.positive = positive
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        number = read_number(text) if text else None
        if number is not None and self.positive and number <= 0:
            raise ValidationError(_("Enter a number above zero."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


def plain(value: Decimal) -> str:
    """As it would be typed: no exponent, no trailing zero, no comma."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
