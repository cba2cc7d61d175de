"""What people at the counter were told, and the pages on which they read it."""

import asyncio
import hashlib
import itertools
import random
import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from bench.crowd import HEADERS, PAGES_OF_A_SOURCE, PING

BACKOFF = (1, 2, 4, 8)  # seconds, as static/js/live.js has them
ADDRESSES = 250
TITLE = re.compile(r'data-title=\\"Vor Ihnen: (\d+) – ([^\\"]+)\\"')
_sources = itertools.count()


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who was told that they wait. None: they asked for it and nobody answered."""

    cookie: str
    source: str
    number: str = ""
    ahead: int | None = None
    heard: float = 0.0  # when their page was last told something
    gone: bool | None = False
    pausing: bool | None = False
    renumbered: bool = False
    busy: bool = False

    @property
    def key(self) -> str:
        """As the rows know them."""
        return hashlib.sha256(self.cookie.partition("=")[2].encode()).hexdigest()

    @property
    def digits(self) -> int:
        """Of the number, for sorting."""
        return int(re.sub(r"\D", "", self.number) or 0)

    def did(self, verb: str, *, answered: bool) -> None:
        if verb == "leave":
            self.gone = answered or None
        else:
            self.pausing = (verb == "pause") if answered else None

    @contextmanager
    def occupied(self) -> Iterator[None]:
        self.busy = True
        try:
            yield
        finally:
            self.busy = False


def new_source() -> str:
    """Every address of 127/8 is this machine; nobody shares theirs, so nobody knocks too often."""
    place = next(_sources)
    street, house = divmod(place, ADDRESSES)
    return f"127.{100 + street // ADDRESSES}.{street % ADDRESSES}.{1 + house}"


def neighbourhood(place: int) -> str:
    """Where so many people's pages are, since the office takes only some from one address."""
    return f"127.0.{1 + place // PAGES_OF_A_SOURCE}.1"


async def post(port: int, source: str, path: str, body: str, *headers: str) -> tuple[int, str]:
    """Status and cookie of the answer; status 0 where none came."""
    lines = (
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    )
    with suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
        with closing(writer):
            writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            answer = await reader.readuntil(b"\r\n\r\n")
        cookie = re.search(rb"__Host-visit=[^;]+", answer)
        return int(answer.split(b" ", 2)[1]), cookie[0].decode() if cookie else ""
    return 0, ""


class Page:
    """One waiting room that comes back by itself, as a browser's does."""

    def __init__(self, port: int, person: Person, chance: random.Random) -> None:
        self._port = port
        self._person = person
        self._chance = chance
        self._attempt = 0

    async def stay(self) -> None:
        while self._person.gone is not True:
            with suppress(OSError):
                await self._listen()
            longest = BACKOFF[min(self._attempt, len(BACKOFF) - 1)]
            self._attempt += 1
            await asyncio.sleep(longest * (0.5 + self._chance.random() / 2))

    async def _listen(self) -> None:
        person, host = self._person, f"127.0.0.1:{self._port}"
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self._port, local_addr=(person.source, 0)
        )
        head = HEADERS.format(host=host, language="de")
        with closing(writer):
            request = f"GET /live/visit?lang=de HTTP/1.1\r\n{head}Cookie: {person.cookie}\r\n\r\n"
            writer.write(request.encode())
            rest, stream = b"", ""
            while received := await reader.read(65536):
                whole, _, rest = (rest + received).rpartition(b"\n\n")
                stream = self._read(whole) or stream
                if PING in whole:
                    await post(self._port, person.source, "/live/present", f"stream={stream}")

    def _read(self, whole: bytes) -> str:
        """Takes in what the page is told; the stream's name where it is among it."""
        person, text = self._person, whole.decode(errors="ignore")
        if '"region":"visit"' in text:
            self._attempt, person.heard = 0, time.monotonic()
        if '"region":"place"' in text:
            person.ahead = None
        for ahead, number in TITLE.findall(text):
            person.renumbered |= person.number not in ("", number)
            person.number, person.ahead = number, int(ahead)
        found = re.search(r'"stream":"([^"]+)"', text)
        return found[1] if found else ""
