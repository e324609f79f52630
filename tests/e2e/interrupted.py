"""A server of its own that can be killed, and a window without a browser that sends what the pages
send: for tests of what is lost when either goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from hlh_app.accounts import session_clock
from tests.postgres.server import free_port
from tests.web.entry.conftest import boxes_of

ROOT = Path(__file__).parents[2]
Boxes = dict[str, list[str]]


class Server:
    """Gunicorn on the database of the test, started anew on the same port after each kill."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "hlh_app.config.wsgi", "--threads", "8"]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}", "--log-level", "error"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database_address()},
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server did not start"
            with suppress(OSError):
                Window(self, "").ask("/health/")
                return
            time.sleep(0.05)  # until it listens
        raise TimeoutError(self.address)

    def kill(self) -> None:
        """As a power cut does: master and workers at once, whatever they are doing."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def database_address() -> str:
    """The database of this test, for another process."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    return f"postgres://{named['USER']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


def session_of(user: Any) -> str:
    """A session of somebody who signs in, for the cookie of a window."""
    user.refresh_from_db()  # signing in has renewed the hash of the password
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def let_time_pass(session_key: str) -> None:
    """The session was last used as long ago as ends it."""
    session = client_session(session_key)
    session[session_clock.USED] -= settings.SESSION_IDLE_MINUTES * 60 + 1
    session.save()


def client_session(session_key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key)


@dataclass
class Window:
    """One window of a browser at a shared computer: its cookies, and what its pages send."""

    server: Server
    session: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies[settings.SESSION_COOKIE_NAME] = self.session

    def ask(self, path: str, boxes: Boxes | None = None) -> tuple[int, str, str]:
        """Status, address at the end of the redirects, and text. OSError without a server."""
        status, place, text = self.tell(path, boxes)
        while status == 302:
            path = place
            status, place, text = self.tell(path)
        return status, path, text

    def tell(self, path: str, boxes: Boxes | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and text of this one answer."""
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if boxes is not None:
            body = urlencode(boxes, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("GET" if body is None else "POST", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except HTTPException as broken:
            raise ConnectionError(str(broken)) from broken
        finally:
            line.close()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _is, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer.status, answer.headers.get("Location", ""), text

    def open(self, path: str) -> Boxes:
        """What the form at an address would send if it were sent as it is drawn."""
        status, _address, text = self.ask(path)
        assert status == 200, (path, status)
        return boxes_of(text)

    def keep(self, boxes: Boxes, turn: int = 1) -> tuple[int, str]:
        """As keep.js sends what is typed."""
        status, _address, text = self.ask("/unsaved/", boxes | {"turn": [str(turn)]})
        return status, text
