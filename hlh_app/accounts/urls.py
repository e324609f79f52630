"""Addresses beside allauth's own."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [path("presence/", views.presence, name="presence")]
