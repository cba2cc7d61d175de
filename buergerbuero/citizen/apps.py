from django.apps import AppConfig


class Citizen(AppConfig):
    name = "buergerbuero.citizen"
    label = "citizen"
