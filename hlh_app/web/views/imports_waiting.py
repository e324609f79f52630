"""A file that waits: looked at, answered about, kept or thrown away. Only its sender comes here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlh_app.records.imports import confirming, waiting
from hlh_app.records.models import WaitingImport
from hlh_app.records.selectors import imports as selector
from hlh_app.records.services.errors import Refused

from .. import importing, progress
from ..forms.imports_waiting import boxes_of
from ..keeping import opened
from ..presenters import imports_problems, imports_waiting
from ..presenters.imports import CSV
from ..submissions import close


@login_required
@require_http_methods(["GET", "POST"])
def one_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    held = waiting.mine(request.user, pk)
    if (batch := confirming.kept_before(held)) is not None:
        return _kept_already(request, batch.pk)
    if request.method == "POST":
        return _look(request, held)
    return _page(request, held)


def _look(request: HttpRequest, held: WaitingImport) -> HttpResponse:
    """Read and compare it with what is answered now."""
    boxes, here = boxes_of(request.POST.dict()), reverse("web:import-waiting", args=[held.pk])

    def work(watch: importing.Watch) -> Any:
        report = importing.look(request.user, held, boxes, watch)
        close(request)  # what was typed is remembered with the file now
        return report

    if progress.wanted(request):
        return progress.told(request, work, lambda _report: {"url": here})
    try:
        work(importing.UNWATCHED)
    except Refused as refused:
        return _page(request, held, progress.said(refused))
    return redirect(here)


def _page(request: HttpRequest, held: WaitingImport, problem: str = "") -> HttpResponse:
    same = held.choices.get("same")
    batch = selector.visible_to(request.user).filter(pk=same).first() if same else None
    typed = opened(request)
    boxes = boxes_of(typed.data.dict()) if typed.data else held.choices.get("boxes", {})
    page = imports_waiting.waiting_page(held, batch, importing.shown(held), boxes)
    context = {"page": page, "held": held, "problem": problem}
    return render(request, "imports/waiting.html", context)


@login_required
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    held = waiting.mine(request.user, pk)
    if (batch := confirming.kept_before(held)) is not None:
        if progress.wanted(request):
            return progress.told(request, lambda _watch: batch, _address)
        return _kept_already(request, batch.pk)
    if request.POST.get("shown") != importing.shown(held) or _answered_since(request, held):
        return _changed(request, held)

    def work(watch: importing.Watch) -> Any:
        return importing.keep(request.user, held, watch)

    if progress.wanted(request):
        return progress.told(request, work, _address)
    try:
        return redirect("web:import", work(importing.UNWATCHED).pk)
    except Refused as refused:
        return _page(request, held, progress.said(refused))


def _address(batch: Any) -> dict[str, str]:
    return {"url": reverse("web:import", args=[batch.pk])}


def _answered_since(request: HttpRequest, held: WaitingImport) -> bool:
    """Whether boxes were changed after the file was last looked at: what they would do was not
    shown yet."""
    return boxes_of(request.POST.dict()) != held.choices.get("boxes")


def _changed(request: HttpRequest, held: WaitingImport) -> HttpResponse:
    said = _(
        "Nothing is kept yet: an answer was changed here or in another window. Check again and "
        "look at what it does, then keep."
    )
    if not progress.wanted(request):
        return _page(request, held, said)

    def refuse(_watch: Any) -> None:
        raise Refused({"": [said]})

    return progress.told(request, refuse, lambda _nothing: {})


def _kept_already(request: HttpRequest, batch_pk: int) -> HttpResponse:
    messages.info(request, _("This file was kept already; nothing was kept twice."))
    return redirect("web:import", batch_pk)


@login_required
@require_safe
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the file stands, for a page whose connection was cut while it was being kept."""
    batch = confirming.settled(waiting.mine(request.user, pk))
    url = _address(batch)["url"] if batch else ""
    return HttpResponse(url, content_type="text/plain")


@login_required
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    held = waiting.mine(request.user, pk)
    if (batch := confirming.kept_before(held)) is not None:
        return _kept_already(request, batch.pk)
    waiting.throw_away(held)
    messages.success(request, _("The file is thrown away; nothing of it was kept."))
    return redirect("web:imports")


@login_required
@require_safe
def problems_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that needs a look, also beyond what the page shows."""
    held = waiting.mine(request.user, pk)
    try:
        lines = importing.problems(held)
    except Refused as refused:
        return _page(request, held, progress.said(refused))
    response = StreamingHttpResponse(imports_problems.table(lines), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="to-look-at-{held.pk}.csv"'
    return response
