"""Chromium with a made-up camera, and the example county to visit with it."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
PROGRAM = Path(sys.executable).with_name("buergerbuero")


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("This measurement needs Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def office(*arguments: str) -> Iterator[tuple[str, dict[str, str], Path]]:
    """A running example county on loopback: its address, passwords and data directory."""
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory)
        command = [str(PROGRAM), "run", "--data", directory, "--port", "8399", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
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
