"""Which patients the list shows. Everything stands in the address; nothing is remembered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.records.models import Patient
from hlh_app.records.models.choices import Trigger
from hlh_app.records.selectors.patients import named

SETTLED = {"complete": ["CR"], "partial": ["PR"], "none": ["NR"]}
SOON_DAYS = 7


class PatientFilter(forms.Form):
    """Several choices at once narrow the list; an unknown choice is refused in words."""

    q = forms.CharField(label=_("Code or name"), required=False, max_length=120)
    centre = forms.ModelChoiceField(
        label=_("Centre"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=_("All"),
    )
    trigger = forms.ChoiceField(
        label=_("Trigger"), required=False, choices=[("", _("All")), *Trigger.choices]
    )
    response = forms.ChoiceField(
        label=_("Response"),
        required=False,
        choices=[
            ("", _("All")),
            ("complete", _("Complete response")),
            ("partial", _("Partial response")),
            ("none", _("No response")),
            ("open", _("Not determinable")),
            ("unassessed", _("Not assessed")),
        ],
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[
            ("", _("All")),
            ("overdue", _("Overdue")),
            ("soon", _("Within 7 days")),
            ("pending", _("Results pending")),
        ],
    )

    def __init__(self, *args: Any, centres: QuerySet[Centre], **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for: an empty list then means "none of these"."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, patients: QuerySet[Patient], today: date) -> QuerySet[Patient]:
        """``patients`` narrowed by what was asked for; none of them when it cannot be read."""
        if not self.is_valid():
            return patients.none()
        asked = self.cleaned_data
        if asked["q"]:
            patients = named(patients, asked["q"])
        if asked["centre"]:
            patients = patients.filter(centre=asked["centre"])
        if asked["trigger"]:
            patients = patients.filter(trigger=asked["trigger"])
        return patients.filter(_response(asked["response"]) & _due(asked["due"], today))


def _response(choice: str) -> Q:
    if choice in SETTLED:
        return Q(summary__response_classes=SETTLED[choice])
    if choice == "unassessed":
        return Q(summary__response_day=None)
    if choice == "open":
        settled = Q(pk__in=[])
        for classes in SETTLED.values():
            settled |= Q(summary__response_classes=classes)
        return Q(summary__response_day__isnull=False) & ~settled
    return Q()


def _due(choice: str, today: date) -> Q:
    if choice == "overdue":
        return Q(summary__next_due_on__lt=today)
    if choice == "soon":
        return Q(summary__next_due_on__range=(today, today + timedelta(days=SOON_DAYS)))
    return Q(summary__pending_count__gt=0) if choice == "pending" else Q()
