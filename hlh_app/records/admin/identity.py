"""Records that were found to be one person's, or two people's."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin
from hlh_app.records.admin.filters import InCentre
from hlh_app.records.admin.imports import Undone
from hlh_app.records.models import NotTheSame, PatientMerge


class OfKept(InCentre):
    path = "kept__centre"


class OfOne(InCentre):
    path = "one__centre"


@admin.register(PatientMerge)
class PatientMergeAdmin(ReviewAdmin):
    to_patient = "kept"
    list_select_related = ["kept", "gone", "merged_by", "undone_by"]
    list_display = ["merged_at", "kept_code", "gone_code", "reason", "rows", "by", "undone"]
    list_filter = [Undone, OfKept, "merged_at"]
    search_fields = ["kept__code", "gone__code", "reason"]
    search_help_text = _("Study code of either patient, or words of the reason")

    @admin.display(description=_("kept"), ordering="kept__code")
    def kept_code(self, row: PatientMerge) -> str:
        return words.patient_link(row.kept)

    @admin.display(description=_("merged into it"), ordering="gone__code")
    def gone_code(self, row: PatientMerge) -> str:
        return row.gone.code

    @admin.display(description=_("rows moved"))
    def rows(self, row: PatientMerge) -> int:
        return sum(len(keys) for keys in row.moved.values())

    @admin.display(description=_("by"), ordering="merged_by__username")
    def by(self, row: PatientMerge) -> str:
        return row.merged_by.username

    @admin.display(description=_("undone"), ordering="undone_at")
    def undone(self, row: PatientMerge) -> str:
        if row.undone_at is None or row.undone_by is None:
            return ""
        told = f"{words.instant(row.undone_at)}, {row.undone_by.username}"
        return format_html("{}<br>{}", told, row.undo_reason)

    def name_of(self, row: PatientMerge) -> str:
        return f"{row.gone.code} → {row.kept.code}, {words.instant(row.merged_at)}"

    def related(self, row: PatientMerge) -> list[tuple[str, str]]:
        return [
            (_("Patient"), words.record_page("patient", row.kept_id)),
            (_("The record merged into it"), words.record_page("patient", row.gone_id)),
        ]


@admin.register(NotTheSame)
class NotTheSameAdmin(ReviewAdmin):
    to_patient = "one"
    list_select_related = ["one", "other", "said_by"]
    list_display = ["said_at", "one_code", "other_code", "by"]
    list_filter = [OfOne, "said_at"]
    search_fields = ["one__code", "other__code"]
    search_help_text = _("Study code of either patient")

    @admin.display(description=_("patient"), ordering="one__code")
    def one_code(self, row: NotTheSame) -> str:
        return words.patient_link(row.one)

    @admin.display(description=_("is not"), ordering="other__code")
    def other_code(self, row: NotTheSame) -> str:
        return words.patient_link(row.other)

    @admin.display(description=_("said by"), ordering="said_by__username")
    def by(self, row: NotTheSame) -> str:
        return row.said_by.username

    def name_of(self, row: Any) -> str:
        return f"{row.one.code}, {row.other.code}"
