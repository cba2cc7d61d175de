"""How long a request may be, decided before anything is kept of it."""

import json
from html import escape

from django.conf import settings
from django.utils import translation

from buergerbuero.live.http import Scope, Send, chunk, start
from buergerbuero.web.errors import too_long
from buergerbuero.web.headers import bare_headers

# The longest honest request is a signal: 64 KB of SDP, as JSON.
BYTES_AT_MOST = 128 * 1024


def is_too_long(scope: Scope) -> bool:
    """Also where nobody says how long it is: every browser does for a form and for JSON."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return True
    length = headers.get(b"content-length", b"0")
    return not length.isdigit() or int(length) > BYTES_AT_MOST


async def refuse_length(scope: Scope, send: Send) -> None:
    kind, body = _answer(scope)
    headers = [(b"connection", b"close"), (b"content-type", kind)]
    await start(send, 413, [*bare_headers(), *headers])
    await chunk(send, body, more=False)


def _answer(scope: Scope) -> tuple[bytes, bytes]:
    """A page without our looks: nothing of the request has been read yet."""
    language = _language(scope["path"])
    with translation.override(language):
        sentence = too_long()
    if dict(scope["headers"]).get(b"accept", b"").startswith(b"application/json"):
        return b"application/json", json.dumps({"message": sentence}).encode()
    head = f'<!DOCTYPE html><html lang="{language}"><title>{escape(sentence)}</title>'
    return b"text/html; charset=utf-8", f"{head}<p>{escape(sentence)}</p></html>".encode()


def _language(path: str) -> str:
    first: str = path.split("/")[1]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
