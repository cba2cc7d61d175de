"""The baseline of `waiting`: the least an ASGI application can do to tell everybody the same.

No rows, no rules, no languages: whoever connects gets a queue, so that a slow browser holds up
nobody else, and the body of a POST is sent to all.
"""

import asyncio
import socket

import uvicorn

from buergerbuero.live.http import Receive, Scope, Send, chunk, start
from buergerbuero.server import configure

PORT = 8398
BATCH = 200
FIRST = b'data: {"stream":"everybody"}\n\ndata: {"region":"place"}\n\n'
_everybody: set["asyncio.Queue[bytes]"] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["method"] == "POST":
        await _tell(await _body(receive))
        await start(send, 204, [])
        await chunk(send, b"", more=False)
    else:
        await _listen(receive, send)


async def _listen(receive: Receive, send: Send) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    writer = asyncio.create_task(_write(queue, send))
    _everybody.add(queue)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        _everybody.discard(queue)
        writer.cancel()


async def _write(queue: "asyncio.Queue[bytes]", send: Send) -> None:
    await start(send, 200, [(b"content-type", b"text/event-stream")])
    await chunk(send, FIRST)
    while True:
        await chunk(send, await queue.get())


async def _tell(message: bytes) -> None:
    for count, queue in enumerate(list(_everybody), start=1):
        queue.put_nowait(message)
        if count % BATCH == 0:
            await asyncio.sleep(0)


async def _body(receive: Receive) -> bytes:
    whole: bytes = b""
    while True:
        message = await receive()
        whole += message["body"]
        if not message["more_body"]:
            return whole


async def _lifespan(receive: Receive, send: Send) -> None:
    for phase in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{phase}.complete"})


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"Ready: http://127.0.0.1:{PORT}/", flush=True)


if __name__ == "__main__":
    _Server(configure("bench.broadcaster:application", "127.0.0.1", PORT)).run()
