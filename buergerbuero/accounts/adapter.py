"""How people sign in: nobody registers, and lock-out counts the address our own parser found."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # asgi.py has already put the address behind trusted proxies here.
        return str(request.META["REMOTE_ADDR"])
