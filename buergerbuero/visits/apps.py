from django.apps import AppConfig


class Visits(AppConfig):
    name = "buergerbuero.visits"
    label = "visits"
