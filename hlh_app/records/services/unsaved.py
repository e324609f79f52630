"""What somebody typed into a form and has not saved: kept for them alone.

A form is known by its writer, its address and its own key. Every page that shows it has a mark:
only the page that wrote last, or one that was opened from what that page wrote, may write over it.
Any other page gets a key of its own, so that two windows with the same form keep apart.

A form that was saved or thrown away leaves an empty line for two weeks, so that a message which
was still on its way does not bring it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.models import Patient, UnsavedForm

KEPT_FOR = timedelta(days=14)
MOST_CHARACTERS = 1_000_000
MOST_BOXES = 5_000
MOST_FORMS = 200
LONGEST_ADDRESS = 200
# Beside the boxes, under names that no box has.
PAGE, TURN, SIGNED_OUT, CLOSED = " page", " turn", " signed out", " closed"

Boxes = Mapping[str, Sequence[str]]


class NotKept(Exception):  # noqa: N818 (what happened, as a page tells it)
    """Why it could not be kept, in words for the writer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes what where. ``page``: the mark of the page; ``base``: the text from which it
    was opened, or the page that it follows. ``turn``: counts what the page sent, since a network
    may mix the order; None is the last. ``signed_out``: it came after the session had ended."""

    user: User
    address: str
    key: str
    page: str
    base: str = ""
    turn: int | None = None
    patient_pk: int | None = None
    signed_out: bool = False


def keep(writing: Writing, boxes: Boxes) -> UnsavedForm | None:
    """Keep the boxes as they were typed. None when the form was saved or thrown away from this
    very page. The line has another key than was asked for when another page has gone on with it.

    Raises NotKept.
    """
    _refuse_too_much(writing, boxes)
    with transaction.atomic():
        stored = _lines(writing).select_for_update(of=("self",)).first()
        if stored is None:
            return _begun(writing, boxes)
        if stored.boxes.get(CLOSED) == writing.page:
            return None
        if CLOSED in stored.boxes or not _goes_on_from(stored, writing):
            return _begun(_apart(writing), boxes)
        if not _is_late(stored, writing):
            stored.boxes, stored.typed_at = _content(writing, boxes), timezone.now()
            stored.save(update_fields=["boxes", "typed_at"])
        return stored


def close(*, user: User, address: str, key: str, page: str = "") -> None:
    """The form was saved or thrown away. Called in the transaction of the save."""
    closed = {"boxes": {CLOSED: page}, "typed_at": timezone.now()}
    UnsavedForm.objects.update_or_create(user=user, address=address, key=key, defaults=closed)


def forget(writing: Writing) -> None:
    """What was typed was taken back: nothing differs from the form as it was opened."""
    _lines(writing).filter(**{f"boxes__{PAGE}": writing.page}).delete()


def find(user: User, address: str) -> list[UnsavedForm]:
    """What the user typed into the form at an address, newest first. Nothing about a patient of a
    centre to which the user no longer belongs."""
    centres = centre_ids_where(user, *READING_ROLES)
    found = UnsavedForm.objects.filter(
        user=user, address=address, typed_at__gte=timezone.now() - KEPT_FOR
    ).exclude(boxes__has_key=CLOSED)
    lines = found.select_related("patient").order_by("-typed_at", "-pk")
    return [line for line in lines if line.patient is None or line.patient.centre_id in centres]


def follow(old: str, new: str, patient: Patient, *, but_not: str) -> int:
    """The record under one address was merged into that under another: what anybody typed about
    the one is offered at the other, but for one form of its own. How many forms."""
    found = UnsavedForm.objects.filter(address__startswith=old).exclude(boxes__has_key=CLOSED)
    found = found.exclude(address__startswith=but_not)
    lines = []
    for line in found:
        line.address, line.patient = new + line.address.removeprefix(old), patient
        if len(line.address) <= LONGEST_ADDRESS:
            lines.append(line)
    UnsavedForm.objects.bulk_update(lines, ["address", "patient"])
    return len(lines)


def typed(line: UnsavedForm) -> dict[str, list[str]]:
    """The boxes alone."""
    return {name: texts for name, texts in line.boxes.items() if not name.startswith(" ")}


def state_of(line: UnsavedForm) -> str:
    """The mark of the page that wrote it, with the turn: of this very text."""
    return f"{line.boxes.get(PAGE, '')}:{line.boxes.get(TURN, 0)}"


def came_after_sign_out(line: UnsavedForm) -> bool:
    return bool(line.boxes.get(SIGNED_OUT))


def sweep() -> int:
    """Remove what nobody touched for two weeks."""
    removed, _tables = UnsavedForm.objects.filter(typed_at__lt=timezone.now() - KEPT_FOR).delete()
    return removed


def _lines(writing: Writing):
    return UnsavedForm.objects.filter(user=writing.user, address=writing.address, key=writing.key)


def _begun(writing: Writing, boxes: Boxes) -> UnsavedForm | None:
    """A new line; of two that begin at once the later finds the earlier's."""
    sweep()
    waiting = UnsavedForm.objects.filter(user=writing.user).exclude(boxes__has_key=CLOSED)
    if waiting.count() >= MOST_FORMS:
        raise NotKept(_("Too many of your forms wait to be saved. Save some or throw them away."))
    line = UnsavedForm(
        user=writing.user,
        patient=_patient_of(writing),
        address=writing.address,
        key=writing.key,
        boxes=_content(writing, boxes),
        typed_at=timezone.now(),
    )
    UnsavedForm.objects.bulk_create([line], ignore_conflicts=True)
    stored = _lines(writing).get()
    return stored if stored.boxes == line.boxes else keep(writing, boxes)


def _apart(writing: Writing) -> Writing:
    named = {name: getattr(writing, name) for name in Writing.__dataclass_fields__}
    return Writing(**(named | {"key": uuid4().hex, "base": ""}))


def _goes_on_from(stored: UnsavedForm, writing: Writing) -> bool:
    """Whether the page wrote it last, or was opened with this very text."""
    marks = (stored.boxes.get(PAGE), state_of(stored))
    return marks[0] == writing.page or writing.base in marks


def _patient_of(writing: Writing) -> Patient | None:
    """Locked before the line is written: whoever saves about the patient has locked them first,
    and would wait for this line while it waited for them."""
    if writing.patient_pk is None:
        return None
    centres = centre_ids_where(writing.user, *READING_ROLES)
    patients = Patient.objects.select_for_update(of=("self",), no_key=True)
    patient = patients.filter(pk=writing.patient_pk, centre__in=centres).first()
    if patient is None:
        raise NotKept(_("This patient is not one of yours any more."))
    return patient


def _content(writing: Writing, boxes: Boxes) -> dict[str, object]:
    kept: dict[str, object] = {
        name.replace("\0", "\ufffd"): [text.replace("\0", "\ufffd") for text in texts]
        for name, texts in boxes.items()
        if not name.startswith(" ")
    }
    kept |= {PAGE: writing.page, TURN: writing.turn or 0}
    return kept | ({SIGNED_OUT: True} if writing.signed_out else {})


def _is_late(stored: UnsavedForm, writing: Writing) -> bool:
    if writing.turn is None or stored.boxes.get(PAGE) != writing.page:
        return False
    return writing.turn < stored.boxes.get(TURN, 0)


def _refuse_too_much(writing: Writing, boxes: Boxes) -> None:
    size = sum(len(name) + sum(map(len, texts)) for name, texts in boxes.items())
    if size > MOST_CHARACTERS or len(boxes) > MOST_BOXES:
        raise NotKept(
            _("This is too long to be kept while you type: at most 1,000,000 characters. Save it.")
        )
    if len(writing.address) > LONGEST_ADDRESS:
        raise NotKept(_("The address of this form is too long for it to be kept."))
