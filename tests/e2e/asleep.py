"""A page of which nothing runs, as on a phone that hides it or under the lid of a laptop."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.visitor import Visitor

BURN = "const end = performance.now() + 400; while (performance.now() < end);"


@contextmanager
def frozen(visitor: Visitor) -> Iterator[None]:
    """Nothing of it runs, its connections stay."""
    process = process_of(visitor)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def process_of(visitor: Visitor) -> int:
    """Chromium does not say which one has a page: it is the one that works when the page does."""
    before = busy_seconds(visitor)
    visitor.page.evaluate(BURN)
    after = busy_seconds(visitor)
    return max(after, key=lambda process: after[process] - before.get(process, 0))


def busy_seconds(visitor: Visitor) -> dict[int, float]:
    browser = visitor.context.browser
    assert browser
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return {one["id"]: one["cpuTime"] for one in found if one["type"] == "renderer"}
