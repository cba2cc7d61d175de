"""How people sign in: nobody registers, and lock-out counts the address our own parser found."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gerade nicht aktiv."),
        "username_password_mismatch": _("Benutzername oder Passwort stimmt nicht."),
        "invalid_login": _("Benutzername oder Passwort stimmt nicht."),
        "too_many_login_attempts": _("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."),
        "enter_current_password": _("Das aktuelle Passwort stimmt nicht."),
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "rate_limited": _("Das war zu viel auf einmal. Bitte warten Sie kurz."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # asgi.py has already put the address behind trusted proxies here.
        return str(request.META["REMOTE_ADDR"])
