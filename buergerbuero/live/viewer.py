"""One connection: who looks, and what they still have to be sent. Imports no Django."""

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LOG_AT_MOST = 500  # unread signals after which a stream is ended and the page starts anew


class Message(NamedTuple):
    """One message of a stream. `payload` is ready to send; `order` is set for log entries only,
    which are never merged and are sent once, in this order."""

    key: str
    payload: bytes
    order: int | None = None


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
    pending: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    ending: bool = False
    ping_at: float = 0.0
    expires_at: float = 0.0
    _sent: dict[str, int] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if message.order is None:
                self._show_state(message)
            elif message.order > self.cursor:
                self.cursor = message.order
                self.entries.append(message.payload)
        if len(self.entries) > LOG_AT_MOST:
            self.ending = True
        if self.pending or self.entries or self.ending:
            self._wake.set()

    def _show_state(self, message: Message) -> None:
        seen = hash(message.payload)
        if self._sent.get(message.key) != seen:
            self._sent[message.key] = seen
            self.pending[message.key] = message.payload
            self.ending = self.ending or message.key == END

    def send(self, key: str, payload: bytes) -> None:
        """Something that is no state and is always sent, such as a ping."""
        self.pending[key] = payload
        self.ending = self.ending or key == END
        self._wake.set()

    def stop(self) -> None:
        self.ending = True
        self._wake.set()

    async def take(self) -> bytes:
        """What is to be sent now; waits until there is something. Empty when the stream ends."""
        await self._wake.wait()
        self._wake.clear()
        payload = b"".join([*self.pending.values(), *self.entries])
        self.pending.clear()
        self.entries.clear()
        return payload
