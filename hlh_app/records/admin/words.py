"""How the admin writes figures, moments and links. Units stay the codes that are stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.clinical.finding_labels import FINDING_LABELS
from hlh_app.records.models import Patient
from hlh_app.records.models.choices import Comparator


def figure(value: Decimal | float | int) -> str:
    """1,709 or 0.42: as entered, without the zeros that the column adds."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal | None, unit: str, comparator: str = "") -> str:
    """> 16,500 ng/mL; empty without a value."""
    if value is None:
        return ""
    sign = str(Comparator(comparator).label) if comparator else ""
    return " ".join(part for part in (sign, figure(value), unit) if part)


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """30–400, ≤ 400, ≥ 30, or nothing."""
    if low is not None and high is not None:
        return f"{figure(low)}–{figure(high)}"
    if high is not None:
        return f"≤ {figure(high)}"
    return f"≥ {figure(low)}" if low is not None else ""


def day(value: date | None) -> str:
    return date_format(value, "d-M-Y") if value else ""


def instant(value: datetime | None) -> str:
    """On the clock of the reader's centre."""
    return date_format(timezone.localtime(value), "d-M-Y H:i") if value else ""


def moment(value: Moment | None) -> str:
    """On the clock on which it was written; a date alone stays a date."""
    if value is None:
        return ""
    return day(value.day) if value.is_date else date_format(value.seen, "d-M-Y H:i")


def moment_column(name: str, label: Any) -> Callable[..., str]:
    """A column for ``MomentColumns`` called ``name``."""

    @admin.display(description=label, ordering=f"{name}_at")
    def column(self: Any, row: Any) -> str:
        return moment(getattr(row, name))

    return column


def analyte(code: str) -> str:
    return _(ANALYTES[code].label) if code in ANALYTES else code


def finding(code: str) -> str:
    return _(FINDING_LABELS[code]) if code in FINDING_LABELS else code_words(code)


def code_words(code: str) -> str:
    """transplant_planned → Transplant planned: for codes without a printed label."""
    text = code.replace("_", " ")
    return text[:1].upper() + text[1:]


def patient_page(pk: int) -> str:
    """Address of the clinical page; empty while there is none."""
    try:
        return reverse("web:patient", args=[pk])
    except NoReverseMatch:
        return ""


def patient_link(patient: Patient) -> str:
    """The code, leading to the clinical page."""
    address = patient_page(patient.pk)
    return format_html('<a href="{}">{}</a>', address, patient.code) if address else patient.code


def record_page(table: str, pk: int) -> str:
    """Address of the admin's page of a row; empty for a table that it does not show."""
    for label in ("records", "accounts"):
        try:
            return reverse(f"admin:{label}_{table}_change", args=[pk])
        except NoReverseMatch:
            continue
    return ""


def record_list(model: type[models.Model], query: str) -> str:
    """Address of the admin's list of a table, filtered."""
    return reverse(f"admin:records_{model._meta.model_name}_changelist") + f"?{query}"


def plural(model: type[models.Model]) -> str:
    label = str(model._meta.verbose_name_plural)
    return label[:1].upper() + label[1:]
