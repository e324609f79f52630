"""Tables 1 and 2 of the chosen groups."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...presenters.study.tables import PARTS, tables_page
from ...study.asked import asked
from ...study.frame import context


@require_safe
@login_required
def tables(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    page = tables_page(found)
    return render(request, "study/tables.html", context(found, "study-tables", page=page))
