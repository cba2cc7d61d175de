"""Waiting for what no locator can see. The pause lets events in; it decides nothing."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

PATIENCE_SECONDS = 30.0
LOOK_EVERY_MS = 50

Found = TypeVar("Found")


def eventually(
    page: Page, look: Callable[[], Found], *, what: str, within: float = PATIENCE_SECONDS
) -> Found:
    """What `look` finds, as soon as it finds something. Fails with `what` did not happen."""
    end = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"after {within:g} s still not: {what} (last: {found!r})")
        page.wait_for_timeout(LOOK_EVERY_MS)
