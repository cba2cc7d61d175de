"""A sign of life that came by an ordinary request, for pages without a stream."""

from collections.abc import Callable
from typing import Any

_listeners: list[Callable[[str], Any]] = []


def seen(principal: str) -> None:
    for listener in _listeners:
        listener(principal)


def listen(listener: Callable[[str], Any]) -> None:
    """`listener` is called in the thread of the request."""
    _listeners.append(listener)
