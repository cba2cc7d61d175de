"""Runs the jobs that only the clock starts."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)
Job = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    job: Job
    seconds: float


class Ticker:
    """A job never overlaps itself; one that fails is logged and runs again at its next time."""

    def __init__(self, in_thread: Callable[..., Any]) -> None:
        self._in_thread = in_thread
        self._entries: list[_Entry] = []

    def register(self, job: Job, *, seconds: float) -> None:
        self._entries.append(_Entry(job, seconds))

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for entry in self._entries:
                group.create_task(self._repeat(entry))

    async def _repeat(self, entry: _Entry) -> None:
        while True:
            await self._once(entry.job)
            await asyncio.sleep(entry.seconds)

    async def _once(self, job: Job) -> None:
        try:
            await self._in_thread(job)
        except Exception as error:
            log.exception("Job %s failed (%s)", job.__name__, type(error).__name__)
