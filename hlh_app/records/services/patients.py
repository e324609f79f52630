"""New patients."""

from typing import Any

from django.db import transaction

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.models import Patient
from hlh_app.records.services import checks, saving
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused


def create_patient(*, actor: User, centre: Centre, **fields: Any) -> Patient:
    """A new patient of the centre. Raises Refused, PermissionDenied.

    Likely duplicates are for the form to show first: ``selectors.patients.likely_duplicates``.
    """
    require(actor, centre.pk, Role.CLINICIAN)
    with transaction.atomic(), acting(actor):
        patient = Patient(centre=centre)
        saving.fill(patient, fields)
        errors = checks.problems(patient, patient)
        if errors:
            raise Refused(errors)
        saving.insert(patient, patient, actor)
        summaries.renew(patient)
        return patient
