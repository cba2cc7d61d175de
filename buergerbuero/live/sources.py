"""How many streams each address has open."""


class Sources:
    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._open: dict[str, int] = {}

    def enter(self, source: str) -> bool:
        """False where there are as many as one may have."""
        count = self._open.get(source, 0)
        if count >= self._at_most:
            return False
        self._open[source] = count + 1
        return True

    def leave(self, source: str) -> None:
        self._open[source] -= 1
        if not self._open[source]:
            del self._open[source]
