"""What a form, a paste or a file asks to be written: plain values, before anything is judged.

An entry with ``pk`` corrects that row and carries the ``version`` that was on the screen. ``name``
is what the caller calls the entry; refusals come back keyed ``<name>.<field>``, so that a form can
put each message beside its box.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Moment

_ABOUT_THE_ENTRY = {"name", "pk", "version", "confirmed", "assay_not_stated"}


class _Entry:
    """Shared by the entries: which of their values are columns of the row."""

    __slots__ = ()

    def columns(self) -> dict[str, Any]:
        """Column (or moment) name → value, without what is about the entry itself."""
        names = [field.name for field in fields(self)]  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in names if name not in _ABOUT_THE_ENTRY}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationEntry(_Entry):
    """One result as reported; ``measured`` None is the moment of the visit.

    ``unit`` in any spelling that is read. ``confirmed``: an unusual value was looked at again.
    ``assay_not_stated``: the laboratory and assay of an assay-bound test were asked for and are
    not known. Without ``low`` and ``high`` the remembered interval of the laboratory is written
    beside the value.
    """

    analyte: str
    unit: str
    value: Decimal | None = None
    comparator: str = ""
    status: str = "final"
    measured: Moment | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    laboratory: str = ""
    assay: str = ""
    reported: Moment | None = None
    expected_on: date | None = None
    missing_reason: str = ""
    site: str = ""
    fasting: str = ""
    antipyretic: bool | None = None
    lipid_infusion: bool | None = None
    note: str = ""
    confirmed: bool = False
    assay_not_stated: bool = False
    pk: int | None = None
    version: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEntry(_Entry):
    """One statement of the examination; ``on`` None is the day of the visit."""

    finding: str
    status: str
    on: date | None = None
    site: str = ""
    method: str = ""
    detail: str = ""
    expected_on: date | None = None
    note: str = ""
    pk: int | None = None
    version: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEntry:
    """A visit with what was measured and found at it. A row that is not listed stays as it is."""

    visited: Moment
    label: str = ""
    note: str = ""
    observations: tuple[ObservationEntry, ...] = ()
    findings: tuple[FindingEntry, ...] = ()
