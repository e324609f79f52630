"""What the page to explore shows: which test, how much time, on which scale."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.study.values import ANALYSED

TESTS = ("temperature", *ANALYSED)
FIRST = {"test": "ferritin", "time": "weeks", "scale": "usual"}


class ExploreForm(forms.Form):
    """What the address does not say, or says wrongly, is as on the first visit."""

    test = forms.ChoiceField(label=gettext_lazy("Test"))
    time = forms.ChoiceField(
        label=gettext_lazy("Time"),
        choices=[
            ("weeks", gettext_lazy("8 weeks")),
            ("days", gettext_lazy("2 weeks, day by day")),
            ("year", gettext_lazy("1 year")),
        ],
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale"),
        choices=[
            ("usual", gettext_lazy("as usual for the test")),
            ("linear", gettext_lazy("linear")),
        ],
    )

    def __init__(self, address: Mapping[str, str]) -> None:
        said = {name: address.get(name) or first for name, first in FIRST.items()}
        super().__init__(said, label_suffix="")
        tests = self.fields["test"]
        assert isinstance(tests, forms.ChoiceField)
        tests.choices = [(code, _(ANALYTES[code].label)) for code in TESTS]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        for name in self.errors:
            self.data = {**self.data, name: FIRST[name]}
        self.full_clean()

    @property
    def code(self) -> str:
        """Of the test."""
        found: str = self.cleaned_data["test"]
        return found

    @property
    def spans(self) -> str:
        found: str = self.cleaned_data["time"]
        return found

    @property
    def log(self) -> bool:
        """Whether tests that have a log scale are drawn on it."""
        return bool(self.cleaned_data["scale"] == "usual")
