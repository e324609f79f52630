"""Which patients an analysis is about: one or two groups, everything in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.study.index import Treatment


class GroupFilter(forms.Form):
    """One group. The second group's names in the address begin with ``b-``."""

    treatment = forms.ChoiceField(
        label=_("Treatment"),
        required=False,
        choices=[
            ("", _("Ruxolitinib")),
            (Treatment.CONVENTIONAL.value, _("Conventional, never ruxolitinib")),
            ("any", _("Any")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)


class DefinitionForm(forms.Form):
    """Whether two groups stand side by side."""

    compare = forms.BooleanField(label=_("Compare with a second group"), required=False)
