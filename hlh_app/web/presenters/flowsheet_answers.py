"""What the flowsheet is told of a cell: exactly what is stored now, or why nothing was written.

Every answer has a ``state``: saved, refused, asks (an unusual value, with the ``token`` that
confirms it), assay (laboratory, assay or unit are missing), reason (the visit is signed), conflict
(somebody else wrote into the cell, both are shown).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models import Observation
from hlh_app.records.services.errors import ReasonNeeded, Refused, StaleWrite

from . import formats
from .flowsheet import Column, result_base
from .flowsheet_cells import Held, flag_letter, head, held, inside
from .labs import FLAG_WORDS

_SOURCE = {"laboratory", "assay", "unit"}
Answer = dict[str, Any]


def standing(rows: Iterable[Observation], row_unit: str, patient_pk: int) -> Answer:
    """What stands in a cell now: its inside, and what the page must know to change it."""
    base = result_base(patient_pk)
    results = tuple(held(row, row_unit, base) for row in rows)
    return {"html": inside(results), "data": data_of(results)}


def data_of(results: tuple[Held, ...]) -> dict[str, str]:
    """Of a single result; several of one moment are each corrected on their own page."""
    if len(results) == 1:
        return results[0].data
    return {"many": str(len(results))} if results else {}


def saved(row: Observation, rows: list[Observation], row_unit: str) -> Answer:
    """``row`` as it was kept; its cell may be empty, when it was taken out."""
    return {
        "state": "saved",
        "said": _said(row),
        "undo": {"pk": row.pk, "made": row.version},
        **standing(rows, row_unit, row.patient_id),
    }


def _said(row: Observation) -> str:
    name = f"{_(ANALYTES[row.analyte].label)}, {formats.moment(row.measured)}"
    if row.entered_in_error:
        return _("%(cell)s: empty, the value is kept as entered in error.") % {"cell": name}
    letter = flag_letter(row)
    words = [stored_text(row), _(FLAG_WORDS[letter]) if letter else ""]
    text = ", ".join(word for word in words if word)
    return _("%(cell)s: saved %(text)s.") % {"cell": name, "text": text}


def stored_text(row: Observation) -> str:
    if row.entered_in_error:
        return _("entered in error")
    if row.value is None:
        return _("pending") if row.status == "pending" else _("not done")
    return formats.value(row.value, row.unit, row.comparator)


def conflict(stale: StaleWrite, rows: list[Observation], row_unit: str) -> Answer:
    """Theirs as it stands, in words and as a cell."""
    now = stale.row_now
    who = stale.changed_by or _("Somebody else")
    words = {"who": who, "when": formats.clock(stale.changed_at), "text": stored_text(now)}
    return {
        "state": "conflict",
        "message": _("%(who)s changed this cell at %(when)s: %(text)s.") % words,
        "theirs": stored_text(now),
        **standing(rows, row_unit, now.patient_id),
    }


def refused(refusal: Refused, token: str) -> Answer:
    """In one line; ``token`` of the value that was read, to confirm it by."""
    errors = refusal.errors
    message = " ".join(dict.fromkeys(m for found in errors.values() for m in found))
    if isinstance(refusal, ReasonNeeded):
        return {"state": "reason", "message": message}
    if errors.keys() == {"confirmed"}:
        return {"state": "asks", "message": message, "token": token}
    if errors.keys() and errors.keys() <= _SOURCE:
        return {"state": "assay", "message": message}
    return {"state": "refused", "message": message}


def unread(message: str, options: tuple[str, ...], asks: str) -> Answer:
    """``options``: what the text may mean, each as it would be typed."""
    if options:
        message = _("%(message)s Type %(options)s.") % {
            "message": message,
            "options": _(" or ").join(options),
        }
    return {"state": asks or "refused", "message": message}


def columns(found: list[Column], *, certain: bool) -> Answer:
    """``certain`` is False when the page must ask which one is meant."""
    heads = [{"name": one.name, "order": one.order, "html": head(one)} for one in found]
    return {"state": "read" if certain else "asks", "columns": heads}
