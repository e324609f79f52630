"""Addresses of the pages about records that may be one person's."""

from django.urls import path

from .views import identity

urlpatterns = [
    path("patients/same-person/", identity.same_person, name="same-person"),
    path("patients/<int:pk>/same-person/", identity.same_person_as, name="same-person-as"),
    path("patients/<int:pk>/merge/<int:other_pk>/", identity.merge, name="merge"),
    path(
        "patients/<int:pk>/not-the-same/<int:other_pk>/", identity.two_people, name="not-the-same"
    ),
    path("patients/<int:pk>/merges/<int:merge_pk>/", identity.merged, name="merged"),
]
