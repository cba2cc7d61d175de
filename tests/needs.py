"""Tests that need a program this machine lacks are skipped; in CI they fail instead."""

import os
import shutil

import pytest

PROGRAMS = {
    "desktop": ("dbus-daemon",),
    "e2e": ("chromium",),
    "firefox": ("firefox-esr",),
    "network": ("nft", "ip", "tc"),
    "node": ("node",),
    "postgres": ("postgres",),
    "redis": ("redis-server",),
    "relay": ("turnserver",),
    "trust": ("certutil",),
    "webkit": ("WebKitWebDriver", "Xvfb"),
}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, programs in PROGRAMS.items():
        if item.get_closest_marker(marker) and (lacks := _lacks(marker, programs)):
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse(f"needs {lacks}")


def _lacks(marker: str, programs: tuple[str, ...]) -> str:
    missing = [program for program in programs if not shutil.which(program)]
    if marker == "network" and os.geteuid() != 0:
        missing.append("root")
    return " and ".join(missing)
