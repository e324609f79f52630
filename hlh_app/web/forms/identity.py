"""Merging two records: which fact stands, and why; and taking a merge back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.records.identity.facts import BOTH, GONE, KEPT
from hlh_app.records.identity.plan import DEATH, Plan
from hlh_app.records.models import Patient
from hlh_app.records.selectors.patients import with_code
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.presenters.identity_facts import FACTS

STANDS = "stands_"
MISSING = {"required": _("Choose which one stands.")}


class MergeForm(EntryForm):
    """One choice for each fact that differs. ``seen``: what the page that is sent was about."""

    reason = forms.CharField(
        label=_("Why this is one person"),
        max_length=300,
        help_text=_("Such as: entered twice on admission; two study codes of one child."),
        error_messages={"required": _("Enter why this is one person.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        self.plan = plan
        super().__init__(*args, initial={"seen": plan.digest}, **options)
        for fact in plan.facts:
            if not fact.agree:
                self._ask(fact.name, fact.choices, fact.preset)
        if plan.deaths:
            self._ask(DEATH, (KEPT, GONE), "")
        self.order_fields([name for name in self.fields if name.startswith(STANDS)])

    def _ask(self, name: str, choices: tuple[str, ...], preset: str) -> None:
        labels = {KEPT: self.plan.kept.code, GONE: self.plan.gone.code, BOTH: gettext("both")}
        self.fields[STANDS + name] = forms.ChoiceField(
            label=FACTS[name],
            choices=[(choice, labels[choice]) for choice in choices],
            widget=forms.RadioSelect,
            initial=preset or None,
            error_messages=MISSING,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """Fact → which one stands, as far as anybody has said."""
        names = [name for name in self.fields if name.startswith(STANDS)]
        return {name.removeprefix(STANDS): str(self[name].value() or "") for name in names}

    def refuse(self, refused: Refused, names: Mapping[str, str] | None = None) -> None:
        boxes = {name.removeprefix(STANDS): name for name in self.fields}
        super().refuse(refused, boxes | dict(names or {}))

    def look_again(self) -> None:
        """The next time it is sent, it is about what is shown now."""
        self.data = self.data.copy()
        self.data["seen"] = self.plan.digest


class UndoForm(EntryForm):
    reason = forms.CharField(
        label=_("Why the merge is undone"),
        max_length=300,
        error_messages={"required": _("Enter why the merge is undone.")},
    )
    two_people = forms.BooleanField(
        label=_("They are two people: do not list them as likely the same again"), required=False
    )


class OtherRecordForm(EntryForm):
    """The study code of the record that is thought to be the same person's."""

    code = forms.CharField(label=_("Study code of the other record"), max_length=40)

    def __init__(self, *args: Any, patient: Patient, **options: Any) -> None:
        self.patient = patient
        self.other: Patient | None = None
        super().__init__(*args, **options)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        self.other = with_code(self.patient.centre, code)
        if self.other is None:
            raise forms.ValidationError(gettext("This center has no patient of this code."))
        if self.other.pk == self.patient.pk:
            raise forms.ValidationError(gettext("This is the code of the record itself."))
        return code
