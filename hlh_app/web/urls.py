"""Addresses of the pages."""

from django.urls import include, path

from .views import health, home

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("health/", health.health, name="health"),
    path("", include("hlh_app.web.reading_urls")),
]
