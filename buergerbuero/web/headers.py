"""The headers every answer carries, errors and streams included (OWASP ASVS 5.0 chapter 3.4)."""

import secrets
from collections.abc import Callable, MutableMapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from buergerbuero.live.http import Send

CAMERA_OFF = "camera=(), microphone=(), display-capture=(), geolocation=()"
CAMERA_ON = (
    "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), "
    "screen-wake-lock=(self), autoplay=(self), fullscreen=(self), geolocation=()"
)
COMMON = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    # "no-referrer" would make browsers send "Origin: null" with forms and break the knock.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": CAMERA_OFF,
}
# Nothing in a stream or an error is a document; it may load nothing.
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# The worker that reads PDF papers fetches decoders from beside it, and reaches nothing else.
PDF_READER = "/vendor/pdfjs/"
PDF_READER_POLICY = f"{BARE_POLICY}; script-src 'self'"


class SecurityHeaders:
    """Gives each request a nonce for its own scripts and stamps the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = policy(request.nonce)  # type: ignore[attr-defined]
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def policy(nonce: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}' 'strict-dynamic'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self' data:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def bare_headers() -> list[tuple[bytes, bytes]]:
    """For answers that are made without Django: streams and their refusals."""
    headers = COMMON | {"Content-Security-Policy": BARE_POLICY, "Cache-Control": "no-store"}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def add_bare_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """For static files, which may be kept."""
    policy = PDF_READER_POLICY if PDF_READER in url else BARE_POLICY
    for name, value in (COMMON | {"Content-Security-Policy": policy}).items():
        headers[name] = value


def stamped(send: Send) -> Send:
    """For the rest: what is answered before any page is asked, such as a POST to a static file."""

    async def stamp(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            named = {name.lower() for name, _ in message["headers"]}
            missing = [pair for pair in bare_headers() if pair[0] not in named]
            message = {**message, "headers": [*message["headers"], *missing]}
        await send(message)

    return stamp


def with_camera(response: HttpResponse) -> HttpResponse:
    """For the pages in which people see themselves or each other."""
    response.headers["Permissions-Policy"] = CAMERA_ON
    return response
