"""Two similar records that somebody looked at and called two people."""

from django.db import transaction
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.records.audit import acting
from hlh_app.records.models import NotTheSame, Patient
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused


def not_the_same(*, actor: User, one: Patient, other: Patient) -> NotTheSame:
    """Remember the decision; said again, the first one stands. Raises Refused, PermissionDenied."""
    for patient in (one, other):
        require(actor, patient.centre_id, Role.CLINICIAN)
    if one.pk == other.pk or one.centre_id != other.centre_id:
        raise Refused({"": [_("These are not two records of one center.")]})
    first, second = sorted((one.pk, other.pk))
    with transaction.atomic(), acting(actor):
        said, _new = NotTheSame.objects.get_or_create(
            one_id=first, other_id=second, defaults={"said_by": actor}
        )
        return said


def said_apart(one: Patient, other: Patient) -> NotTheSame | None:
    """Who called the two records two people, if anybody did."""
    first, second = sorted((one.pk, other.pk))
    found = NotTheSame.objects.filter(one_id=first, other_id=second)
    return found.select_related("said_by").first()
