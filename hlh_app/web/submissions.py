"""A form that is sent twice is written once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

REMEMBERED_SECONDS = 24 * 3600
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Goes into the form when it is first shown."""
    return uuid4().hex


def key_of(data: Any) -> str:
    """The form's own key when it is shown again, a new one otherwise."""
    sent = data.get("submission", "")
    return sent if _KEY.fullmatch(sent) else new_key()


def once(user_pk: int, key: str, write: Callable[[], Any]) -> int:
    """Primary key of what ``write`` wrote, now or when the same form was sent before.

    The key is kept in the transaction of the write (the cache is a table of the same database):
    a second submission waits for the first to end, and a refused one leaves no key behind.
    """
    name = f"submission:{user_pk}:{key}"
    with transaction.atomic():
        if not cache.add(name, 0, REMEMBERED_SECONDS):
            return int(cache.get(name) or 0)
        written = write().pk
        cache.set(name, written, REMEMBERED_SECONDS)
        return int(written)
