"""Debian's WebKit, driven over WebDriver (W3C): as much of it as a page without video needs."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.window import FIND, LOOK_SECONDS, AnyWindow
from tests.ports import free_port
from tests.servers import stop

PATIENCE_SECONDS = 60
# Nothing is drawn by a graphics card, and root has no sandbox.
SURROUNDINGS = {
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}
# A certificate that nobody has signed serves for tests.
WISHES = {"acceptInsecureCerts": True}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Window(AnyWindow):
    patience_seconds = PATIENCE_SECONDS

    def __init__(self, driver: str) -> None:
        self._driver = driver
        made = self._do("POST", "/session", {"capabilities": {"alwaysMatch": WISHES}})
        self._session = f"/session/{made['sessionId']}"

    def go(self, url: str) -> None:
        self._do("POST", f"{self._session}/url", {"url": url})

    def asks(self, function: str, *arguments: Any) -> Any:
        script = f"return ({function})(...arguments)"
        return self._do(
            "POST", f"{self._session}/execute/sync", {"script": script, "args": arguments}
        )

    def reads(self, selector: str, text: str) -> None:
        self.eventually(
            "(at, text) => document.querySelector(at)?.innerText.includes(text)", selector, text
        )

    def clicks(self, selector: str) -> None:
        self.sees(selector)
        self._do("POST", f"{self._session}/element/{self._find(selector)}/click", {})

    def types(self, selector: str, text: str) -> None:
        self._do("POST", f"{self._session}/element/{self._find(selector)}/value", {"text": text})

    def closes(self) -> None:
        self._do("DELETE", self._session)

    def _find(self, selector: str) -> str:
        found: dict[str, str] = self.asks(FIND, selector)
        return found[ELEMENT]

    def _do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        asked = urllib.request.Request(  # noqa: S310  # our own driver
            self._driver + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return json.load(answer)["value"]


@contextmanager
def webkit() -> Iterator[Window]:
    port = free_port()
    with _screen() as screen:
        command = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
        surroundings = os.environ | SURROUNDINGS | {"DISPLAY": screen}
        with subprocess.Popen(
            command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as driver:
            try:
                window = _window(f"http://127.0.0.1:{port}")
                yield window
                window.closes()
            finally:
                driver.terminate()


def _window(driver: str) -> Window:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return Window(driver)
        except urllib.error.URLError:
            assert time.monotonic() < end, "the driver does not answer"
            time.sleep(LOOK_SECONDS)


@contextmanager
def _screen() -> Iterator[str]:
    """One in memory; it chooses its own number and listens to no network."""
    seen, told = os.pipe()
    command = ["Xvfb", "-displayfd", str(told), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[told], stderr=subprocess.DEVNULL, text=True) as screen:
        os.close(told)
        try:
            with os.fdopen(seen) as line:
                yield f":{line.readline().strip()}"
        finally:
            stop(screen)
