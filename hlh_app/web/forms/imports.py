"""Sending a file, finding an import again, and undoing one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.records.imports.file_kinds import FileKind, kind_of
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.entry import EntryForm

ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.json,.ndjson,.jsonl"


class UploadForm(EntryForm):
    """One file. ``code``: whose results they are, where the file does not say."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(
            {"accept": ENDINGS, "class": "form-control", "aria-describedby": "id_file_helptext"}
        ),
    )
    centre = forms.ModelChoiceField(
        label=_("Centre"),
        queryset=None,
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
    )
    code = forms.CharField(
        label=_("Patient, if the file names none"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        help_text=_("The study code, where every result in the file is of one patient."),
    )

    def __init__(self, *args: Any, request: Any, centres: QuerySet[Centre], **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        self.kind = FileKind("")
        self.content = b""
        self.patient: Patient | None = None
        self.fields["file"].help_text = said_limit()
        self.fields["centre"].queryset = centres
        if len(centres) == 1:
            self.fields["centre"].initial = centres[0]
            self.fields["centre"].widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        if getattr(self.request, "file_too_large", False):
            raise forms.ValidationError(self.too_large)
        file = self.cleaned_data["file"]
        if not file:
            raise forms.ValidationError(gettext("Choose the file to be imported."))
        self.content = file.read()
        try:
            self.kind = kind_of(file.name, self.content)
        except Refused as refused:
            raise forms.ValidationError(refused.errors["file"]) from refused
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code, centre = given.get("code"), given.get("centre")
        if code and centre:
            found = visible_to(self.request.user).filter(centre=centre, code=code).first()
            if found is None:
                self.add_error("code", gettext("This centre has no patient with this code."))
            self.patient = found
        return given

    @property
    def most_bytes(self) -> int:
        return int(settings.UPLOAD_MEGABYTES) * 1024 * 1024

    @property
    def too_large(self) -> str:
        return gettext("The file is larger than %(most)s MB. Split it and send the parts.") % {
            "most": settings.UPLOAD_MEGABYTES
        }

    @property
    def source(self) -> str:
        return ImportSource.FHIR if self.kind.is_fhir else ImportSource.TABLE


def said_limit() -> str:
    return gettext(
        "CSV, Excel (XLSX), or FHIR R4 as a JSON Bundle or ndjson; at most %(most)s MB. "
        "Only what you confirm comes into the record; the file itself does not stay."
    ) % {"most": settings.UPLOAD_MEGABYTES}


class ImportFilter(forms.Form):
    """Which imports the list shows. Everything stands in the address."""

    q = forms.CharField(label=_("File or patient"), required=False, max_length=120)
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", _("All")), *ImportSource.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Rows left over")),
            ("stands", _("Not undone")),
            ("undone", _("Undone")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    @property
    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def apply(self, imports: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
        """``imports`` narrowed by what was asked for; none when it cannot be read."""
        if not self.is_valid():
            return imports.none()
        asked = self.cleaned_data
        if asked["source"]:
            imports = imports.filter(source=asked["source"])
        if asked["q"]:
            named = imports.filter(name__icontains=asked["q"])
            imports = named | imports.filter(patient__code__icontains=asked["q"])
        states = {
            "open": {"open_rows__gt": 0},
            "stands": {"undone_at": None},
            "undone": {"undone_at__isnull": False},
        }
        return imports.filter(**states.get(asked["state"], {}))


class UndoForm(EntryForm):
    reason = forms.CharField(
        label=_("Why the whole import is undone"),
        max_length=300,
        help_text=_("Such as: the file of another ward; the units were wrong."),
        error_messages={"required": _("Enter why the import is undone.")},
    )
