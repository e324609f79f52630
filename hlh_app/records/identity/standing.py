"""Which record stands for one that was merged into another."""

from django.utils.translation import gettext as _

from hlh_app.records.models import Patient
from hlh_app.records.services.errors import Refused


def standing(patient: Patient) -> Patient:
    """The record into which this one went in the end; itself when it was never merged."""
    while patient.merged_into_id is not None:
        patient = Patient.objects.select_related("centre").get(pk=patient.merged_into_id)
    return patient


def where_it_went(patient: Patient) -> str:
    told = _("The record of %(gone)s was merged into %(kept)s.")
    return told % {"gone": patient.code, "kept": standing(patient).code}


def require_standing(patient: Patient) -> None:
    """Refused when the record was merged into another: nothing is written to it any more."""
    if patient.merged_into_id is not None:
        raise Refused({"": [f"{where_it_went(patient)} {_('Nothing was saved here.')}"]})


def lock_standing(patient: Patient) -> None:
    """For writers that renew no summary: the record as it is now, so that none is written to one
    that is merged at the same moment."""
    require_standing(Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk))
