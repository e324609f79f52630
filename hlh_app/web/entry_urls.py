"""Addresses of the pages with which people enter."""

from django.urls import path

from .views import visits

urlpatterns = [
    path("patients/<int:pk>/visits/new/", visits.visit_new, name="visit-new"),
    path("patients/<int:pk>/visits/<int:visit_pk>/", visits.visit, name="visit"),
    path("patients/<int:pk>/judge/<slug:line>/", visits.judge, name="judge"),
]
