"""Doubts about calculations: the list of those not answered, and one with its answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hlh_app.records.selectors import problems as selector
from hlh_app.records.services import problems as services

from ..forms.queries import ReplyForm
from ..keeping import opened
from ..presenters import problems as presenter
from .writing import saved

ON_A_PAGE = 50


@require_safe
@login_required
def problems(request: HttpRequest) -> HttpResponse:
    page = Paginator(selector.open_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [presenter.problem(row) for row in page.object_list]}
    return render(request, "problems/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(selector.visible_to(request.user), pk=pk)
    may_close = services.may_close(request.user, report)
    sent = opened(request)
    form = ReplyForm(sent.data)
    if request.method == "POST":
        services.require_reviewer(request.user, report)

    def write() -> object:
        answer = form.cleaned_data["text"]
        return services.close_problem(actor=request.user, report=report, answer=answer)

    if form.is_bound and form.is_valid() and saved(form, sent.closing(write)):
        messages.success(request, _("The report is closed with your answer."))
        return redirect("web:problem", pk)
    context = {
        "form": form,
        "page": presenter.problem(report),
        "may_close": may_close and not report.closed_at,
    }
    return render(request, "problems/problem.html", context)
