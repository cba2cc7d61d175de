"""Starts uvicorn: one line when ready, and streams that end at once on shutdown."""

import socket
from contextlib import suppress

import uvicorn
from uvicorn.supervisors import multiprocess

SHUTDOWN_SECONDS = 5
START_SECONDS = 60


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


class _Worker(multiprocess.Process):
    """One of several processes; its streams end at once too."""

    @property
    def server(self) -> uvicorn.Server:
        if self._server is None:
            self._server = _Server(self.config)
        return self._server


class _Workers(multiprocess.Multiprocess):
    ready = ""

    def init_processes(self) -> None:
        super().init_processes()
        if all(worker.wait_until_ready(START_SECONDS) for worker in self.processes):
            print(self.ready, flush=True)


# uvicorn has no other way to say which server its workers run.
multiprocess.Process = _Worker  # type: ignore[misc]


def serve(host: str, port: int, *, workers: int, ready: str) -> int:
    config = configure("buergerbuero.asgi:application", host, port, workers=workers)
    if workers > 1:
        supervisor = _Workers(config, sockets=[config.bind_socket()])
        supervisor.ready = ready
        supervisor.run()
        return 0
    server = _Server(config)
    server.ready = ready
    with suppress(KeyboardInterrupt):  # Ctrl+C has ended it properly by now
        server.run()
    return 0 if server.started else 1


def configure(application: str, host: str, port: int, *, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        application,
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
