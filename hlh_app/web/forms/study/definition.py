"""Which patients an analysis is about: one or two groups, everything in the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.clinical.study.index import Treatment
from hlh_app.clinical.study.subject import (
    ALONE,
    FIRST_LINE,
    LATER_LINE,
    WITH_GLUCOCORTICOID,
    WITH_OTHER,
)
from hlh_app.records.models.choices import DiseaseCourse, Sex, Trigger, TriggerAgent

from ..days import DayField

SECOND = "b"
ANY = ("", _("Any"))
NOT_KNOWN = ("unknown", _("Not known"))
OLDEST_YEARS = 130


def choice(label: Any, *choices: tuple[Any, Any], first: tuple[str, Any] = ANY) -> Any:
    """A field that may stay open."""
    return forms.ChoiceField(label=label, required=False, choices=[first, *choices])


def known(choices: Any) -> list[tuple[Any, Any]]:
    """The choices of a column, "not recorded" last and in one word everywhere."""
    return [pair for pair in choices.choices if pair[0] != "unknown"] + [NOT_KNOWN]


class YearsField(forms.CharField):
    """Completed years as a whole number, None when left empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=6, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()) or int(text) > OLDEST_YEARS:
            raise forms.ValidationError(_("Enter whole years, from 0 to 130."))
        return int(text)


class GroupFilter(forms.Form):
    """One group. The second group's names in the address begin with ``b-``."""

    BOXES = (
        *(("treatment",), ("beside",), ("line",), ("course",)),
        *(("trigger",), ("agent",), ("ebv",), ("hlh2004",)),
        *(("sex",), ("age_from", "age_to"), ("day_from", "day_to"), ("code",)),
    )
    treatment = choice(
        _("Treatment"),
        (Treatment.CONVENTIONAL.value, _("Conventional, never ruxolitinib")),
        ("any", _("Any")),
        first=("", _("Ruxolitinib")),
    )
    trigger = choice(_("Trigger"), *known(Trigger))
    agent = choice(_("Agent"), *TriggerAgent.choices, NOT_KNOWN)
    ebv = choice(_("EBV"), ("yes", _("EBV-HLH")), ("no", _("Not EBV-HLH")), NOT_KNOWN)
    sex = choice(_("Sex"), *known(Sex))
    age_from = YearsField(label=_("Age from, years"))
    age_to = YearsField(label=_("Age to"))
    course = choice(_("Disease"), *known(DiseaseCourse))
    line = choice(
        _("Line of therapy"), (FIRST_LINE, _("First")), (LATER_LINE, _("Later")), NOT_KNOWN
    )
    beside = choice(
        _("Given beside ruxolitinib"),
        (ALONE, _("Nothing else")),
        (WITH_GLUCOCORTICOID, _("Glucocorticoid only")),
        (WITH_OTHER, _("Other treatment of HLH")),
    )
    hlh2004 = choice(
        _("HLH-2004 before treatment"),
        ("met", _("Met")),
        ("not_met", _("Not met")),
        NOT_KNOWN,
    )
    day_from = DayField(label=_("First dose from"), required=False, max_length=20)
    day_to = DayField(label=_("First dose to"), required=False, max_length=20)
    code = forms.CharField(label=_("Study code begins with"), required=False, max_length=40)
    centre = forms.MultipleChoiceField(label=_("Centre"), required=False)

    def __init__(self, *args: Any, centres: Sequence[Centre] = (), **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["centre"].choices = [(c.code, c.name) for c in centres]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("age_from"), given.get("age_to")
        if first is not None and last is not None and first > last:
            self.add_error("age_to", _("This is below the age from which the group begins."))
        first, last = given.get("day_from"), given.get("day_to")
        if first and last and first > last:
            self.add_error("day_to", _("This is before the first day of the period."))
        if given.get("beside") and given.get("treatment"):
            self.add_error("beside", _("This can be asked of patients given ruxolitinib only."))
        return given

    def boxes(self) -> Iterator[list[forms.BoundField]]:
        """As they are drawn, from and to side by side; centres are ticked, where there are
        several."""
        yield from ([self[name] for name in names] for names in self.BOXES)

    @property
    def has_centres(self) -> bool:
        return len(self.fields["centre"].choices) > 1

    @property
    def chosen_centres(self) -> list[str]:
        return list(self["centre"].value() or ())


class DefinitionForm(forms.Form):
    """What holds for both groups, and whether there are two of them."""

    source = choice(
        _("Whose data"),
        ("ward", _("Patients of the centre alone")),
        ("synthetic", _("Synthetic patients alone")),
        ("published", _("Published patients alone")),
        ("all", _("Everybody, mixed")),
        first=("", _("Patients of the centre; others only where it has none")),
    )
    consent = choice(
        _("Consent to research"),
        ("given", _("Only where it was given")),
        ("all", _("Not looked at")),
        first=("", _("Left out where refused or withdrawn")),
    )
    compare = forms.BooleanField(label=_("Compare with a second group"), required=False)
    matched = forms.BooleanField(label=_("Matched controls only"), required=False)
    caliper = forms.CharField(label=_("Ages at most so many years apart"), required=False)
    ratio = choice(_("Controls for each patient"), ("2", _("Up to two")), first=("", _("One")))
    match_ebv = forms.BooleanField(label=_("EBV alike too"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean_caliper(self) -> float | None:
        text = self.cleaned_data["caliper"].strip()
        if not text:
            return None
        whole, _point, part = text.partition(".")
        if not (f"{whole}{part}".isascii() and f"{whole}{part}".isdecimal()) or len(text) > 6:
            raise forms.ValidationError(_("Enter years as a number, such as 2 or 0.5."))
        if float(text) > OLDEST_YEARS:
            raise forms.ValidationError(_("Enter at most 130 years."))
        return float(text)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("matched") and not given.get("compare"):
            self.add_error("matched", _("Matching needs a second group to find controls in."))
        return given


NAMES = (
    *DefinitionForm.base_fields,
    *GroupFilter.base_fields,
    *(f"{SECOND}-{name}" for name in GroupFilter.base_fields),
)


def definition_of(data: QueryDict) -> QueryDict:
    """Of an address what defines the groups, in a fixed order and without what was left open."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        values = [value for value in data.getlist(name) if value]
        if values:
            kept.setlist(name, values)
    return kept
