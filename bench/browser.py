"""Chromium with a made-up camera, and the example county to visit with it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
)
LOOKS, LOOK_MS = 400, 50
PROGRAM = Path(sys.executable).with_name("buergerbuero")


@contextmanager
def chromium(arguments: Sequence[str] = ARGUMENTS) -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("This measurement needs Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(arguments))
        try:
            yield browser
        finally:
            browser.close()


def look(page: Page, name: str) -> float:
    """What `window.<name>` of the page becomes. Raises SystemExit after 20 seconds without it."""
    # Asking from outside: the page's policy lets nobody wait inside with a string of code.
    for _ in range(LOOKS):
        if found := page.evaluate(f"window.{name}"):
            return float(found)
        page.wait_for_timeout(LOOK_MS)
    raise SystemExit(f"{name} did not happen.")


@contextmanager
def office(
    *arguments: str, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, dict[str, str], Path]]:
    """A running example county on loopback: its address, passwords and data directory."""
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory)
        command = [str(PROGRAM), "run", "--data", directory, "--port", "8399", *arguments]
        environ = {**os.environ, **settings}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
        try:
            yield _wait_until_ready(process), _passwords(data), data
        finally:
            process.terminate()
            process.wait(15)


def _wait_until_ready(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        if match := re.match(r"Ready: (\S+)", line):
            return match[1]
    raise SystemExit("The office did not start.")


def _passwords(data: Path) -> dict[str, str]:
    lines = (data / "example-passwords.txt").read_text().splitlines()
    return dict(line.split() for line in lines)
