"""The rate of response by other definitions, computed in the background."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hlh_app.records.services.errors import Refused
from hlh_app.records.services.sensitivity import begin
from hlh_app.statistics.sensitivity import patients

from ... import progress
from ...study.asked import asked
from ...study.frame import context
from ...study.sensitivity import section

PARTS = ("outcome",)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sensitivity(request: HttpRequest) -> HttpResponse:
    """GET tells how far it is or what came out, POST begins it."""
    found = asked(request, PARTS)
    if request.method == "POST":
        try:
            begin(actor=request.user, keys=patients(found.subjects, found.groups))
        except Refused as refused:
            messages.error(request, progress.said(refused))
        if not request.htmx:
            return redirect(f"{reverse('web:study-sensitivity')}?{found.query}")
    page = context(found, "study-response", part=section(found, request.user))
    whole = "study/_sensitivity.html" if request.htmx else "study/sensitivity.html"
    return render(request, whole, page)
