"""Long work told while it runs: a line of JSON every quarter of a second, and a cancel that holds.

The work runs in a thread of its own with its own connection to the database, so that the one that
answers can notice at any moment that nobody listens any more (the button Cancel, a closed tab, a
lost network). The work is then told to stop at its next step, and its transaction is rolled back.
"""

from __future__ import annotations

import json
import logging
import select
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hlh_app.records.services.errors import Refused

KIND = "application/x-ndjson"
BETWEEN_LINES = 0.25
Task = Callable[["Work"], Any]
log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 (what happened)
    """Nobody waits for the work any more."""


class Work:
    """One task in a thread: how far it is, what it gave, or why it gave nothing.

    The task is handed the work itself and calls it with what is ``done``, of ``total`` (0 while
    that is not known); the call raises Cancelled when nobody waits any more. Once the result is
    certain the task may say so (``settle``): it is told at once, and what follows is not waited
    for and not cancelled.
    """

    def __init__(self, task: Task) -> None:
        self.done = self.total = 0
        self.result: Any = None
        self.is_settled = False
        self.error: Exception | None = None
        self._task = task
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._language = translation.get_language()
        self._zone = timezone.get_current_timezone()

    def settle(self, result: Any) -> None:
        self.result, self.is_settled = result, True

    def start(self) -> None:
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the work has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def cancel(self) -> None:
        """Tell it to stop, and wait until it has rolled back (or had ended already)."""
        self._cancelled.set()
        self._thread.join()

    def __call__(self, done: int, total: int | None = None) -> None:
        self.done, self.total = done, self.total if total is None else total
        if self._cancelled.is_set() and not self.is_settled:
            raise Cancelled

    def _run(self) -> None:
        try:
            with translation.override(self._language), timezone.override(self._zone):
                self.settle(self._task(self))
        except Exception as error:
            self._fail(error)
        finally:
            connections.close_all()

    def _fail(self, error: Exception) -> None:
        if self.is_settled:
            log.error("What follows an import ended with an error", exc_info=error)
        else:
            self.error = error


def wanted(request: HttpRequest) -> bool:
    """Whether the page's script sent this, which reads progress; a plain form does not."""
    return KIND in request.headers.get("Accept", "")


def told(
    request: HttpRequest, task: Task, finish: Callable[[Any], dict[str, Any]]
) -> StreamingHttpResponse:
    """The answer that tells how far ``task`` is and ends with what ``finish`` makes of its result,
    or with ``error`` in words."""
    response = StreamingHttpResponse(_lines(request, Work(task), finish), content_type=KIND)
    response["Content-Encoding"] = "identity"  # compressed lines would wait for each other
    response["X-Accel-Buffering"] = "no"
    return response


def _lines(
    request: HttpRequest, work: Work, finish: Callable[[Any], dict[str, Any]]
) -> Iterator[bytes]:
    work.start()
    try:
        while not work.wait(BETWEEN_LINES) and not work.is_settled:
            if _nobody_listens(request):
                return
            yield _line(done=work.done, of=work.total)
        yield _line(**(finish(work.result) if work.error is None else {"error": said(work.error)}))
    finally:
        work.cancel()


def _line(**told: Any) -> bytes:
    return json.dumps(told).encode() + b"\n"


def _nobody_listens(request: HttpRequest) -> bool:
    """Whether the browser has closed its end; a server that hides the connection is believed."""
    connection = request.META.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return False
    try:
        readable, _w, _x = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True


def said(error: Exception) -> str:
    """Why nothing was written, in words."""
    if isinstance(error, Refused):
        return " ".join(text for texts in error.errors.values() for text in texts)
    if isinstance(error, PermissionDenied):
        return str(error) or _("You may not do this any more.")
    if not isinstance(error, Cancelled):
        log.error("An import ended with an error", exc_info=error)
        return _("This could not be done, and nothing of it was kept. Try again.")
    return _("Cancelled. Nothing was kept.")
