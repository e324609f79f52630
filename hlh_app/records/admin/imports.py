"""Pastes and files that were kept: how much came, what was left over, what was undone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hlh_app.records.admin import words
from hlh_app.records.admin.base import ReviewAdmin
from hlh_app.records.admin.filters import InCentre, InCentreOfPatient, OneOf
from hlh_app.records.models import (
    Event,
    Exposure,
    Finding,
    ImportBatch,
    ImportedChange,
    LeftOver,
    Observation,
)
from hlh_app.records.models.choices import LeftOverStatus

BROUGHT = (Observation, Finding, Exposure, Event)


class InCentreOfBatch(InCentre):
    path = "batch__centre"


class Undone(OneOf):
    title = _("undone")
    parameter_name = "undone"

    def options(self) -> dict[str, tuple[Any, Q]]:
        standing = Q(undone_at__isnull=True)
        return {"no": (_("Stands"), standing), "yes": (_("Undone"), ~standing)}


@admin.register(ImportBatch)
class ImportBatchAdmin(ReviewAdmin):
    to_patient = ""
    list_select_related = ["centre", "patient", "made_by"]
    list_display = [
        "made_at",
        "centre_code",
        "code",
        "source",
        "name",
        "counted",
        "open_rows",
        "made_by_name",
        "undone",
    ]
    list_display_links = ["made_at"]
    list_filter = [Undone, "source", InCentreOfPatient, "made_at"]
    search_fields = ["patient__code", "name"]
    search_help_text = _("Study code of the patient, or name of the file")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        waiting = Count("left_over", filter=Q(left_over__status=LeftOverStatus.OPEN))
        return super().get_queryset(request).annotate(waiting=waiting)

    @admin.display(description=_("centre"), ordering="centre__code")
    def centre_code(self, row: ImportBatch) -> str:
        return row.centre.code

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: ImportBatch) -> str:
        return words.patient_link(row.patient) if row.patient else _("several")

    @admin.display(description=_("values"))
    def counted(self, row: ImportBatch) -> str:
        return ", ".join(f"{words.code_words(str(k))} {n}" for k, n in row.counts.items())

    @admin.display(description=_("rows left over, open"), ordering="waiting")
    def open_rows(self, row: Any) -> str:
        return words.figure(row.waiting) if row.waiting else ""

    @admin.display(description=_("by"), ordering="made_by__username")
    def made_by_name(self, row: ImportBatch) -> str:
        return row.made_by.username if row.made_by else ""

    @admin.display(description=_("undone"), ordering="undone_at")
    def undone(self, row: ImportBatch) -> str:
        if row.undone_at is None:
            return ""
        return format_html("{}<br>{}", words.instant(row.undone_at), row.undo_reason)

    def name_of(self, row: ImportBatch) -> str:
        return f"{row}, {words.instant(row.made_at)}"

    def page_of_patient(self, row: ImportBatch) -> str:
        return words.patient_page(row.patient_id) if row.patient_id else ""

    def related(self, row: ImportBatch) -> list[tuple[str, str]]:
        lists = (*BROUGHT, LeftOver, ImportedChange)
        return [(words.plural(m), words.record_list(m, f"batch__exact={row.pk}")) for m in lists]


class OfBatchAdmin(ReviewAdmin):
    to_patient = "batch"

    @admin.display(description=_("import"), ordering="batch__made_at")
    def of_batch(self, row: Any) -> str:
        address = words.record_page("importbatch", row.batch_id)
        label = f"{row.batch}, {words.instant(row.batch.made_at)}"
        return format_html('<a href="{}">{}</a>', address, label)

    def related(self, row: Any) -> list[tuple[str, str]]:
        return [(_("The import"), words.record_page("importbatch", row.batch_id))]


@admin.register(LeftOver)
class LeftOverAdmin(OfBatchAdmin):
    list_select_related = ["batch", "patient", "closed_by"]
    list_display = ["place", "of_batch", "code", "reason", "status", "closed", "found_text"]
    list_filter = ["status", InCentreOfBatch, "batch__made_at"]
    search_fields = ["patient__code", "batch__name", "reason"]
    search_help_text = _("Study code of the patient, name of the file, or words of the reason")

    @admin.display(description=_("patient"), ordering="patient__code")
    def code(self, row: LeftOver) -> str:
        return words.patient_link(row.patient) if row.patient else ""

    @admin.display(description=_("closed"), ordering="closed_at")
    def closed(self, row: LeftOver) -> str:
        who = row.closed_by.username if row.closed_by else ""
        return ", ".join(part for part in (words.instant(row.closed_at), who) if part)

    @admin.display(description=_("as found"))
    def found_text(self, row: LeftOver) -> str:
        return "; ".join(f"{heading}: {text}" for heading, text in dict(row.found).items())

    def page_of_patient(self, row: LeftOver) -> str:
        return words.patient_page(row.patient_id) if row.patient_id else ""


@admin.register(ImportedChange)
class ImportedChangeAdmin(OfBatchAdmin):
    list_select_related = ["batch"]
    list_display = ["record", "of_batch", "version"]
    list_filter = ["table", InCentreOfBatch]
    search_fields = ["batch__name", "batch__patient__code"]
    search_help_text = _("Name of the file, or study code of its patient")

    @admin.display(description=_("record"), ordering="row_id")
    def record(self, row: ImportedChange) -> str:
        return str(row)

    def page_of_patient(self, row: ImportedChange) -> str:
        return words.patient_page(row.batch.patient_id) if row.batch.patient_id else ""

    def related(self, row: ImportedChange) -> list[tuple[str, str]]:
        return [(_("The record"), words.record_page(row.table, row.row_id)), *super().related(row)]
