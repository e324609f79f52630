"""A throw-away PostgreSQL for the tests.

Runs the given command with DATABASE_URL set, then removes the server and its data:

    python tests/postgres/server.py pytest tests
    python tests/postgres/server.py            # prints DATABASE_URL, stops at end of input

PostgreSQL refuses to run as root, so root hands the server over to another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")
# Nothing here survives the tests, so nothing is made to survive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
MISSING = (
    "PostgreSQL is not installed, so the suite cannot run on it."
    " Debian and Ubuntu: apt-get install postgresql. macOS: brew install postgresql."
)


def binaries() -> Path | None:
    """The newest installed PostgreSQL; Debian keeps its server programs off the path."""
    debian = Path("/usr/lib/postgresql")
    versions = sorted(debian.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_user() -> str | None:
    """Whom to run the server as: ourselves (None) unless we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server; its address, which needs no password and listens on this host only."""
    user, port = server_user(), free_port()
    with tempfile.TemporaryDirectory(prefix="hlh-postgres-") as folder:
        if user:
            shutil.chown(folder, user)
        data = Path(folder) / "data"

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(data), *arguments]
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

        run(
            "initdb", "--no-sync", "--username=hlh", "--auth=trust", "--encoding=UTF8", "--locale=C"
        )
        listen = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"{listen} {FAST}", "start")
        try:
            yield f"postgres://hlh@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    programs = binaries()
    if programs is None:
        print(MISSING, file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    with server(programs) as address:
        if command:
            environment = os.environ | {"DATABASE_URL": address}
            return subprocess.run(command, env=environment, check=False).returncode
        print(f"DATABASE_URL={address}", flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
