"""Imports: sending a file, the list, one import with what it left over, and undoing it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlh_app.accounts.models import Role
from hlh_app.accounts.selectors import centres_where
from hlh_app.records.imports import confirming, undoing, waiting
from hlh_app.records.models import WaitingImport
from hlh_app.records.models.choices import LeftOverStatus
from hlh_app.records.selectors import imports as selector

from .. import importing
from ..forms.imports import ImportFilter, UndoForm, UploadForm
from ..forms.left_over import LeftOverForm
from ..keeping import opened
from ..presenters import imports as presenter
from ..presenters import imports_waiting
from ..submissions import close
from .writing import saved

ON_A_PAGE = 50
both = require_http_methods(["GET", "POST"])


@login_required
@both
def imports(request: HttpRequest) -> HttpResponse:
    centres = centres_where(request.user, Role.CLINICIAN)
    if request.method == "POST":
        return _upload(request, centres)
    return _list(request, UploadForm(None, request=request, centres=centres), centres)


def _upload(request: HttpRequest, centres: Any) -> HttpResponse:
    if not centres:
        raise PermissionDenied(_("Only a clinician of the centre may import into it."))
    form = UploadForm(request.POST, request.FILES, request=request, centres=centres)
    if not form.is_valid():
        return _list(request, form, centres)
    held = waiting.hold(
        actor=request.user,
        centre=form.cleaned_data["centre"],
        patient=form.patient,
        source=form.source,
        name=form.cleaned_data["file"].name,
        content=form.content,
    )
    waiting.choose(held, {"remark": form.kind.remark})
    if len(form.content) <= importing.AT_ONCE_BYTES and not saved(form, lambda: _read(held)):
        waiting.throw_away(held)
        return _list(request, form, centres)
    return redirect("web:import-waiting", held.pk)


def _read(held: WaitingImport) -> object:
    return importing.look(held.user, held, {})


def _list(request: HttpRequest, form: UploadForm, centres: Any) -> HttpResponse:
    narrowing = ImportFilter(request.GET)
    found = narrowing.apply(selector.visible_to(request.user))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filter": narrowing,
        "page": page,
        "lines": presenter.lines(page.object_list),
        "waiting": imports_waiting.lines(waiting.waiting_of(request.user)),
        "enters": bool(centres),
    }
    return render(request, "imports/list.html", context)


@login_required
@require_safe
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(selector.visible_to(request.user), pk=pk)
    return _import_page(request, batch, UndoForm())


def _import_page(request: HttpRequest, batch: Any, form: UndoForm) -> HttpResponse:
    rows = selector.left_over_of(batch)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "form": form,
        "import": presenter.import_page(batch, selector.patients_of(batch)),
        "page": page,
        "lines": presenter.left_lines(page.object_list),
        "may_act": confirming.may_act(request.user, batch),
    }
    return render(request, "imports/import.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(selector.visible_to(request.user), pk=pk)
    confirming.require_clinician(request.user, batch)
    form = UndoForm(request.POST)

    def write() -> object:
        reason = form.cleaned_data["reason"]
        return undoing.undo(actor=request.user, batch=batch, reason=reason)

    undone = saved(form, write) if form.is_valid() else None
    if undone is None:
        return _import_page(request, batch, form)
    for level, said in presenter.undone(undone):
        messages.add_message(request, level, said)
    return redirect("web:import", pk)


@login_required
@both
def left_over(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    row = get_object_or_404(selector.left_over_visible_to(request.user), pk=row_pk, batch=pk)
    confirming.require_clinician(request.user, row.batch)
    typed = opened(request)
    zone = ZoneInfo(row.batch.centre.time_zone)
    form = LeftOverForm(typed.data, left=row, user=request.user, zone=zone)

    def write() -> object:
        return confirming.keep_left_over(
            actor=request.user, left=row, patient=form.patient, **form.facts()
        )

    if form.is_bound and form.is_valid() and saved(form, typed.closing(write)):
        messages.success(request, _("The row is kept."))
        return redirect("web:import", pk)
    context = {"form": form, "row": presenter.left_line(row), "batch": row.batch}
    return render(request, "imports/left_over.html", context)


@login_required
@require_POST
def leave_out(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    row = get_object_or_404(selector.left_over_visible_to(request.user), pk=row_pk, batch=pk)
    confirming.require_clinician(request.user, row.batch)
    if row.status == LeftOverStatus.OPEN:
        confirming.leave_out(actor=request.user, left=row)
        close(request)
    messages.success(request, _("The row is left out."))
    return redirect("web:import", pk)


@login_required
@require_safe
def left_over_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    batch = get_object_or_404(selector.visible_to(request.user), pk=pk)
    rows = selector.left_over_of(batch).filter(status=LeftOverStatus.OPEN)
    response = StreamingHttpResponse(presenter.left_csv(rows), content_type=presenter.CSV)
    name = f"left-over-{batch.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
