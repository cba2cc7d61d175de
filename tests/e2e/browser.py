"""Debian's Chromium with a camera that shows a test picture and a microphone that beeps."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
YES_TO_DEVICES = "--use-fake-ui-for-media-stream"
DEVICES = "--use-fake-device-for-media-stream"


@contextmanager
def chromium_of(
    engine: BrowserType, *, devices: bool = True, program: str = ""
) -> Iterator[Browser]:
    """`devices`: a camera and a microphone are plugged in. `program`: what starts Chromium."""
    arguments = [*QUIET, YES_TO_DEVICES, *([DEVICES] if devices else [])]
    path = program or shutil.which("chromium")
    browser = engine.launch(executable_path=path, args=arguments)
    try:
        yield browser
    finally:
        browser.close()
