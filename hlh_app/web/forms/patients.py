"""Who the patient is and the context of the illness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.records.identity.likely import Likely, similar_to
from hlh_app.records.identity.person import Person
from hlh_app.records.models.choices import DiseaseCourse, Donor, Sex, Trigger, TriggerAgent
from hlh_app.web.forms.correction import CorrectionForm
from hlh_app.web.forms.days import DayField

DAY_FIRST = _("Day first: 03/04/2015 is 03-Apr-2015.")
SEXES = [("", _("Choose")), *Sex.choices]
AGENTS = [("", _("Not recorded")), *TriggerAgent.choices]


class PatientForm(CorrectionForm):
    """``centres``: where this person enters patients; a box only when there are several.

    Either the date of birth or, where only an age is known, the age and the day it was true.
    """

    centre = forms.ModelChoiceField(queryset=None, label=_("Centre"), empty_label=_("Choose"))
    code = forms.CharField(
        label=_("Study code"),
        max_length=40,
        help_text=_("The patient's only name here: no name, no hospital number."),
        error_messages={"required": _("Enter a study code.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=SEXES, error_messages={"required": _("Choose the sex.")}
    )
    birth_date = DayField(label=_("Date of birth"), required=False, help_text=DAY_FIRST)
    age_years = forms.IntegerField(
        label=_("Age in completed years"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": _("Enter the age in whole years, such as 7.")},
    )
    age_on = DayField(label=_("Age on this day"), required=False)
    trigger = forms.ChoiceField(label=_("Trigger"), choices=Trigger)
    trigger_agent = forms.ChoiceField(label=_("Agent"), choices=AGENTS, required=False)
    trigger_detail = forms.CharField(
        label=_("Gene, disease, tumor or other agent"), max_length=200, required=False
    )
    course = forms.ChoiceField(label=_("At the start of ruxolitinib"), choices=DiseaseCourse)
    donor = forms.ChoiceField(label=_("Donor"), choices=Donor)
    note = forms.CharField(
        label=_("Note"), max_length=4000, required=False, widget=forms.Textarea({"rows": 2})
    )
    another_patient = forms.BooleanField(label=_("This is another patient"), required=False)
    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, required=False, help_text=_("Optional.")
    )

    def __init__(self, *args: Any, centres: Any = None, row: Any = None, **options: Any) -> None:
        self.duplicates: Sequence[Any] = ()
        super().__init__(*args, row=row, **options)
        self.initial.setdefault("trigger", Trigger.UNKNOWN)
        self.initial.setdefault("course", DiseaseCourse.UNKNOWN)
        self.initial.setdefault("donor", Donor.UNKNOWN)
        if row:
            self._leave_out("centre", "another_patient")
        else:
            self._choose_centre(centres)
        self.names_allowed = self._centre_allows_names()
        if not self.names_allowed:
            self._leave_out("name")

    TOGETHER = (("birth_date", "age_years", "age_on"),)

    def boxes(self) -> list[str]:
        names = super().boxes()
        unbound = {"centre", "another_patient"} if self.row else set()
        return [n for n in names if n not in unbound and n in getattr(self, "fields", names)]

    def _leave_out(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def _choose_centre(self, centres: Any) -> None:
        self._leave_out("reason")
        self.centres: list[Centre] = list(centres)
        if len(self.centres) == 1:
            self._leave_out("centre")
        else:
            self.fields["centre"].queryset = centres

    def _centre_allows_names(self) -> bool:
        places = [self.row.centre] if self.row else self.centres
        return any(place.names_enabled for place in places)

    @property
    def centre_chosen(self) -> Centre:
        return self.cleaned_data.get("centre") or self.centres[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        by_age = cleaned.get("age_years") is not None or cleaned.get("age_on")
        unread = {"birth_date", "age_years", "age_on"} & self.errors.keys()
        if by_age and cleaned.get("birth_date"):
            self.add_error("age_years", gettext("Leave the age empty: the date of birth gives it."))
        elif not cleaned.get("birth_date") and not by_age and not unread:
            self.add_error(
                "birth_date",
                gettext("Enter the date of birth or, where it is not known, the age below."),
            )
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Column → value, of a new patient."""
        left_out = {"centre", "another_patient", *self.CARRIED}
        return {name: v for name, v in self.cleaned_data.items() if name not in left_out}

    def corrections(self) -> dict[str, Any]:
        """Column → value, of what this person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_boxes()}

    def ask_about(self, duplicates: Sequence[Any]) -> None:
        """The patients this one may be; going on takes a tick."""
        self.duplicates = duplicates
        if not duplicates or self.cleaned_data["another_patient"]:
            return
        self.add_error(
            "another_patient",
            gettext("This patient may be in the record already. Look, then tick to go on."),
        )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(
                gettext("Who"),
                *self._present("centre", "code", "name"),
                Row(Column(Field("sex")), Column(Field("birth_date"))),
                HTML('<p class="note">{{ form.age_hint }}</p>'),
                Row(Column(Field("age_years")), Column(Field("age_on"))),
                HTML('{% include "patients/_duplicates.html" %}'),
            ),
            Fieldset(
                gettext("Illness"),
                Row(Column(Field("trigger")), Column(Field("trigger_agent"))),
                Field("trigger_detail"),
                Row(Column(Field("course")), Column(Field("donor"))),
                Field("note"),
                *self._present("reason"),
            ),
            *self._present("version", "was"),
        )
        return helper

    @property
    def age_hint(self) -> str:
        return gettext("Only where the date of birth is not known:")

    def _present(self, *names: str) -> list[Field]:
        return [Field(name) for name in names if name in self.fields]


def duplicates_of(form: PatientForm) -> list[Likely]:
    """Patients of the centre who may be the one that is being added."""
    given = form.cleaned_data
    named = given.get("name", "")
    person = Person(given["code"], given["birth_date"], given["sex"], named)
    return similar_to(form.centre_chosen, person)
