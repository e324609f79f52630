"""Read settings from the environment strictly: what is odd stops the process, in plain words."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "HLH_"
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
DATABASE_SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
EMAIL_SCHEMES = ("consolemail://", "smtp://", "smtp+tls://", "smtp+ssl://")
MINIMUM_KEY_LENGTH = 50


class Environment:
    """One reader for one process. Remembers which names were asked for, to find misspelt ones."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables
        self._known: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        """The value without surrounding blanks; without a default it is required."""
        self._known.add(name)
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if name in self._variables and default is not None:
            raise _stop(name, "is set but empty", f"give it a value or unset it ({default!r})")
        if default is None:
            raise _stop(name, "is not set", "it is required when HLH_MODE=ward")
        return default

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in options:
            raise _stop(name, f"is {value!r}", f"use one of: {', '.join(options)}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value not in YES + NO:
            raise _stop(name, f"is {value!r}", "use true or false")
        return value in YES

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise _stop(name, f"is {value!r}", f"use a whole number from {low} to {high}")
        return int(value)

    def names(self, name: str, default: str | None = None) -> list[str]:
        """A list separated by commas; an empty item is a slip of the keyboard."""
        text = self.text(name, default)
        items = [item.strip() for item in text.split(",")] if text else []
        if any(not item or " " in item for item in items):
            raise _stop(name, f"is {text!r}", "separate the names with single commas")
        return items

    def hosts(self, name: str, default: str | None) -> list[str]:
        hosts = self.names(name, default)
        if "*" in hosts or any("/" in host for host in hosts):
            raise _stop(name, f"is {','.join(hosts)!r}", "name each host, such as hlh.example.org")
        return hosts

    def origins(self, name: str) -> list[str]:
        origins = self.names(name, "")
        if any(not origin.startswith("https://") for origin in origins):
            raise _stop(name, f"is {','.join(origins)!r}", "write https://hlh.example.org")
        return origins

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise _stop(name, f"is {value!r}", "use a zone such as Europe/Vienna") from error
        return value

    def database(self, name: str, default: str) -> dict:
        """Django's description of the database that an address names."""
        value = self.text(name, default)
        if not value.startswith(DATABASE_SCHEMES):
            # The value may hold a password: it is never repeated.
            raise _stop(
                name, "is not understood", "use sqlite:///PATH or postgres://USER:…@HOST/DB"
            )
        database = environ.Env.db_url_config(value)
        if not database["NAME"]:
            raise _stop(name, "names no database", "end it with /NAME")
        return database

    def email(self, name: str, default: str) -> dict:
        value = self.text(name, default)
        if not value.startswith(EMAIL_SCHEMES):
            raise _stop(name, "is not understood", f"begin it with {', '.join(EMAIL_SCHEMES)}")
        return environ.Env.email_url_config(value)

    def secret_key(self, name: str, *, kept_in: Path | None) -> str:
        """The signing key; where a file is named, one is made and kept there."""
        if kept_in is not None and name not in self._variables:
            self._known.add(name)
            return _kept_key(kept_in)
        key = self.text(name)
        if len(key) < MINIMUM_KEY_LENGTH:
            raise _stop(name, "is too short", f"use at least {MINIMUM_KEY_LENGTH} characters")
        return key

    def refuse_unknown(self) -> None:
        """A misspelt variable would silently leave a default in place."""
        odd = [n for n in self._variables if n.startswith(PREFIX) and n not in self._known]
        if odd:
            known = ", ".join(sorted(n for n in self._known if n.startswith(PREFIX)))
            raise _stop(sorted(odd)[0], "is not a setting of this application", f"known: {known}")


def _stop(name: str, what: str, remedy: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The environment variable {name} {what}: {remedy}.")


def _kept_key(path: Path) -> str:
    """Read the key, or make it; several processes starting at once agree on the first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # readable by us alone
            draft.write(secrets.token_urlsafe(64))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()
