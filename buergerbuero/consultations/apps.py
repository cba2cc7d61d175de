from django.apps import AppConfig


class Consultations(AppConfig):
    name = "buergerbuero.consultations"
    label = "consultations"
