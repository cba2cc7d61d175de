"""Is this process's hub running? It says so itself, every few seconds."""

import time

BEATS_WITHIN_SECONDS = 10


class Pulse:
    def __init__(self) -> None:
        self._beat_at: float | None = None

    def beat(self) -> None:
        self._beat_at = time.monotonic()

    def is_alive(self) -> bool:
        return self._beat_at is not None and time.monotonic() - self._beat_at < BEATS_WITHIN_SECONDS


pulse = Pulse()
