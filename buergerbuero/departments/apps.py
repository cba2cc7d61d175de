from django.apps import AppConfig


class Departments(AppConfig):
    name = "buergerbuero.departments"
    label = "departments"
