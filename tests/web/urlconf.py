"""Every address of the application, read from the URLconf itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def names() -> Iterator[str]:
    """Full names, such as ``web:patient``; an address without a name as what it matches."""
    yield from _of(get_resolver(), "")


def _of(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _of(entry, inner)
        else:
            yield f"{space}{entry.name or entry.pattern}"
