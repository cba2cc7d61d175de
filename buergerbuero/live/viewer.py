"""One connection: who looks, and what they still have to be sent. Imports no Django."""

import asyncio
import logging
import math
import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LOG_AT_MOST = 500  # unread signals after which a stream is ended and the page starts anew


class Message(NamedTuple):
    """One message of a stream. `payload` is ready to send; `order` is set for log entries only,
    which are never merged and are sent once, in this order. `ahead`: connections wait for it, so
    nothing is written before it is on its way; so it is with log entries."""

    key: str
    payload: bytes
    order: int | None = None
    ahead: bool = False


class Draft(NamedTuple):
    """A message that is only written for a stream that has not been sent this `version` of it, and
    only sent where that reads otherwise than the one before. `version` None: there is nothing, and
    what comes next is sent whatever was sent before. `ahead` as in a message."""

    key: str
    version: Hashable
    write: Callable[[], bytes]
    ahead: bool = False


log = logging.getLogger(__name__)

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
    pending: dict[str, bytes | Draft] = field(default_factory=dict)
    ahead: dict[str, bytes | Draft] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    ending: bool = False
    ping_at: float = math.inf
    expires_at: float = math.inf
    heard_at: float = math.inf  # the page's last sign of life, or the opening
    patience: "asyncio.Timeout | None" = None  # with writing
    needs: dict[str, int] | None = None  # until it begins: the oldest reading of each topic
    _sent: dict[str, int] = field(default_factory=dict)
    _written: dict[str, int] = field(default_factory=dict)
    _waiter: "asyncio.Future[None] | None" = None

    def show(self, messages: Iterable[Message | Draft]) -> None:
        for message in messages:
            if isinstance(message, Draft) and message.version is None:
                self._forget(message.key)
            elif isinstance(message, Draft):
                self._show_state(message, message.version, message)
            elif message.order is None:
                self._show_state(message, message.payload, message.payload)
            elif message.order > self.cursor:
                self.cursor = message.order
                self.entries.append(message.payload)
        if len(self.entries) > LOG_AT_MOST:
            self.ending = True
        self._wake()

    def _show_state(
        self, message: Message | Draft, state: Hashable, content: bytes | Draft
    ) -> None:
        key, seen = message.key, hash(state)
        into = self.ahead if message.ahead else self.pending
        # In the order in which it was shown last, however long some of it has waited: what lies in
        # another region comes behind that.
        waiting = into.pop(key, None)
        if self._sent.get(key) != seen:
            into[key] = content
            self._sent[key] = seen
            self.ending = self.ending or key == END
        elif waiting is not None:
            into[key] = waiting

    def _forget(self, key: str) -> None:
        for known in (self.ahead, self.pending, self._sent, self._written):
            known.pop(key, None)

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
        while True:
            if not self._has_news():
                self._waiter = asyncio.get_running_loop().create_future()
                await self._waiter
            ahead, self.ahead = self.ahead, {}
            entries, self.entries = self.entries, []
            payload = b"".join([*self._write(ahead), *entries])
            if self.ending or not payload:
                pending, self.pending = self.pending, {}
                payload += b"".join(self._write(pending))
            if self.ending or payload:
                return payload

    def _write(self, states: dict[str, bytes | Draft]) -> Iterator[bytes]:
        """A page that cannot be shown all of it is not told the rest: it begins anew."""
        for content in states.values():
            try:
                yield content if isinstance(content, bytes) else self._write_draft(content)
            except Exception as error:
                page = self.viewer.page
                log.exception("Writing for %s failed (%s)", page, type(error).__name__)
                self.ending = True
                return

    def _write_draft(self, draft: Draft) -> bytes:
        payload = draft.write()
        seen = hash(payload)
        if self._written.get(draft.key) == seen:
            return b""
        self._written[draft.key] = seen
        return payload

    def _has_news(self) -> bool:
        return bool(self.pending or self.ahead or self.entries or self.ending)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done() and self._has_news():
            self._waiter.set_result(None)
