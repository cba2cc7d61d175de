"""Starts uvicorn: one line when ready, and streams that end at once on shutdown."""

import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

SHUTDOWN_SECONDS = 5


class _Server(uvicorn.Server):
    ready = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.ready:
            print(self.ready, flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Streams never end by themselves; pages come back as soon as a server answers again.
        from buergerbuero.asgi import live  # noqa: PLC0415  # made when uvicorn loads the app

        live.shut_down()
        await super().shutdown(sockets)


def serve(host: str, port: int, *, workers: int, ready: str) -> int:
    config = uvicorn.Config(
        "buergerbuero.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="on",
        ws="none",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = _Server(config)
    if workers > 1:
        print(ready, flush=True)
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        server.ready = ready
        server.run()
    return 0 if server.started or workers > 1 else 1
