"""Every text that reaches the application is read as UTF-8."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Utf8Only:
    """Strikes out the encoding that a request names for itself. Our pages send UTF-8.

    Python knows encodings that are none of text ("hex") and some that let half characters through
    ("utf-7"); Django asks for whichever is named before any middleware could refuse it.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            environ["CONTENT_TYPE"] = _without_charset(kind)
        return self.application(environ, start_response)


def _without_charset(kind: str) -> str:
    parts = kind.split(";")
    return ";".join(part for part in parts if not part.strip().lower().startswith("charset"))
