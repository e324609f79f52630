"""Addresses of the pages with which people read."""

from django.urls import path

from .views import cohorts, labs, patient, patient_list, trail

urlpatterns = [
    path("", patient_list.patients, name="home"),
    path("patients/", patient_list.patients, name="patients"),
    path("patients/<int:pk>/", patient.patient, name="patient"),
    path("patients/<int:pk>/labs/", labs.labs, name="labs"),
    path("patients/<int:pk>/audit/", trail.patient_trail, name="patient-trail"),
    path("patients/<int:pk>/audit/<slug:table>/<int:row_pk>/", trail.row_trail, name="row-trail"),
    path("cohorts/", cohorts.cohorts, name="cohorts"),
]
