"""The baseline of the door: two bare pages, signalling between them, no queue and no server."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench.browser import look

HERE = Path(__file__).parent


def bare_runs(browser: Browser, runs: int) -> list[float]:
    """Milliseconds until both pages show a frame; devices and candidates are ready before."""
    with served(HERE) as url:
        return [_run(browser, url) for _ in range(runs)]


@contextmanager
def served(directory: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(directory))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def _run(browser: Browser, url: str) -> float:
    context = browser.new_context()
    try:
        pages = [context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(f"{url}/bare.html")
            page.add_script_tag(url="bare.js")
            page.evaluate("openDevices()")
        pages[0].evaluate("prepare()")
        pages[0].evaluate("go()")
        frames = [look(page, "frameAt") for page in pages]
        return max(frames) - look(pages[0], "clickedAt")
    finally:
        context.close()
