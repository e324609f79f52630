"""What seems wrong with a calculation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.records.services.free_text import LONGEST
from hlh_app.web.forms.entry import EntryForm


class ProblemForm(EntryForm):
    text = forms.CharField(
        label=_("What seems wrong"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What the page says, what you expected, and by which source."),
        error_messages={"required": _("Write what seems wrong.")},
    )
