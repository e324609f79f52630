"""Addresses of the pages."""

from django.urls import include, path

from .views import health

app_name = "web"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("", include("hlh_app.web.reading_urls")),
    path("", include("hlh_app.web.identity_urls")),
    path("", include("hlh_app.web.entry_urls")),
    path("", include("hlh_app.web.import_urls")),
    path("", include("hlh_app.web.rule_urls")),
    path("cohort/", include("hlh_app.web.study_urls")),
]
