"""Addresses of the pages with which people enter."""

from django.urls import path, register_converter

from .forms.kinds import KindConverter
from .views import (
    flowsheet,
    paste,
    patients_write,
    problems,
    queries,
    rows,
    signing,
    symptoms,
    temperatures,
    unsaved,
    visits,
)

register_converter(KindConverter, "kind")

urlpatterns = [
    path("patients/new/", patients_write.patient_new, name="patient-new"),
    path("patients/<int:pk>/edit/", patients_write.patient_edit, name="patient-edit"),
    path("unsaved/", unsaved.keep, name="unsaved"),
    path("unsaved/discard/", unsaved.discard, name="unsaved-discard"),
    path("read-day/", patients_write.read_day, name="read-day"),
    path("patients/<int:pk>/flowsheet/", flowsheet.flowsheet, name="flowsheet"),
    path("patients/<int:pk>/flowsheet/cell/", flowsheet.cell, name="flowsheet-cell"),
    path("patients/<int:pk>/flowsheet/clear/", flowsheet.clear, name="flowsheet-clear"),
    path("patients/<int:pk>/flowsheet/undo/", flowsheet.undo, name="flowsheet-undo"),
    path("patients/<int:pk>/flowsheet/column/", flowsheet.column, name="flowsheet-column"),
    path("patients/<int:pk>/visits/new/", visits.visit_new, name="visit-new"),
    path("patients/<int:pk>/visits/<int:visit_pk>/", visits.visit, name="visit"),
    path("patients/<int:pk>/visits/<int:visit_pk>/sign/", signing.visit_sign, name="visit-sign"),
    path("patients/<int:pk>/temperatures/", temperatures.temperatures, name="temperatures"),
    path("patients/<int:pk>/paste/", paste.paste, name="paste"),
    path("patients/<int:pk>/symptoms/", symptoms.symptoms, name="symptoms"),
    path("patients/<int:pk>/judge/<slug:line>/", visits.judge, name="judge"),
    path("patients/<int:pk>/<kind:kind>/new/", rows.row_new, name="row-new"),
    path("patients/<int:pk>/<kind:kind>/<int:row_pk>/", rows.row_edit, name="row-edit"),
    path("patients/<int:pk>/observations/<int:row_pk>/", rows.observation, name="observation"),
    path(
        "patients/<int:pk>/enter-in-error/<slug:table>/<int:row_pk>/",
        rows.withdraw,
        name="enter-in-error",
    ),
    path("problems/", problems.problems, name="problems"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("queries/", queries.queries, name="queries"),
    path("queries/<int:pk>/", queries.query, name="query"),
    path("queries/<int:pk>/close/", queries.query_close, name="query-close"),
    path("queries/new/<slug:table>/<int:row_pk>/", queries.query_new, name="query-new"),
]
