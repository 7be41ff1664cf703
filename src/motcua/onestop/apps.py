from django.apps import AppConfig


class OnestopConfig(AppConfig):
    name = "motcua.onestop"
    label = "onestop"
