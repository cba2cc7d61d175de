"""An event loop whose time passes as soon as nobody has anything to do: waiting costs nothing, and
waiting for something that never comes fails at once instead of hanging."""

import asyncio
import contextlib
import selectors
from collections.abc import Coroutine, Iterator
from typing import Any
from unittest.mock import patch


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class NothingWillHappen(Exception):
    """Every task waits for another one, and no timer is set."""


class _Selector(selectors.SelectSelector):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise NothingWillHappen
        self._clock.now += timeout
        return ready


def run(scenario: Coroutine[Any, Any, None]) -> None:
    clock = Clock()
    selector = _Selector(clock)
    with (
        patch("time.monotonic", clock),
        asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner,
    ):
        runner.run(scenario)


def now() -> float:
    return asyncio.get_running_loop().time()


async def settle() -> None:
    """Everybody does what they can do without the clock moving on."""
    for _ in range(50):
        await asyncio.sleep(0)


async def pass_time(seconds: float) -> None:
    await asyncio.sleep(seconds)
    await settle()


@contextlib.contextmanager
def blocking() -> Iterator[None]:
    """Code in here sees no event loop, as in a thread, but keeps this thread's database."""
    loop = asyncio.get_running_loop()
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)
