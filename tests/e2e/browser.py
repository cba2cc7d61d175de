"""Debian's Chromium with a camera that shows a test picture and a microphone that beeps."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

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
# Two processors code and decode every picture here: as few as show that pictures flow.
DEVICES = "--use-fake-device-for-media-stream=fps=10"
# Of Chromium's test cameras the second measures distances; what it shows cannot be sent.
MANY_DEVICES = f"{DEVICES},device-count=3"


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


def home_that_trusts(certificate: Path, folder: Path) -> Path:
    """A home whose browsers trust this certificate, as a machine's administrator makes them."""
    database = folder / "home" / ".pki" / "nssdb"
    database.mkdir(parents=True)
    command = ["certutil", "-d", f"sql:{database}"]
    trusted = ["-A", "-t", "C,,", "-n", "relay", "-i", str(certificate)]
    for rest in (["-N", "--empty-password"], trusted):
        subprocess.run([*command, *rest], check=True, capture_output=True)
    return folder / "home"
