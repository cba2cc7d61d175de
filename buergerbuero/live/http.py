"""The few things of HTTP that the live part needs, on raw ASGI messages."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

BODY_AT_MOST = 1024


class TooLarge(Exception):
    pass


async def start(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


async def chunk(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def body(receive: Receive) -> bytes:
    """A request's whole body. Raises TooLarge: nothing that comes here is long."""
    whole: bytes = b""
    while True:
        message = await receive()
        whole += message.get("body", b"")
        if len(whole) > BODY_AT_MOST:
            raise TooLarge
        if not message.get("more_body"):
            return whole


async def disconnect(receive: Receive) -> None:
    """Until the browser has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def cookies(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
