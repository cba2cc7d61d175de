"""Did this request come from one of our own pages? (Fetch Metadata, RFC 6454 Origin.)"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from buergerbuero.web.errors import foreign_origin


def same_origin(headers: Mapping[str, str], *, demand: bool = False) -> bool:
    """`headers` by lower-case name. A browser that says where a request comes from must say: here.

    `demand`: a request that says nothing is refused too. Every browser of the last years sends
    Origin with a form POST.
    """
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if origin is None and site in (None, "none"):
        return not demand
    return site in (None, "same-origin", "none") and origin in (None, own_origin(headers))


def own_origin(headers: Mapping[str, str]) -> str:
    configured: str = settings.CONFIG.public_url
    return configured or f"http://{headers.get('host', '')}"


def from_our_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the knock, which has no cookie to lean on. Looking is free, as everywhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        if request.method == "POST" and not same_origin(headers, demand=True):
            return foreign_origin(request)
        return view(request, *args, **kwargs)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # how Django marks a view
    return guarded
