"""Logs that can be shown to an administrator: no patient's name, code or value in them."""

from __future__ import annotations

import logging
import re
import traceback

QUERY = re.compile(r"\?\S*")


class WithoutQuery(logging.Filter):
    """Cut the query string out of request lines: a search holds names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY.sub("?…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


class WithoutValues(logging.Formatter):
    """A traceback with its places and classes, without the messages: they quote what was typed."""

    default_format = "%(asctime)s %(levelname)s %(name)s: %(message)s"

    def __init__(self) -> None:
        super().__init__(self.default_format)

    def formatException(self, ei) -> str:  # noqa: N802 (the name is the standard library's)
        kind, _error, places = ei
        lines = traceback.format_list(traceback.extract_tb(places))
        return "".join([*lines, kind.__qualname__ if kind else ""])
