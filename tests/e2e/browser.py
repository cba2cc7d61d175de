"""Debian's Chromium with a camera that shows a test picture and a microphone that beeps."""

import shutil
from collections.abc import Iterator, Sequence
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
# Of Chromium's test cameras the second measures distances; what it shows cannot be sent.
MANY_DEVICES = f"{DEVICES}=device-count=3"


@contextmanager
def chromium_of(
    engine: BrowserType,
    *,
    devices: bool = True,
    yes: bool = True,
    flags: Sequence[str] = (),
    program: str = "",
) -> Iterator[Browser]:
    """`devices`: a camera and a microphone are plugged in. `yes`: the person allows all that the
    browser asks for. `program`: what starts Chromium."""
    said = [YES_TO_DEVICES] if yes else []
    arguments = [*QUIET, *said, *([DEVICES] if devices else []), *flags]
    path = program or shutil.which("chromium")
    browser = engine.launch(executable_path=path, args=arguments)
    try:
        yield browser
    finally:
        browser.close()
