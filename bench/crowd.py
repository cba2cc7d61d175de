"""Thousands of open waiting rooms in one process: raw sockets, read as they come."""

import re
import select
import socket
import time
from collections.abc import Callable, Sequence

PLACE = b'{"region":"place"'
PING = b"event: ping"
OPENING_AT_ONCE = 200
PAGES_OF_A_SOURCE = 150  # the server takes 200 streams from one address
PRESENCE_LINES = 4
# What Chromium sends with an EventSource, about as long.
HEADERS = """Host: {host}\r
Accept: text/event-stream\r
Accept-Encoding: gzip, deflate, br, zstd\r
Accept-Language: {language},en;q=0.9\r
Cache-Control: no-cache\r
Connection: keep-alive\r
Sec-Fetch-Dest: empty\r
Sec-Fetch-Mode: cors\r
Sec-Fetch-Site: same-origin\r
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36\r
"""


class Page:
    """One open stream, and the last place it was told."""

    __slots__ = ("number", "place", "rest", "socket", "stream")

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.socket = connection
        self.place = b""
        self.rest = b""
        self.stream = b""

    @property
    def ahead(self) -> int:
        """How many stand before this page, as it says itself."""
        found = re.search(rb"(?:Vor Ihnen|Ahead of you): (\d+)", self.place)
        return int(found[1]) if found else 0


class Crowd:
    """Everybody who waits. `log` has the moment and the page of every place that arrived."""

    def __init__(self, port: int) -> None:
        self.pages: list[Page] = []
        self.log: list[tuple[float, Page]] = []
        self._port = port
        self._host = f"127.0.0.1:{port}"
        self._poll = select.epoll()
        self._by_number: dict[int, Page] = {}
        self._lines: dict[int, socket.socket] = {}
        self._opened = 0

    def open(self, path: str, people: Sequence[tuple[str, str]]) -> None:
        """A page for each (cookie, language); returns when each has its first place."""
        before, target = self._opened, self._opened + len(people)
        waiting = iter(people)
        for begun in range(before, target):
            self.run(lambda begun=begun: begun - self._opened < OPENING_AT_ONCE)  # type: ignore[misc]
            self.pages.append(self.watch(path, *next(waiting)))
        self.run(lambda: self._opened == target)

    def run(self, until: Callable[[], bool], seconds: float = 120) -> None:
        """Read what arrives until `until` holds."""
        limit = time.monotonic() + seconds
        while not until():
            if time.monotonic() > limit:
                raise SystemExit("The streams fell silent.")
            for number, _ in self._poll.poll(0.05):
                page = self._by_number.get(number)
                if page:
                    self._read(page)
                else:
                    self._hear(number)

    def settle(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.run(lambda: time.monotonic() >= end, seconds + 10)

    def close(self) -> None:
        for one in [*(page.socket for page in self.pages), *self._lines.values()]:
            one.close()
        self._poll.close()

    def watch(self, path: str, cookie: str, language: str = "de") -> Page:
        """One more page, which need not stand in a line."""
        neighbourhood = len(self._by_number) // PAGES_OF_A_SOURCE
        connection = self._connect(f"127.0.{1 + neighbourhood}.1")
        head = HEADERS.format(host=self._host, language=language)
        request = f"GET {path}?lang={language} HTTP/1.1\r\n{head}Cookie: {cookie}\r\n\r\n"
        connection.sendall(request.encode())
        page = self._by_number[connection.fileno()] = Page(len(self.pages), connection)
        return page

    def _connect(self, source: str) -> socket.socket:
        # Every address of 127/8 is this machine; so each page can have a neighbourhood of its own.
        connection = socket.create_connection(
            ("127.0.0.1", self._port), 10, source_address=(source, 0)
        )
        self._poll.register(connection.fileno(), select.EPOLLIN)
        return connection

    def _read(self, page: Page) -> None:
        received = page.socket.recv(16384)
        if not received:
            raise SystemExit(f"The server closed a stream: {page.rest[:200]!r}")
        whole, _, page.rest = (page.rest + received).rpartition(b"\n\n")
        if not page.stream and (found := re.search(rb'"stream":"([^"]+)"', whole)):
            page.stream = found[1]
        if PLACE in whole:
            self.log.append((time.monotonic(), page))
            self._opened += not page.place
            page.place = whole
        if PING in whole:
            self._answer(page)

    # Signs of life, as every page gives them

    def _answer(self, page: Page) -> None:
        body = b"stream=" + page.stream
        head = (
            f"POST /live/present HTTP/1.1\r\nHost: {self._host}\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        number = page.number % PRESENCE_LINES
        try:
            self._line(number).sendall(head.encode() + body)
        except ConnectionError:  # it was idle for too long, as a browser's would be
            self._lines.pop(number).close()
            self._line(number).sendall(head.encode() + body)

    def _line(self, number: int) -> socket.socket:
        if number not in self._lines:
            self._lines[number] = self._connect("127.0.0.1")
        return self._lines[number]

    def _hear(self, number: int) -> None:
        """Answers to signs of life say nothing; after five idle seconds the server hangs up."""
        for key, line in list(self._lines.items()):
            if line.fileno() == number and not _received(line):
                line.close()
                del self._lines[key]


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(16384)
    except ConnectionResetError:
        return b""
