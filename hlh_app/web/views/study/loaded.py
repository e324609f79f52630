"""Loading another centre's cohort file, and withdrawing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hlh_app.cohorts import CohortFileError
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.loaded_cohorts import load_cohort, may_load, withdraw_cohort

from ...forms.study.taking_out import TOO_LARGE, CohortFileForm
from ...presenters.study.loaded import loaded_page
from ...study.loaded import accepted, loaded


@require_POST
@login_required
def load(request: HttpRequest) -> HttpResponse:
    if not may_load(request.user):
        raise PermissionDenied(_("Only a clinician or a reviewer may load a cohort."))
    form = CohortFileForm(request.POST, request.FILES)
    if getattr(request, "file_too_large", False):
        form.add_error("file", TOO_LARGE)
    if form.is_valid():
        try:
            cohort = accepted(form.text)
            load_cohort(actor=request.user, code=cohort.code, name=cohort.name, content=form.text)
            messages.success(request, _("%(name)s is loaded.") % {"name": cohort.name})
            return redirect(reverse("web:cohorts") + "#loaded")
        except CohortFileError as error:
            form.add_error("file", str(error))
        except Refused as refused:
            form.add_error("file", refused.errors["file"])
    page = loaded_page(loaded(request.user), request.user, form)
    return render(request, "study/load.html", {"loaded": page}, status=422)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    withdraw_cohort(actor=request.user, pk=pk)
    messages.success(request, _("The cohort is withdrawn."))
    return redirect(reverse("web:cohorts") + "#loaded")
