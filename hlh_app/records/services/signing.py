"""A clinician's signature under a visit, with everything that was shown at that moment."""

from datetime import UTC, datetime
from decimal import Decimal
from json import loads
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Moment
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.json_text import dump
from hlh_app.records.cases import build_case
from hlh_app.records.documents import document_of
from hlh_app.records.models import Patient, Signature, Visit
from hlh_app.records.services import saving
from hlh_app.records.services.change import changing
from hlh_app.records.services.errors import Refused, StaleWrite
from hlh_app.records.summary_columns import made_with

# None is an answer of its own: a visit in which nothing was ever changed.
NOT_ASKED = datetime.max.replace(tzinfo=UTC)


def sign_visit(
    *, actor: User, visit: Visit, version: int, content_seen: datetime | None = NOT_ASKED
) -> Signature:
    """Sign a visit as it stands: rule versions, inputs and outputs are kept as shown.

    ``content_seen``: the ``content_changed_at`` of the page that was read; a result that was
    changed after it makes the signature stale, though the visit's own version is the same.
    Later changes to the visit need a reason and show as "changed since signed"; it may then be
    signed again. Raises StaleWrite, Refused (entered in error, or signed and unchanged),
    PermissionDenied.
    """
    with changing(actor=actor, patient=visit.patient) as patient:
        current = saving.now_of(visit, version, {"signed": True})
        if content_seen is not NOT_ASKED and current.content_changed_at != content_seen:
            raise StaleWrite(current, {"signed": True}, *saving.last_change(current))
        if current.entered_in_error:
            raise Refused({"": [_("This visit was entered in error and is not signed.")]})
        if is_signed(current):
            raise Refused({"": [_("This visit is signed and has not changed since.")]})
        as_of = last_moment(current)
        return Signature.objects.create(
            visit=current,
            signed_by=actor,
            signed_at=timezone.now(),
            as_of_text=as_of.text,
            rule_versions=made_with(patient.centre),
            **_shown(patient, as_of),
        )


def is_signed(visit: Visit) -> bool:
    """Whether the visit bears a signature that nothing in it has overtaken."""
    last = visit.signatures.order_by("-signed_at").first()
    if last is None:
        return False
    changed = visit.content_changed_at
    return changed is None or changed <= last.signed_at


def last_moment(visit: Visit) -> Moment:
    """What a visit is judged as of: its own moment, or the last result measured at it."""
    results = visit.observation_set.filter(entered_in_error=False)
    moments = [visit.visited, *(row.measured for row in results)]
    return max(moments, key=lambda moment: moment.at)


def _shown(patient: Patient, as_of: Moment) -> dict[str, Any]:
    threshold: Decimal = patient.centre.fever_threshold
    verdicts = as_json(assess(build_case(patient), as_of, fever_threshold=threshold))
    return {"case": _plain(document_of(patient)), "verdicts": _plain(verdicts)}


def _plain(value: Any) -> Any:
    """As a JSON column holds it: decimals as numbers."""
    return loads(dump(value))
