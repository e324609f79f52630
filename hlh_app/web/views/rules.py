"""How this is calculated: every rule, one of them, and a doubt about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hlh_app.clinical.card import RuleCard
from hlh_app.clinical.rules import CARDS, card
from hlh_app.records.services.problems import report_problem

from ..forms.problems import ProblemForm
from ..keeping import opened
from ..presenters import rules as presenter
from ..presenters.banner import short_banner
from ..record import Record, record_for
from ..submissions import once
from .writing import saved


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "rules/list.html", {"lines": presenter.lines(CARDS)})


@require_safe
@login_required
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    return render(request, "rules/rule.html", {"page": presenter.rule_page(_card(rule))})


@login_required
@require_http_methods(["GET", "POST"])
def rule_problem(request: HttpRequest, rule: str) -> HttpResponse:
    """A doubt about the rule itself."""
    asked = _card(rule)
    page = presenter.problem_page(asked, None)
    return _problem(request, asked, None, {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def patient_problem(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """A doubt about what the rule says of one patient, as of the moment on the page."""
    record = record_for(request, pk)
    asked = _card(rule)
    page = presenter.problem_page(asked, record)
    banner = short_banner(record.patient)
    return _problem(request, asked, record, {"page": page, "banner": banner})


def _problem(
    request: HttpRequest, asked: RuleCard, record: Record | None, context: dict[str, object]
) -> HttpResponse:
    sent = opened(request)
    form = ProblemForm(sent.data)

    def write() -> int:
        return once(
            request,
            sent.key,
            lambda: report_problem(
                actor=request.user,
                patient=record.patient if record else None,
                rule=asked.rule,
                version=asked.version,
                as_of=record.as_of if record else None,
                text=form.cleaned_data["text"],
            ),
        )

    if form.is_bound and form.is_valid() and saved(form, write):
        messages.success(request, _("The report is kept; a reviewer will answer it."))
        return redirect("web:rule", asked.rule)
    template = "rules/patient_problem.html" if record else "rules/problem.html"
    return render(request, template, context | {"form": form})


def _card(rule: str) -> RuleCard:
    try:
        return card(rule)
    except KeyError:
        raise Http404(_("There is no such rule.")) from None
