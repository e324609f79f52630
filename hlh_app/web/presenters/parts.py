"""A page made of parts: one that fails says so and does not take the page with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """``shown`` is None when building it failed; the log knows why."""

    shown: Any
    failed: bool = False


def part(build: Callable[..., Any], *arguments: Any) -> Part:
    try:
        return Part(build(*arguments))
    except Exception:
        log.exception("A part of a page could not be built: %s", build.__qualname__)
        return Part(None, failed=True)
