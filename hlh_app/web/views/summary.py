"""The response summary on one page: HTML for print, and PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .. import printing
from ..presenters.summary import summary as presented
from ..record import Record, record_for


@require_safe
@login_required
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    if not record.has_data or record.form.errors:
        return _nothing_to_print(request, record)
    page = presented(record, request.user)
    context = {"patient": record.patient, "record": record, "page": page}
    return render(request, "patients/summary.html", context)


@require_safe
@login_required
def summary_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    record = record_for(request, pk)
    if not record.has_data or record.form.errors:
        return _nothing_to_print(request, record)
    patient, page = record.patient, presented(record, request.user)
    context = {"patient": patient, "record": record, "page": page, "user": request.user}
    sizes = ("", "snug", "tight")
    pages = (
        render_to_string("patients/summary.html", context | {"pdf": True, "size": size})
        for size in sizes
    )
    try:
        content = printing.pdf(pages)
    except printing.PrinterMissingError:
        return render(request, "patients/no_printer.html", context, status=503)
    name = f"{slugify(patient.code) or patient.pk}-{record.as_of.day}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _nothing_to_print(request: HttpRequest, record: Record) -> HttpResponse:
    """A print must not show another moment than the one asked for."""
    status = 400 if record.form.errors else 200
    context = {"patient": record.patient, "record": record}
    return render(request, "patients/nothing_to_print.html", context, status=status)
