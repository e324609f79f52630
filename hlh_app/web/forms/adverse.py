"""One adverse event, and the symptom checklist of Chi 2020 (section 3.8) as one page."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import ADVERSE_CATEGORIES
from hlh_app.records.models.choices import (
    AdverseAction,
    AdverseCategory,
    AdverseRelation,
    AdverseStatus,
    CtcaeVersion,
)
from hlh_app.records.services.adverse import Answer
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.forms.rows import CHOOSE, RowForm

VERSIONS = [(code, label) for code, label in CtcaeVersion.choices if code]
GRADES = [("", _("Not graded")), *((str(grade), str(grade)) for grade in range(1, 6))]
ASKED = tuple(code for code in ADVERSE_CATEGORIES if code != "other")
ANSWERS = [("", _("Not asked")), ("present", _("Present")), ("absent", _("Absent"))]
TERMS = (
    *("Headache", "Dizziness", "Nausea", "Vomiting", "Diarrhea", "Abdominal pain"),
    *("Sepsis", "Lung infection", "Urinary tract infection", "Febrile neutropenia", "Fever"),
    *("Platelet count decreased", "Neutrophil count decreased", "White blood cell decreased"),
    *("Anemia", "Alanine aminotransferase increased", "Aspartate aminotransferase increased"),
    *("Blood bilirubin increased", "Creatinine increased", "Acute kidney injury"),
    *("Hypertriglyceridemia", "Cholesterol high", "Hypertension"),
)
"""Terms of CTCAE offered while one is typed; any other may be written."""


class Asked(forms.RadioSelect):
    """One answer of three. The way from an error leads to the first, which has the plain id."""

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return id_ if index in (None, "0") else f"{id_}_{index}"


class AdverseEventForm(RowForm):
    """The version of the terminology counts only together with a grade."""

    rows: ClassVar = (
        ("category", "status"),
        "term",
        ("grade", "ctcae"),
        ("on", "resolved_on"),
        ("relation", "action"),
    )

    TOGETHER = (("grade", "ctcae"), ("status", "term"))

    category = forms.ChoiceField(
        label=_("Category"),
        choices=[CHOOSE, *AdverseCategory.choices],
        error_messages={"required": _("Choose the category.")},
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=AdverseStatus.choices, initial=AdverseStatus.PRESENT
    )
    term = forms.CharField(
        label=_("Term"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"list": "terms", "autocomplete": "off"}),
        help_text=_("As CTCAE words it. Needed for “other”."),
    )
    grade = forms.ChoiceField(label=_("Grade"), choices=GRADES, required=False)
    ctcae = forms.ChoiceField(
        label=_("Graded by"), choices=VERSIONS, initial=CtcaeVersion.V5, required=False
    )
    on = DayField(label=_("First seen, or asked, on"))
    resolved_on = DayField(
        label=_("Resolved on"), required=False, help_text=_("Empty: still present.")
    )
    relation = forms.ChoiceField(
        label=_("Relation to ruxolitinib"), choices=AdverseRelation.choices, required=False
    )
    action = forms.ChoiceField(label=_("Action"), choices=AdverseAction.choices, required=False)

    def values_of(self, row: Any) -> dict[str, Any]:
        grade = "" if row.grade is None else str(row.grade)
        return super().values_of(row) | {"grade": grade, "ctcae": row.ctcae or CtcaeVersion.V5}

    def column(self, box: str) -> dict[str, Any]:
        if box not in ("grade", "ctcae"):
            return super().column(box)
        grade = self.cleaned_data["grade"]
        version = self.cleaned_data["ctcae"] or CtcaeVersion.V5
        return {"grade": int(grade) if grade else None, "ctcae": version if grade else ""}


class ChecklistForm(EntryForm):
    """Eight questions of one day. A question without an answer writes nothing."""

    on = DayField(label=_("Asked on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in ASKED:
            label = AdverseCategory(code).label
            self.fields[code] = forms.ChoiceField(
                label=label, choices=ANSWERS, required=False, widget=Asked
            )
            self.fields[f"{code}-term"] = forms.CharField(
                label=_("%(category)s: what was seen") % {"category": label},
                max_length=120,
                required=False,
                widget=forms.TextInput({"list": "terms", "autocomplete": "off"}),
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Each question with the box for what was seen."""
        return [(self[code], self[f"{code}-term"]) for code in ASKED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code in ASKED:
            if cleaned.get(f"{code}-term") and cleaned.get(code) != "present":
                self.add_error(code, _("Say that it is present, or empty the box beside it."))
        if not self.errors and not self.answers():
            self.add_error(None, _("Answer at least one question."))
        return cleaned

    def answers(self) -> dict[str, Answer]:
        """Category → answer, of those that were asked."""
        given = self.cleaned_data
        return {
            code: Answer(given[code], given.get(f"{code}-term", ""))
            for code in ASKED
            if given.get(code)
        }
