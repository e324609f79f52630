"""Tables, figures and paragraphs of the chosen groups as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.charts.study.print import PNG, SVG, Paper, print_figure
from hlh_app.exchange.study.docx import docx
from hlh_app.exchange.study.table_csv import tables_csv
from hlh_app.exchange.study.tables import PARTS_NEEDED

from ...forms.study.taking_out import PaperForm
from ...presenters.study import documents, manuscript
from ...presenters.study.figures import figures_page
from ...study.asked import Asked, asked
from ...study.frame import context

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {SVG: "image/svg+xml", PNG: "image/png"}


@require_safe
@login_required
def text(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS_NEEDED)
    return _file(docx("Methods and results", manuscript.text_blocks(found)), DOCX, "text.docx")


@require_safe
@login_required
def whole(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS_NEEDED)
    return _file(docx("Manuscript", manuscript.all_blocks(found)), DOCX, "manuscript.docx")


@require_safe
@login_required
def table(request: HttpRequest, topic: str, kind: str) -> HttpResponse:
    tables = documents.tables(_asked(request, topic), topic)
    if kind == "docx":
        return _file(docx(topic, tables), DOCX, f"{topic}.docx")
    if kind != "csv":
        raise Http404
    return _file(tables_csv(tables), "text/csv; charset=utf-8", f"{topic}.csv")


@require_safe
@login_required
def figures(request: HttpRequest, topic: str) -> HttpResponse:
    found = _asked(request, topic)
    shown = context(found, "study-publish", page=figures_page(found, topic))
    return render(request, "study/figures.html", shown)


@require_safe
@login_required
def figure(request: HttpRequest, topic: str, name: str, kind: str) -> HttpResponse:
    """One figure, ``mm`` wide, PNG with ``dpi``."""
    form = PaperForm(request.GET)
    drawn = {row.id: row for row in documents.drawings(_asked(request, topic), topic)}
    if kind not in KINDS or not form.is_valid() or f"figure-{name}" not in drawn:
        raise Http404
    paper = Paper(form.cleaned_data["mm"], form.cleaned_data["dpi"])
    made = print_figure(drawn[f"figure-{name}"].figure, kind, paper)
    return _file(made, KINDS[kind], f"{topic}-{name}-{paper.width_mm:g}mm.{kind}", kind == PNG)


def _asked(request: HttpRequest, topic: str) -> Asked:
    if topic not in documents.TOPICS:
        raise Http404
    return asked(request, PARTS_NEEDED)


def _file(content: bytes, kind: str, name: str, is_shown: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    how = "inline" if is_shown else "attachment"
    response["Content-Disposition"] = f'{how}; filename="hlh-{name}"'
    return response
