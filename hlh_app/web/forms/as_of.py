"""The moment as of which a page is shown, as it stands in the address."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import Moment
from hlh_app.web.forms.days import moment_of, read_clock, read_day


def read_as_of(text: str, zone: tzinfo) -> Moment:
    """``20-Nov-2026``, ``20-Nov-2026 06:00`` or ``2026-11-20T06:00+01:00``; a date alone is the
    end of that day. ValidationError says what to write instead."""
    written = " ".join(text.split())
    day, _gap, clock = written.partition("T") if "T" in written[8:11] else _split(written)
    return moment_of(read_day(day), read_clock(clock) if clock else None, zone)


def _split(written: str) -> tuple[str, str, str]:
    before, gap, last = written.rpartition(" ")
    return (before, gap, last) if ":" in last and before else (written, "", "")


class AsOfForm(forms.Form):
    """Empty: the patient's last data."""

    as_of = forms.CharField(
        label=_("As of"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "size": 18, "placeholder": "20-Nov-2026"}),
    )

    def __init__(self, *args: Any, zone: tzinfo, **options: Any) -> None:
        self.zone = zone
        super().__init__(*args, **options)

    def clean_as_of(self) -> Moment | None:
        text = self.cleaned_data["as_of"]
        return read_as_of(text, self.zone) if text else None
