"""Signing what is on the page, and nothing that came after it was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models import Visit
from hlh_app.web.forms.entry import EntryForm


class SignForm(EntryForm):
    """``shown``: when the visit last changed, as the page was drawn."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        self.visit = visit
        self.state = {"version": visit.version, "shown": _changed(visit)}
        super().__init__(*args, initial=self.state, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {name: cleaned.get(name) for name in self.state} != self.state:
            self.data = self.data.copy()
            for name, value in self.state.items():
                self.data[name] = str(value)
            raise ValidationError(
                _("The visit was changed after this page was shown. Read it again, then sign.")
            )
        return cleaned


def _changed(visit: Visit) -> str:
    return visit.content_changed_at.isoformat() if visit.content_changed_at else ""
