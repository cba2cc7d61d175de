"""The script that shows push messages. At the root, since it may only speak for pages below it."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> bytes:
    """Its bytes are its version: browsers compare them and take what has changed."""
    return bytes((settings.BASE / "static/js/service-worker.js").read_bytes())
