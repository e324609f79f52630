"""The register of small forms: one entry a clinical table, one set of views for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from hlh_app.records.models import AdverseEvent, Consent, Event, Exposure, Finding, TherapyLine
from hlh_app.records.models.base import ClinicalRow
from hlh_app.web.forms.adverse import AdverseEventForm
from hlh_app.web.forms.findings import AnyFindingForm
from hlh_app.web.forms.rows import ConsentForm, EventForm, RowForm, TherapyLineForm
from hlh_app.web.forms.treatment import TreatmentForm


@dataclass(frozen=True, slots=True)
class Kind:
    """``slug`` stands in the address, ``table`` in the trail."""

    slug: str
    model: type[ClinicalRow]
    form: type[RowForm]
    new: Any
    correct: Any
    saved: Any

    @property
    def table(self) -> str:
        return str(self.model._meta.model_name)


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "treatments",
            Exposure,
            TreatmentForm,
            _("Add a treatment"),
            _("Correct a treatment"),
            _("The treatment is saved."),
        ),
        Kind(
            "findings",
            Finding,
            AnyFindingForm,
            _("Add a finding"),
            _("Correct a finding"),
            _("The finding is saved."),
        ),
        Kind(
            "events",
            Event,
            EventForm,
            _("Add an event"),
            _("Correct an event"),
            _("The event is saved."),
        ),
        Kind(
            "adverse-events",
            AdverseEvent,
            AdverseEventForm,
            _("Add an adverse event"),
            _("Correct an adverse event"),
            _("The adverse event is saved."),
        ),
        Kind(
            "therapy-lines",
            TherapyLine,
            TherapyLineForm,
            _("Add a line of therapy"),
            _("Correct a line of therapy"),
            _("The line of therapy is saved."),
        ),
        Kind(
            "consents",
            Consent,
            ConsentForm,
            _("Add a consent"),
            _("Correct a consent"),
            _("The consent is saved."),
        ),
    )
}


class KindConverter:
    """In an address: one of the small forms."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> Kind:
        return KINDS[value]

    def to_url(self, value: Any) -> str:
        return value.slug if isinstance(value, Kind) else str(value)
