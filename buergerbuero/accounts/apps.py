from django.apps import AppConfig


class Accounts(AppConfig):
    name = "buergerbuero.accounts"
    label = "accounts"
