"""Questions about records: the list, one with its answers, asking, answering, closing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlh_app.records import access
from hlh_app.records.selectors import queries as selector
from hlh_app.records.services import queries as services
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.rows import patient_of

from ..forms.queries import QuestionForm, ReplyForm
from ..keeping import opened
from ..presenters import queries as presenter
from ..presenters.banner import short_banner
from ..presenters.entry_pages import asking
from ..submissions import once
from .writing import saved

ON_A_PAGE = 50


@require_safe
@login_required
def queries(request: HttpRequest) -> HttpResponse:
    page = Paginator(selector.open_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "queries/list.html", {"page": page, "lines": presenter.lines(page.object_list)}
    )


@login_required
@require_http_methods(["GET", "POST"])
def query_new(request: HttpRequest, table: str, row_pk: int) -> HttpResponse:
    row = access.row_for(request.user, table, row_pk)
    patient = access.patient_to_review(request.user, patient_of(row).pk)
    sent = opened(request)
    form = QuestionForm(sent.data, row=row)

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: services.raise_query(actor=request.user, row=row, **form.cleaned_data),
        )

    if form.is_bound and form.is_valid() and (pk := saved(form, write)):
        messages.success(request, _("The query is open; a clinician sees it in the list."))
        return redirect("web:query", pk)
    context = {"form": form, "page": asking(patient, row), "banner": short_banner(patient)}
    return render(request, "rows/form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.query_for(request.user, pk)
    can_edit = access.can_edit(request.user, found.patient)
    can_review = access.can_review(request.user, found.patient)
    sent = opened(request)
    form = ReplyForm(sent.data)

    def write() -> object:
        return services.reply(actor=request.user, query=found, **form.cleaned_data)

    if form.is_bound and form.is_valid() and saved(form, sent.closing(write)):
        messages.success(request, _("The answer is saved."))
        return redirect("web:query", pk)
    row = access.row_for(request.user, found.table, found.row_id)
    context = {
        "form": form,
        "query": found,
        "page": presenter.query_page(found, selector.replies(found), row, can_edit=can_edit),
        "banner": short_banner(found.patient),
        "may_answer": (can_edit or can_review) and not found.closed_at,
        "may_close": can_review and not found.closed_at,
    }
    return render(request, "queries/query.html", context)


@login_required
@require_POST
def query_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.query_for(request.user, pk)
    try:
        services.close(actor=request.user, query=found)
    except Refused:
        messages.warning(request, _("The query was closed already."))
    else:
        messages.success(request, _("The query is closed."))
    return redirect("web:query", pk)
