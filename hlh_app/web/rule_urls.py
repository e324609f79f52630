"""Addresses of the pages on how things are calculated."""

from django.urls import path

from .views import rules

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:rule>/", rules.rule, name="rule"),
    path("rules/<slug:rule>/problem/", rules.rule_problem, name="rule-problem"),
    path("patients/<int:pk>/problem/<slug:rule>/", rules.patient_problem, name="patient-problem"),
]
