"""The live part's own small ASGI application: `GET /live/<page>` and `POST /live/present`."""

import asyncio
import logging
import math
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs

from buergerbuero.live.http import (
    Headers,
    Receive,
    Scope,
    Send,
    TooLarge,
    body,
    chunk,
    cookies,
    disconnect,
    number,
    start,
)
from buergerbuero.live.hub import Hub, Snapshots
from buergerbuero.live.sources import Sources
from buergerbuero.live.viewer import Draft, Message, Stream, Viewer
from buergerbuero.live.wire import PING, end, event

PREFIX = "/live/"
PING_SECONDS = 20
LIFETIME_SECONDS = (3240, 3960)  # spread, so that they do not all return at once
# Three pings without an answer: the socket of a phone that is gone stays open for much longer.
SILENT_SECONDS = 70
CHECK_SECONDS = 3
STREAMS_OF_A_SOURCE = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page may know of the request that opens its stream."""

    key: str
    language: str
    cookies: Mapping[str, str]


class Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Page(Protocol):
    """One kind of page with a stream. Methods that touch the database run in a thread."""

    @property
    def name(self) -> str: ...

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message | Draft]:
        """What this viewer may see of the snapshots of their topics."""

    def viewer(self, asked: Asked) -> Viewer:
        """Who is asking. Raises Refused."""

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        """Those of them that may no longer look, with the reason for the `end` message."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the wiring knows and this module does not."""

    same_origin: Callable[[Mapping[str, str]], bool]
    headers: Headers
    languages: Sequence[str]
    # Another process may have the stream whose sign of life came here; False where there is none.
    pass_on: Callable[[str], bool]


class LiveApp:
    def __init__(
        self, hub: Hub, pages: Iterable[Page], rules: Rules, in_thread: Callable[..., Any]
    ) -> None:
        self._hub = hub
        self._pages = {page.name: page for page in pages}
        self._rules = rules
        self._in_thread = in_thread
        self._sources = Sources(STREAMS_OF_A_SOURCE)
        self._shut = False
        for page in self._pages.values():
            hub.show(page.name, projection=page.project)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            # What the request said is forgotten here: a stream that is open for an hour keeps none.
            stream = await self._route(scope, receive, send)
        except Refused as refused:
            await self._answer(send, refused.status)
        except TooLarge:
            await self._answer(send, 413)
        else:
            if stream:
                await self._serve(stream, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> Stream | None:
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._rules.same_origin(headers):
            raise Refused(403)
        path = scope["path"].removeprefix(PREFIX)
        if path == "present":
            await self._present(scope, receive, send)
            return None
        if scope["method"] != "GET":
            raise Refused(405)
        return await self._opened(path, scope, headers)

    # Signs of life

    async def _present(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise Refused(405)
        fields = parse_qs((await body(receive)).decode("latin-1"))
        stream = fields.get("stream", [""])[0]
        known = self._hub.acknowledge(stream) or await self._in_thread(self._rules.pass_on, stream)
        await self._answer(send, 204 if known else 410)

    # Streams

    async def _opened(self, path: str, scope: Scope, headers: Mapping[str, str]) -> Stream:
        name, _, key = path.partition("/")
        page = self._pages.get(name)
        if page is None:
            raise Refused(404)
        query = {k: v[0] for k, v in parse_qs(scope["query_string"].decode("latin-1")).items()}
        cursor = number(query.get("after") or headers.get("last-event-id", ""))
        source = scope["client"][0]
        if not self._sources.enter(source):
            raise Refused(429)
        try:
            stream = await self._open(page, self._asked(key, query, headers), cursor)
        except BaseException:
            self._sources.leave(source)
            raise
        stream.source, stream.heard_at = source, time.monotonic()
        stream.ping_at = stream.heard_at + PING_SECONDS
        stream.expires_at = stream.heard_at + random.uniform(*LIFETIME_SECONDS)  # noqa: S311  # no secret
        if "once" in query:
            self._hub.seen(stream.viewer.principal)
            stream.stop()
        if self._shut:
            self._hub.end([stream], end("restart").payload)
        return stream

    async def _open(self, page: Page, asked: Asked, cursor: int) -> Stream:
        try:
            return await self._hub.open(await self._in_thread(page.viewer, asked), cursor)
        except Refused:
            raise
        except Exception as error:
            log.exception("Opening a stream failed (%s)", type(error).__name__)
            raise Refused(500) from error

    def _asked(self, key: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Asked:
        language = query.get("lang", "")
        if language not in self._rules.languages:
            language = self._rules.languages[0]
        return Asked(key, language, cookies(headers.get("cookie", "")))

    async def _serve(self, stream: Stream, receive: Receive, send: Send) -> None:
        watch = asyncio.create_task(disconnect(receive))
        watch.add_done_callback(lambda _: stream.stop())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(None) as stream.patience:
                    await self._write(stream, send)
        finally:
            watch.cancel()
            self._hub.close(stream)
            self._sources.leave(stream.source)

    async def _write(self, stream: Stream, send: Send) -> None:
        await start(send, 200, [*self._rules.headers, *STREAM_HEADERS])
        await chunk(send, event("hello", {"stream": stream.id}))
        while True:
            payload = await stream.take()
            # While a slow browser reads, the end may be announced: that is the next message.
            last = stream.ending
            await chunk(send, payload, more=not last)
            if last:
                return

    async def _answer(self, send: Send, status: int) -> None:
        await start(send, status, self._rules.headers)
        await chunk(send, b"", more=False)

    # Housekeeping, run as tasks beside the application

    async def ping(self) -> None:
        """Every stream once in PING_SECONDS; the oldest make way for new ones, the silent go."""
        while True:
            now = time.monotonic()
            for stream in list(self._hub.streams.values()):
                if now >= stream.expires_at:
                    self._hub.end([stream], end("restart").payload)
                elif now >= stream.heard_at + SILENT_SECONDS:
                    self._let_go(stream)
                elif now >= stream.ping_at:
                    stream.ping_at = now + PING_SECONDS
                    stream.send("ping", PING)
            await asyncio.sleep(1)

    def _let_go(self, stream: Stream) -> None:
        """A page that only slept opens a new one; one that does not even read is left alone."""
        stream.heard_at = math.inf
        self._hub.end([stream], end("restart").payload)
        if stream.patience:
            stream.patience.reschedule(asyncio.get_running_loop().time() + PING_SECONDS)

    async def check(self) -> None:
        """Streams of people who have signed out, or may no longer look, end within seconds."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            streams: dict[str, list[Stream]] = {}
            for stream in self._hub.streams.values():
                streams.setdefault(stream.viewer.page, []).append(stream)
            for page, opened in streams.items():
                await self._check_page(self._pages[page], opened)

    async def _check_page(self, page: Page, streams: Sequence[Stream]) -> None:
        gone = await self._in_thread(page.gone, [stream.viewer for stream in streams])
        if gone:
            for stream in streams:
                if reason := gone.get(stream.viewer):
                    self._hub.end([stream], end(reason).payload)

    def shut_down(self) -> None:
        self._shut = True
        self._hub.end(self._hub.streams.values(), end("restart").payload)


STREAM_HEADERS: Headers = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
)
