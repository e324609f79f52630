from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hlh_app.web"
    label = "web"
