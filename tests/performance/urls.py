"""The addresses of the project, and the yardstick among them."""

from django.urls import include, path

from tests.performance.reference import ReferenceView

urlpatterns = [
    path("reference/<int:pk>/", ReferenceView.as_view()),
    path("", include("hlh_app.config.urls")),
]
