"""Addresses of the pages with which people read."""

from django.urls import path

from .views import (
    accounts_of_patient,
    cohorts,
    criteria,
    labs,
    patient,
    patient_list,
    summary,
    trail,
    trajectories,
    worklist,
)

urlpatterns = [
    path("", worklist.worklist, name="home"),
    path("patients/", patient_list.patients, name="patients"),
    path("patients/<int:pk>/", patient.patient, name="patient"),
    path("patients/<int:pk>/labs/", labs.labs, name="labs"),
    path(
        "patients/<int:pk>/criteria/<slug:rule>/<slug:reading>/", criteria.criteria, name="criteria"
    ),
    path("patients/<int:pk>/trajectories/", trajectories.trajectories, name="trajectories"),
    path("patients/<int:pk>/course/", accounts_of_patient.course, name="course"),
    path("patients/<int:pk>/safety/", accounts_of_patient.safety, name="safety"),
    path("patients/<int:pk>/eligibility/", accounts_of_patient.eligibility, name="eligibility"),
    path("patients/<int:pk>/handover/", accounts_of_patient.handover, name="handover"),
    path("patients/<int:pk>/summary/", summary.summary, name="summary"),
    path("patients/<int:pk>/summary.pdf", summary.summary_pdf, name="summary-pdf"),
    path("patients/<int:pk>/audit/", trail.patient_trail, name="patient-trail"),
    path("patients/<int:pk>/audit/<slug:table>/<int:row_pk>/", trail.row_trail, name="row-trail"),
    path("cohorts/", cohorts.cohorts, name="cohorts"),
]
