"""Between a form and a service: what the service refuses is said in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from hlh_app.records.services.errors import Refused, StaleWrite


class Refusing(Protocol):
    def refuse(self, refused: Refused) -> None: ...

    def outrun(self, stale: StaleWrite) -> None: ...


def saved(form: Refusing, write: Callable[[], Any]) -> Any:
    """What ``write`` gave, or None after the form was told why nothing was written."""
    try:
        return write()
    except StaleWrite as stale:
        form.outrun(stale)
    except Refused as refused:
        form.refuse(refused)
    return None
