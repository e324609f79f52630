"""How a study export is made, and a cohort file that is loaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hlh_app.exchange.study.options import Dates, Ids, Options

LARGEST_COHORT_FILE = 2_000_000
TOO_LARGE = _("The file is larger than 2 MB.")


class ExportForm(forms.Form):
    """The defaults leave out all that could say who somebody is."""

    dates = forms.ChoiceField(
        label=_("Dates"),
        choices=[
            (Dates.DAYS.value, _("Days from day 0, no calendar date")),
            (Dates.SHIFTED.value, _("Calendar dates, each patient's shifted at random")),
            (Dates.KEPT.value, _("Calendar dates as recorded")),
        ],
        initial=Dates.DAYS.value,
        help_text=_(
            "Shifted: by up to 180 days, the same for all dates of a patient, and kept nowhere; "
            "the day of the first dose then means nothing as a calendar date."
        ),
    )
    ids = forms.ChoiceField(
        label=_("Patients are named by"),
        choices=[
            (Ids.PSEUDONYMS.value, _("Codes made for this export alone")),
            (Ids.CODES.value, _("The centre's study codes")),
        ],
        initial=Ids.PSEUDONYMS.value,
        help_text=_(
            "With study codes, whoever holds the centre's list knows who each patient is. Two "
            "exports can then be joined by them."
        ),
    )
    notes = forms.BooleanField(
        label=_("With free text (notes, details, reasons)"),
        required=False,
        help_text=_(
            "It may name people: read it before you pass it on. Drugs, regimens, adverse events, "
            "laboratories and assays leave in any case, as they were typed."
        ),
    )
    people = forms.BooleanField(
        label=_("Name users in the audit extract by their user names"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    @property
    def options(self) -> Options:
        """Of a valid form."""
        data = self.cleaned_data
        return Options(Dates(data["dates"]), Ids(data["ids"]), data["notes"], data["people"])


class PaperForm(forms.Form):
    """Size of a printed figure."""

    mm = forms.TypedChoiceField(choices=[(85, "85"), (175, "175")], coerce=int)
    dpi = forms.TypedChoiceField(choices=[(100, "100"), (300, "300"), (600, "600")], coerce=int)


class TellForm(forms.Form):
    """A cohort file to be made."""

    name = forms.CharField(
        label=_("Name under which other centres see it"),
        max_length=120,
        required=True,
        help_text=_(
            "Small counts are hidden within one file only. Two files in which most patients are "
            "the same tell of those in whom they differ: give out one file of a group."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)


class CohortFileForm(forms.Form):
    """A cohort file of another centre. ``text``: of a valid form."""

    file = forms.FileField(
        label=_("Cohort file"),
        help_text=_("A file in format hlh-cohort/1: counts and summaries, no patients."),
        allow_empty_file=False,
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_COHORT_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            self.text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from error
        return file
