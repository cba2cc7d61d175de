from django.apps import AppConfig


class Desk(AppConfig):
    name = "buergerbuero.desk"
    label = "desk"
