"""Queries and their answers. They are raised, answered and closed on the pages."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin
from hlh_app.records.admin.fields import Shown
from hlh_app.records.admin.filters import InCentre
from hlh_app.records.models import DataQuery, DataQueryReply


@admin.register(DataQuery)
class DataQueryAdmin(ReviewAdmin):
    list_select_related = ["patient", "raised_by", "closed_by"]
    list_display = [
        "question",
        "code",
        "record",
        "field",
        "status",
        "raised_by_name",
        "raised_at",
        "closed_at",
    ]
    list_filter = ["status", "table", InCentre, "raised_at"]
    search_fields = ["patient__code", "question"]
    search_help_text = _("Study code of the patient, or words of the question")

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: DataQuery) -> str:
        return words.patient_link(row.patient)

    @admin.display(description=_("record"), ordering="table")
    def record(self, row: DataQuery) -> str:
        address = words.record_page(row.table, row.row_id)
        label = f"{row.table} {row.row_id}"
        return format_html('<a href="{}">{}</a>', address, label) if address else label

    @admin.display(description=_("raised by"), ordering="raised_by__username")
    def raised_by_name(self, row: DataQuery) -> str:
        return row.raised_by.username if row.raised_by else row.rule

    def in_words(self, row: DataQuery) -> list[Shown]:
        """The query, and below it what was answered."""
        replies = row.replies.select_related("written_by")
        said = _("%(who)s, %(when)s")
        return super().in_words(row) + [
            Shown(
                said % {"who": reply.written_by.username, "when": words.instant(reply.written_at)},
                reply.text,
            )
            for reply in replies
        ]

    def related(self, row: DataQuery) -> list[tuple[str, str]]:
        return [(_("The record"), words.record_page(row.table, row.row_id))]


@admin.register(DataQueryReply)
class DataQueryReplyAdmin(ReviewAdmin):
    to_patient = "query__patient"
    list_select_related = ["query__patient", "written_by"]
    list_display = ["text", "query", "code", "written_by_name", "written_at"]
    search_fields = ["query__patient__code"]
    search_help_text = _("Study code of the patient")

    @admin.display(description=_("patient"), ordering="query__patient__code")
    def code(self, row: DataQueryReply) -> str:
        return words.patient_link(row.query.patient)

    @admin.display(description=_("written by"), ordering="written_by__username")
    def written_by_name(self, row: DataQueryReply) -> str:
        return row.written_by.username
