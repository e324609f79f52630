"""Addresses of the pages by which files come in and go out."""

from django.urls import path

from .views import documents, imports, imports_waiting

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/template.<slug:ending>", documents.template, name="import-template"),
    path("imports/waiting/<int:pk>/", imports_waiting.one_waiting, name="import-waiting"),
    path("imports/waiting/<int:pk>/keep/", imports_waiting.keep, name="import-keep"),
    path("imports/waiting/<int:pk>/state/", imports_waiting.state, name="import-state"),
    path("imports/waiting/<int:pk>/drop/", imports_waiting.throw_away, name="import-drop"),
    path(
        "imports/waiting/<int:pk>/problems.csv",
        imports_waiting.problems_csv,
        name="import-problems",
    ),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:pk>/left-over.csv", imports.left_over_csv, name="left-over-csv"),
    path("imports/<int:pk>/left-over/<int:row_pk>/", imports.left_over, name="left-over"),
    path("imports/<int:pk>/left-over/<int:row_pk>/drop/", imports.leave_out, name="leave-out"),
    path("patients/<int:pk>/fhir.json", documents.patient_fhir, name="patient-fhir"),
]
