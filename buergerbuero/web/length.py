"""How long a request may be, decided before anything is kept of it."""

from buergerbuero.live.http import Scope, Send, chunk, start
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


async def refuse_length(send: Send) -> None:
    await start(send, 413, [*bare_headers(), (b"connection", b"close")])
    await chunk(send, b"", more=False)
