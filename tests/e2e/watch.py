"""What no page may ever do, noted for every browser context and held against it at the end.

Row 4: no request to a foreign origin. Row 50: no violation of the Content-Security-Policy. And no
error in the console, no uncaught exception, no answer of 400 or above that a test did not announce.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

INLINE = ("data:", "blob:", "about:")
FAILED_LOAD = "Failed to load resource"
NO_NETWORK = "net::ERR_"
# What was under way while a page was replaced or a call taken back is refused (protocol, §3).
OVERTAKEN = {403, 409}
OF_THE_ROOM = ("/room/signals", "/room/join")
OVERTAKEN_AT_MOST = 4


@dataclass
class Watch:
    origin: str
    complaints: list[str] = field(default_factory=list)
    _expected: set[tuple[int, str]] = field(default_factory=set)
    _overtaken: int = 0
    _network_fails: bool = False
    _words: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", self._threw)
        context.on("request", self._asked)
        context.on("response", self._answered)

    def expect_answer(self, status: int, path: str) -> None:
        """This test provokes this answer."""
        self._expected.add((status, path))

    def expect_lost_network(self) -> None:
        """This test takes the network away; Chromium complains of what it cannot load."""
        self._network_fails = True

    def expect_words(self, part: str) -> None:
        """The browser itself complains of what this test has it do."""
        self._words.append(part)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not self._is_expected(message):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _is_expected(self, message: ConsoleMessage) -> bool:
        if any(part in message.text for part in self._words):
            return True
        if not message.text.startswith(FAILED_LOAD):
            return False
        if NO_NETWORK in message.text:
            return self._network_fails
        # Whether it may fail is judged where the answer comes.
        return " status of " in message.text

    def _threw(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _asked(self, request: Request) -> None:
        url = request.url
        if not url.startswith((f"{self.origin}/", *INLINE)):
            self.complaints.append(f"foreign origin: {url}")

    def _answered(self, response: Response) -> None:
        path, status = urlsplit(response.url).path, response.status
        if status < 400 or (status, path) in self._expected:
            return
        if path.endswith(OF_THE_ROOM) and status in OVERTAKEN:
            self._overtaken += 1
            if self._overtaken <= OVERTAKEN_AT_MOST:
                return
        self.complaints.append(f"answer {status}: {response.request.method} {path}")
