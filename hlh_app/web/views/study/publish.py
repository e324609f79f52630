"""What a paper needs of the chosen groups: paragraphs, tables, figures, the data, aggregates."""

from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hlh_app.exchange.study.tables import PARTS_NEEDED
from hlh_app.records.services.errors import Refused

from ...forms.study.taking_out import ExportForm, TellForm
from ...presenters.study.publish import publish_page, why_no_cohort_file
from ...study import taking_out
from ...study.asked import Asked, asked
from ...study.frame import context

ZIP = "application/zip"


@require_safe
@login_required
def publish(request: HttpRequest) -> HttpResponse:
    return _page(request, asked(request, PARTS_NEEDED))


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The study export, once it stands in the record that it leaves."""
    wanted, form = asked(request, PARTS_NEEDED), ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, wanted, form, status=422)
    try:
        file = taking_out.study_export(wanted, form.options, request.user)
    except Refused as refused:
        form.add_error(None, str(refused.errors[""][0]))
        return _page(request, wanted, form, status=422)
    return _file(file, ZIP, "hlh-study-export.zip")


@require_POST
@login_required
def cohort_file(request: HttpRequest) -> HttpResponseBase:
    """Aggregates, once it stands in the record that they leave."""
    wanted, form = asked(request, PARTS_NEEDED), TellForm(request.POST)
    if not form.is_valid() or why_no_cohort_file(wanted):
        return _page(request, wanted, tell=form, status=422)
    try:
        file, code = taking_out.cohort_file_of(wanted, form.cleaned_data["name"], request.user)
    except Refused as refused:
        form.add_error(None, str(refused.errors[""][0]))
        return _page(request, wanted, tell=form, status=422)
    return _file(file, "application/json", f"{code}.json")


def _page(
    request: HttpRequest,
    wanted: Asked,
    form: ExportForm | None = None,
    tell: TellForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = publish_page(wanted, request.user)
    forms = {"form": form or ExportForm(), "tell": tell or TellForm()}
    shown = context(wanted, "study-publish", page=page, **forms)
    return render(request, "study/publish.html", shown, status=status)


def _file(file: IO[bytes], kind: str, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
