"""What the page to explore shows: which test, how much time, on which scale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.study.values import ANALYSED

FIRST = "ferritin"


class ExploreForm(forms.Form):
    """Whatever the address does not say, or says wrongly, is as on the first visit."""

    test = forms.ChoiceField(label=_("Test"), required=False)
    time = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("weeks", _("8 weeks")),
            ("days", _("2 weeks, day by day")),
            ("year", _("1 year")),
        ],
    )
    scale = forms.ChoiceField(
        label=_("Scale"),
        required=False,
        choices=[("usual", _("As usual for the test")), ("linear", _("Linear"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        tests = ("temperature", *ANALYSED)
        choices = [(code, _(ANALYTES[code].label)) for code in tests]
        self.fields["test"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    def _chosen(self, name: str, otherwise: str) -> str:
        found: str = self.cleaned_data.get(name) or otherwise
        return found

    @property
    def test_code(self) -> str:
        return self._chosen("test", FIRST)

    @property
    def spans(self) -> str:
        return self._chosen("time", "weeks")

    @property
    def log(self) -> bool:
        """Whether a log scale is drawn for tests that have one."""
        return self._chosen("scale", "usual") == "usual"
