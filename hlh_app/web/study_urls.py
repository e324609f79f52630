"""Addresses of the pages that analyse the centre's own patients.

Their views are imported when one is first asked for: they bring numpy, which nothing else needs.
"""

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

View = Callable[..., HttpResponseBase]


def later(module: str, name: str) -> View:
    """The view ``name`` of ``views.study.<module>``, imported when it is first asked for."""

    def view(request: HttpRequest, *args: object, **given: object) -> HttpResponseBase:
        found: View = getattr(import_module(f"hlh_app.web.views.study.{module}"), name)
        return found(request, *args, **given)

    view.__name__ = name
    return view


urlpatterns = [
    path("", later("overview", "overview"), name="study"),
    path("patients/", later("overview", "patients_behind"), name="study-patients"),
    path("renew/", later("keeping", "renew"), name="study-renew"),
    path("save/", later("keeping", "save"), name="study-save"),
    path("saved/<int:pk>/", later("keeping", "change"), name="study-saved"),
    path("tables/", later("tables", "tables"), name="study-tables"),
    path("response/", later("response", "response"), name="study-response"),
    path("response/patients/", later("response", "patients"), name="study-response-patients"),
    path("response/definitions/", later("sensitivity", "sensitivity"), name="study-sensitivity"),
    path("fever/", later("fever", "fever"), name="study-fever"),
    path("survival/", later("survival", "survival"), name="study-survival"),
    path("safety/", later("safety", "safety"), name="study-safety"),
    path("benchmark/", later("benchmark", "benchmark"), name="study-benchmark"),
    path("explore/", later("explore", "explore"), name="study-explore"),
    path("publish/", later("publish", "publish"), name="study-publish"),
    path("load/", later("loaded", "load"), name="study-load"),
    path("loaded/<int:pk>/withdraw/", later("loaded", "withdraw"), name="study-withdraw-loaded"),
    path("publish/text.docx", later("publish_files", "text"), name="study-text"),
    path("publish/manuscript.docx", later("publish_files", "whole"), name="study-manuscript"),
    path(
        "publish/tables/<slug:topic>.<slug:kind>",
        later("publish_files", "table"),
        name="study-table",
    ),
    path("publish/figures/<slug:topic>/", later("publish_files", "figures"), name="study-figures"),
    path(
        "publish/figures/<slug:topic>/<slug:name>.<slug:kind>",
        later("publish_files", "figure"),
        name="study-figure",
    ),
    path("publish/cohort-file/", later("publish", "cohort_file"), name="study-cohort-file"),
    path("publish/export/", later("publish", "export"), name="study-export"),
]
