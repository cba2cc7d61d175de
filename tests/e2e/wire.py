"""A line between a browser and the office, which can go dead without anybody hanging up."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

HERE = "127.0.0.1"


class Wire:
    """Takes connections at its own `port` and passes their bytes on to the office's."""

    def __init__(self, office: int) -> None:
        self.port = 0
        self._office = office
        self._source = HERE
        self._alive = True
        self._deaths = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def goes_dead(self) -> None:
        """Packets are dropped in both directions, sockets stay: for good, on what is open now."""
        self._alive = False
        self._deaths += 1

    def comes_back(self) -> None:
        """For connections that are made from now on."""
        self._alive = True

    def moves_to(self, source: str) -> None:
        """Another network: what was open is lost, what comes has another address."""
        self._source = source
        for task in list(self._tasks):
            task.get_loop().call_soon_threadsafe(task.cancel)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._connect(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(
            HERE, self._office, local_addr=(self._source, 0)
        )
        try:
            deaths = self._deaths
            up, down = self._pump(reader, back, deaths), self._pump(there, writer, deaths)
            async with asyncio.TaskGroup() as both:
                both.create_task(up)
                both.create_task(down)
        finally:
            back.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, deaths: int
    ) -> None:
        while data := await source.read(65536):
            await self._demand_life(deaths)
            target.write(data)
            await target.drain()
        await self._demand_life(deaths)
        target.close()

    async def _demand_life(self, deaths: int) -> None:
        if not self._alive or deaths != self._deaths:
            await asyncio.Event().wait()


@contextmanager
def wire_to(office: int) -> Iterator[Wire]:
    loop, wire = asyncio.new_event_loop(), Wire(office)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        server = _do(loop, asyncio.start_server(wire.take, HERE, 0))
        wire.port = server.sockets[0].getsockname()[1]
        yield wire
        _do(loop, _end(server))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _do(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=10)


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
