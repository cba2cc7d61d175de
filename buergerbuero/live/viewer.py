"""One connection: who looks, and what they still have to be sent. Imports no Django."""

import asyncio
import math
import secrets
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LOG_AT_MOST = 500  # unread signals after which a stream is ended and the page starts anew


class Message(NamedTuple):
    """One message of a stream. `payload` is ready to send; `order` is set for log entries only,
    which are never merged and are sent once, in this order."""

    key: str
    payload: bytes
    order: int | None = None


class Draft(NamedTuple):
    """A message that is only written for a stream that has not been sent this `version` of it."""

    key: str
    version: Hashable
    write: Callable[[], bytes]


END = "end"  # the key of a message after which the stream ends


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody with a page open. `principal` is whose sign of life this stream gives."""

    page: str
    language: str
    topics: tuple[str, ...]
    principal: str = ""
    facts: Any = None


@dataclass(eq=False, slots=True)
class Stream:
    """What one connection still has to be sent. Holds no row, no thread, no database connection."""

    viewer: Viewer
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    cursor: int = 0
    source: str = ""  # the address that opened it
    pending: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    ending: bool = False
    ping_at: float = math.inf
    expires_at: float = math.inf
    heard_at: float = math.inf  # the page's last sign of life, or the opening
    patience: "asyncio.Timeout | None" = None  # with writing
    needs: dict[str, int] | None = None  # until it begins: the oldest reading of each topic
    _sent: dict[str, int] = field(default_factory=dict)
    _waiter: "asyncio.Future[None] | None" = None

    def show(self, messages: Iterable[Message | Draft]) -> None:
        for message in messages:
            if isinstance(message, Draft):
                self._show_state(message.key, message.version, message.write)
            elif message.order is None:
                self._show_state(message.key, message.payload, None)
            elif message.order > self.cursor:
                self.cursor = message.order
                self.entries.append(message.payload)
        if len(self.entries) > LOG_AT_MOST:
            self.ending = True
        self._wake()

    def _show_state(self, key: str, state: Any, write: Callable[[], bytes] | None) -> None:
        seen = hash(state)
        if self._sent.get(key) != seen:
            self.pending[key] = write() if write else state
            self._sent[key] = seen
            self.ending = self.ending or key == END

    def send(self, key: str, payload: bytes) -> None:
        """Something that is no state and is always sent, such as a ping."""
        self.pending[key] = payload
        self.ending = self.ending or key == END
        self._wake()

    def stop(self) -> None:
        self.ending = True
        self._wake()

    async def take(self) -> bytes:
        """What is to be sent now; waits until there is something. Empty when the stream ends."""
        if not self._has_news():
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        payload = b"".join([*self.pending.values(), *self.entries])
        self.pending.clear()
        self.entries.clear()
        return payload

    def _has_news(self) -> bool:
        return bool(self.pending or self.entries or self.ending)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done() and self._has_news():
            self._waiter.set_result(None)
