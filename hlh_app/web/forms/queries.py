"""A reviewer's question about a record, and what is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.base import ClinicalRow
from hlh_app.web.forms.entry import EntryForm

LONGEST = 5000
BOOKKEEPING = {"id", "version", "recorded_at", "recorded_by", "patient", "visit", "error_reason"}


class QuestionForm(EntryForm):
    field = forms.ChoiceField(label=_("About"), required=False)
    question = forms.CharField(
        label=_("Question"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write the question.")},
    )

    def __init__(self, *args: Any, row: ClinicalRow, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", _("The whole record")), *_columns(row)]


def _columns(row: ClinicalRow) -> list[tuple[str, str]]:
    """Every column that somebody enters; a moment once, under its name."""
    columns = []
    for field in row._meta.concrete_fields:
        name = field.name.removesuffix("_at")
        moment = name if name != field.name and hasattr(type(row), name) else ""
        if (field.editable or moment) and field.name not in BOOKKEEPING:
            columns.append((moment or field.name, capfirst(str(field.verbose_name))))
    return columns


class ReplyForm(EntryForm):
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the answer.")},
    )
