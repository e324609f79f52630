"""Addresses of the pages with which people read."""

from django.urls import path

from .views import cohorts

urlpatterns = [
    path("cohorts/", cohorts.cohorts, name="cohorts"),
]
