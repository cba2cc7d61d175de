"""A tiny office for the live part: its pages show plain texts; and a browser's side of requests."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buergerbuero.live.hub import Hub, Snapshots
from buergerbuero.live.stream import Asked, LiveApp, Refused, Rules
from buergerbuero.live.viewer import Message, Viewer
from buergerbuero.live.wire import region, signal
from tests.live.clock import blocking

OWN = "https://office.example"


class Board:
    """Texts by topic, and how often each was read. A reading takes `cost` seconds."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts
        self.readings: list[str] = []
        self.cost = 0.0
        self.broken = False

    def read(self, key: str) -> str:
        self.readings.append(key)
        if self.broken:
            raise ConnectionError("the database is away")
        return self.texts[key]


class Thread:
    """Runs blocking work at once, or after as long as a board says that reading takes."""

    def __init__(self, board: Board | None = None) -> None:
        self._board = board

    async def __call__(self, work: Callable[..., Any], *arguments: Any) -> Any:
        if self._board and self._board.cost:
            await asyncio.sleep(self._board.cost)
        with blocking():
            return work(*arguments)


def viewer(*topics: str, page: str = "board", principal: str = "", facts: Any = None) -> Viewer:
    return Viewer(page, "de", topics, principal, facts)


def show_texts(_viewer: Viewer, snapshots: Snapshots) -> list[Message]:
    """Each topic is a region of its own."""
    return [Message(topic, f"[{topic}={text}]".encode()) for topic, text in snapshots.items()]


def make_hub(board: Board) -> Hub:
    hub = Hub(Thread(board))
    hub.register("text", snapshot=board.read)
    hub.show("board", projection=show_texts)
    return hub


@dataclass
class Wall:
    """A page with one region for each text of its topic ("region: text"), and a log."""

    name: str = "wall"
    topic: str = "text:wall"
    principal: str = ""
    status: int | None = None
    left: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    log: list[tuple[int, str]] = field(default_factory=list)

    def viewer(self, asked: Asked) -> Viewer:
        self.asked.append(asked)
        if self.status:
            raise Refused(self.status)
        return Viewer(self.name, asked.language, (self.topic,), self.principal, asked.key)

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {one: self.left[one.facts] for one in viewers if one.facts in self.left}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message]:
        parts = (part.split(": ") for part in snapshots[self.topic].splitlines())
        regions = [region(name, f"<p>{text}</p>") for name, text in parts]
        return [*regions, *(signal(position, {"said": said}) for position, said in self.log)]


class Office:
    """The live application over a board, with the pages given."""

    def __init__(self, *pages: Any, wall: str = "news: closed") -> None:
        self.board = Board(wall=wall)
        self.hub = Hub(Thread(self.board))
        self.hub.register("text", snapshot=self.board.read)
        self.page = pages[0] if pages else Wall()
        rules = Rules(
            same_origin=lambda headers: headers.get("origin") in (None, OWN),
            headers=[(b"x-golden", b"yes"), (b"cache-control", b"no-store")],
            languages=["de", "en"],
            pass_on=lambda stream: False,
        )
        self.app = LiveApp(self.hub, pages or [self.page], rules, Thread(self.board))

    def write(self, wall: str) -> None:
        self.board.texts["wall"] = wall
        self.hub.announced(["text:wall"])

    def ask(self, path: str = "/live/wall", **facts: Any) -> "Request":
        return Request(self.app, path, **facts)


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    id: int | None = None


class Request:
    """One request to an ASGI application. The browser reads at once, or as slowly as it is told."""

    def __init__(
        self,
        app: Callable[..., Any],
        path: str,
        *,
        method: str = "GET",
        query: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        source: str = "192.0.2.7",
    ) -> None:
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "server": ("testserver", 80),
            "root_path": "",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [
                (name.lower().encode(), value.encode("latin-1"))
                for name, value in {"Host": "testserver", **(headers or {})}.items()
            ],
            "client": (source, 50000),
        }
        self.status = 0
        self.headers: dict[str, str] = {}
        self.bytes = b""
        self.complete = False
        self._read = 0
        self._reads = asyncio.Event()
        self._reads.set()
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._inbox.put_nowait({"type": "http.request", "body": body, "more_body": False})
        self._arrived = asyncio.Event()
        self.task = asyncio.ensure_future(app(self.scope, self._inbox.get, self._send))

    async def _send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert not self.status, "an answer starts once"
            self.status = message["status"]
            pairs = [(name.decode(), value.decode()) for name, value in message["headers"]]
            self.headers = dict(pairs)
            assert len(self.headers) == len(pairs), "a header stands once"
            return
        await self._reads.wait()
        assert not self.complete, "nothing follows the last part"
        self.bytes += message.get("body", b"")
        self.complete = not message.get("more_body")
        self._arrived.set()

    def stop_reading(self) -> None:
        self._reads.clear()

    def read_on(self) -> None:
        self._reads.set()

    def leave(self) -> None:
        self._inbox.put_nowait({"type": "http.disconnect"})

    async def answered(self) -> "Request":
        """The whole answer. Whatever went wrong in the application is raised here."""
        await self.task
        assert self.complete
        return self

    def events(self) -> list[Event]:
        """What has arrived since the last call."""
        *whole, rest = self.bytes[self._read :].split(b"\n\n")
        self._read = len(self.bytes) - len(rest)
        return [_event(one.decode()) for one in whole]

    async def arrives(self, name: str) -> Event:
        """The next event of this name; what came before it is passed over."""
        while True:
            for event in self.events():
                if event.name == name:
                    return event
            assert not self.task.done(), f"the stream ended without “{name}”"
            self._arrived.clear()
            await self._arrived.wait()


def _event(text: str) -> Event:
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    number = int(fields["id"]) if "id" in fields else None
    return Event(fields["event"], json.loads(fields["data"]), number)


def regions(events: Iterable[Event]) -> dict[str, str]:
    return {event.data["region"]: event.data["html"] for event in events if event.name == "region"}
