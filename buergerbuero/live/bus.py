"""Carries announcements to the hub of every process: inside one process, or through Redis."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import redis
import redis.asyncio

CHANNEL = "buergerbuero"
RETRY_SECONDS = 1.0
log = logging.getLogger(__name__)
Deliver = Callable[[Sequence[str]], None]


class Carrier(Protocol):
    def publish(self, topics: Sequence[str]) -> None:
        """From any thread."""

    async def listen(self, deliver: Deliver) -> None:
        """Call `deliver` in this event loop for every announcement, until cancelled."""


class Local:
    """One process. Without a listener (a command, a test) announcements go nowhere."""

    def __init__(self) -> None:
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Deliver]] = []

    def publish(self, topics: Sequence[str]) -> None:
        for loop, deliver in self._listeners:
            loop.call_soon_threadsafe(deliver, topics)

    async def listen(self, deliver: Deliver) -> None:
        listener = (asyncio.get_running_loop(), deliver)
        self._listeners.append(listener)
        try:
            await asyncio.Event().wait()
        finally:
            self._listeners.remove(listener)


class Redis:
    """Several processes or machines; Valkey speaks the same."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: Any = redis.Redis.from_url(url, socket_timeout=5)

    def publish(self, topics: Sequence[str]) -> None:
        try:
            self._client.publish(CHANNEL, json.dumps(list(topics)))
        except redis.RedisError as error:
            # What was announced has happened and stays; listeners look at everything again as
            # soon as they are back.
            name = type(error).__name__
            log.error("The bus is not reachable (%s); an announcement is lost.", name)

    async def listen(self, deliver: Deliver) -> None:
        while True:
            try:
                await self._follow(deliver)
            except redis.RedisError as error:
                log.error("The bus is not reachable (%s); trying again.", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _follow(self, deliver: Deliver) -> None:
        client: Any = redis.asyncio.Redis.from_url(self._url)
        async with client, client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            # What was said while nobody listened is unknown: let everybody look again.
            deliver(["*"])
            async for message in channel.listen():
                if message["type"] == "message":
                    deliver(json.loads(message["data"]))


class Bus:
    """The process's bus; `connect` chooses the carrier before the first listener."""

    def __init__(self) -> None:
        self._carrier: Carrier = Local()

    def connect(self, redis_url: str) -> None:
        self._carrier = Redis(redis_url) if redis_url else Local()

    def publish(self, topics: Sequence[str]) -> None:
        self._carrier.publish(topics)

    async def listen(self, deliver: Deliver) -> None:
        await self._carrier.listen(deliver)


bus = Bus()
