from django.apps import AppConfig


class Push(AppConfig):
    name = "buergerbuero.push"
    label = "push"
