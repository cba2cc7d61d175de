"""What a page went through, sample by sample: bytes that arrived, and what it said meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.waiting import eventually

WRITE = """() => {
  window.diary = [];
  const sample = async () => {
    let bytes = 0;
    for (const connection of noted.connections) {
      if (connection.connectionState === "closed") continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type === "inbound-rtp") bytes += report.bytesReceived;
      }
    }
    const plate = document.querySelector("[data-tile-restoring]:not([hidden])");
    window.diary.push([Date.now() / 1000, bytes, !!plate?.checkVisibility()]);
  };
  setInterval(sample, 100);
}"""


@dataclass(frozen=True)
class Entry:
    at: float  # seconds of the wall clock, the same for every browser on this machine
    bytes: int
    restoring: bool  # the page says that the connection is being restored


class Diary:
    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(WRITE)

    def last_bytes_at(self, since: float) -> float:
        """When the last byte came that came before the words."""
        silent = self.says_so_at(since)
        before = [entry for entry in self._entries() if entry.at <= silent]
        return next(entry.at for entry in before if entry.bytes == before[-1].bytes)

    def says_so_at(self, since: float) -> float:
        return self._first(since, lambda entry: entry.restoring, "the page says so")

    def flows_again_at(self, since: float) -> float:
        bytes_then = [entry.bytes for entry in self._entries() if entry.at <= since][-1]
        return self._first(since, lambda entry: entry.bytes > bytes_then, "bytes flow again")

    def says_no_more_at(self, since: float) -> float:
        return self._first(since, lambda entry: not entry.restoring, "the words go")

    def longest_silence(self, since: float) -> float:
        """The longest time in which not one byte came."""
        longest, heard, bytes_then = 0.0, since, -1
        for entry in self._entries():
            if entry.at < since or entry.bytes != bytes_then:
                heard, bytes_then = entry.at, entry.bytes
            longest = max(longest, entry.at - heard)
        return longest

    def _first(self, since: float, found: Callable[[Entry], bool], what: str) -> float:
        def look() -> list[Entry]:
            return [entry for entry in self._entries() if entry.at >= since and found(entry)]

        return eventually(self._page, look, what=what)[0].at

    def _entries(self) -> list[Entry]:
        return [Entry(*values) for values in self._page.evaluate("window.diary")]
