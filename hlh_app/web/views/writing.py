"""Between a form and a service: what the service refuses is said in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from hlh_app.records.services.errors import Refused, StaleWrite

TURNS = 3
Form = TypeVar("Form", bound="Sheet")


class Refusing(Protocol):
    def refuse(self, refused: Refused) -> None: ...

    def outrun(self, stale: StaleWrite) -> None: ...


class Sheet(Refusing, Protocol):
    @property
    def is_sent(self) -> bool: ...

    def is_valid(self) -> bool: ...


def saved(form: Refusing, write: Callable[[], Any]) -> Any:
    """What ``write`` gave, or None after the form was told why nothing was written."""
    try:
        return write()
    except StaleWrite as stale:
        form.outrun(stale)
    except Refused as refused:
        form.refuse(refused)
    return None


def saved_in_turn(read: Callable[[], Form], write: Callable[[Form], Any]) -> tuple[Form, Any]:
    """The form, and what ``write`` gave or None. When somebody else saves between reading the rows
    and writing them, the form is read anew and compared with what stands then."""
    for _turn in range(TURNS):
        form = read()
        if not (form.is_sent and form.is_valid()):
            break
        try:
            return form, write(form)
        except StaleWrite as stale:
            overtaken = stale
        except Refused as refused:
            form.refuse(refused)
            break
    else:
        form.outrun(overtaken)
    return form, None
