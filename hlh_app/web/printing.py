"""A page as PDF, by WeasyPrint, which is loaded only when somebody prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

VARIANT = "pdf/ua-1"
PAGE_ADDRESS = "https://print.invalid/"


class PrinterMissingError(RuntimeError):
    """WeasyPrint's system libraries are not installed; the message is the loader's own."""


def pdf(pages: Iterable[str]) -> bytes:
    """The first of these pages that fits on one sheet, else the last, as a tagged PDF.

    It reads our own static files and nothing else.
    """
    try:
        from weasyprint import HTML
    except OSError as missing:
        raise PrinterMissingError(str(missing)) from missing
    for html in pages:
        page = HTML(string=html, base_url=PAGE_ADDRESS, url_fetcher=_fetcher())
        document = page.render(pdf_variant=VARIANT)
        if len(document.pages) == 1:
            break
    return bytes(document.write_pdf(pdf_variant=VARIANT))


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):
        """Addresses under STATIC_URL and pictures within the page itself."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            found = static_file(url)
            if found is None:
                raise ValueError(f"{url} is not one of our static files")
            content, kind = found
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return StaticFiles(allowed_protocols=["data"])


def static_file(url: str) -> tuple[bytes, str] | None:
    """Content and type of one of our own static files; None for any other address."""
    parts = urlsplit(url)
    base = urlsplit(staticfiles_storage.base_url or "/").path
    if f"{parts.scheme}://{parts.netloc}/" != PAGE_ADDRESS or not parts.path.startswith(base):
        return None
    name = unquote(parts.path[len(base) :])
    kind = "text/css" if name.endswith(".css") else "image/svg+xml"
    content = _collected(name) if settings.STATIC_ROOT else _found(name)
    return (content, kind) if content is not None else None


def _collected(name: str) -> bytes | None:
    if not staticfiles_storage.exists(name):
        return None
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())


def _found(name: str) -> bytes | None:
    path = finders.find(name)
    return Path(path).read_bytes() if path else None
