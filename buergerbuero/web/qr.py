"""Addresses to photograph."""

import segno
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from buergerbuero.web.origin import own_origin


def address_of(request: HttpRequest, path: str) -> str:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return own_origin(headers) + path


def qr_code(text: str) -> SafeString:
    """Black on white with its margin, whatever the colours of the page."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=4, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  # a drawing of modules, without a word of `text`
