"""A window of a browser that Playwright does not drive: what is looked for, and how patiently."""

import time
from abc import ABC, abstractmethod
from typing import Any

LOOK_SECONDS = 0.1
# The first of these that can be seen.
FIND = """(at) => [...document.querySelectorAll(at)].find((one) => one.checkVisibility())"""
IS_SEEN = f"(at) => !!({FIND})(at)"


class AnyWindow(ABC):
    patience_seconds: float = 30

    @abstractmethod
    def asks(self, function: str, *arguments: Any) -> Any:
        """What a function answers in the page, as JSON."""

    def eventually(self, function: str, *arguments: Any) -> Any:
        end = time.monotonic() + self.patience_seconds
        while not (found := self.asks(function, *arguments)):
            assert time.monotonic() < end, f"still not: {function} {arguments}"
            time.sleep(LOOK_SECONDS)
        return found

    def sees(self, selector: str) -> None:
        self.eventually(IS_SEEN, selector)
