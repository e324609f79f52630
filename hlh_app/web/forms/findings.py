"""A finding on a day, chosen from groups in which a ward thinks of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import FindingStatus
from hlh_app.records.models.choices import FindingMethod, TissueSite
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.rows import CHOOSE, RowForm, named
from hlh_app.web.presenters import readings

GROUPS = (
    (
        _("What HLH criteria ask"),
        (
            *("fever", "splenomegaly", "hepatomegaly", "hemophagocytosis", "nk_activity"),
            *("scd25_elevated", "molecular_diagnosis", "exome_variant"),
        ),
    ),
    (
        _("Course"),
        (
            *("cns_involvement", "hemorrhage", "edema", "liver_impairment", "dialysis"),
            "survival_over_one_month",
        ),
    ),
    (
        _("Infection"),
        (
            *("uncontrolled_infection", "bacterial_infection", "viral_infection"),
            *("fungal_infection", "parasitic_infection", "ebv_infection", "hepatitis_b"),
            *("herpes_simplex", "herpes_zoster"),
        ),
    ),
    (
        _("Tuberculosis"),
        ("tuberculosis", "tb_skin_test", "tb_blood_test", "tb_chest_imaging"),
    ),
    (
        _("Other illness and circumstances"),
        (
            *("immunosuppression", "systemic_jia", "active_arthritis", "malignancy"),
            *("hematologic_malignancy", "nonmelanoma_skin_cancer", "pregnancy", "breast_feeding"),
        ),
    ),
)
"""Title and findings; each finding stands in one group."""


class AnyFindingForm(RowForm):
    rows: ClassVar = (
        "finding",
        ("status", "on"),
        ("site", "method"),
        "detail",
        "expected_on",
    )

    TOGETHER = (("finding", "status", "detail"),)

    finding = forms.ChoiceField(
        label=_("Finding"), error_messages={"required": _("Choose the finding.")}
    )
    status = forms.ChoiceField(
        label=_("Status"),
        help_text=_("“Low or absent” and “normal” are for NK-cell activity alone."),
        error_messages={"required": _("Choose the status.")},
    )
    on = DayField(label=_("Sample taken or seen on"))
    site = forms.ChoiceField(
        label=_("Tissue, of hemophagocytosis"), choices=TissueSite.choices, required=False
    )
    method = forms.ChoiceField(label=_("How"), choices=FindingMethod.choices, required=False)
    detail = forms.CharField(
        label=_("Detail"),
        max_length=300,
        required=False,
        help_text=_("Gene and variant, agent, image, laboratory."),
    )
    expected_on = DayField(label=_("If pending: result expected on"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["finding"].choices = [
            CHOOSE,
            *((title, named(codes, readings.finding)) for title, codes in GROUPS),
        ]
        self.fields["status"].choices = [CHOOSE, *named(FindingStatus, readings.status)]
