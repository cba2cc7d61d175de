"""One request to a push service: to an address that was checked, and to no other. No Django."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from buergerbuero.push import endpoints
from buergerbuero.push.endpoints import Endpoint, Refused

TIMEOUT_SECONDS = 4
ANSWER_AT_MOST = 1024
GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: int | None = None

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in GONE

    @property
    def may_be_repeated(self) -> bool:
        return self.status == 429 or self.status >= 500


class Sender:
    """Tests name a receiver of their own here. No setting does."""

    def __init__(
        self,
        *,
        resolve: Callable[[str], list[str]] = endpoints.resolve,
        is_public: Callable[[str], bool] = endpoints.is_public,
        trust: ssl.SSLContext | None = None,
        port: int = endpoints.PORT,
    ) -> None:
        self._resolve = resolve
        self._is_public = is_public
        self._trust = trust or ssl.create_default_context()
        self._port = port

    def post(self, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises Refused, OSError or HTTPException. Redirects are answers like any other."""
        endpoint = endpoints.read(address)
        connection = _Connection(endpoint, self._checked(endpoint.host), self._port, self._trust)
        try:
            connection.request("POST", endpoint.target, body, dict(headers))
            response = connection.getresponse()
            response.read(ANSWER_AT_MOST)
            return Answer(response.status, _seconds(response.headers.get("Retry-After", "")))
        finally:
            connection.close()

    def _checked(self, host: str) -> str:
        """Looked up once: what was checked is what is connected to."""
        found = next((ip for ip in self._resolve(host) if self._is_public(ip)), None)
        if found is None:
            raise Refused("it leads into no public network")
        return found


class _Connection(http.client.HTTPSConnection):
    """To this number; its certificate has to be that of the name."""

    def __init__(self, endpoint: Endpoint, number: str, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(endpoint.host, timeout=TIMEOUT_SECONDS, context=trust)
        self._place = (number, port)
        self._trust = trust

    def connect(self) -> None:
        plain = socket.create_connection(self._place, TIMEOUT_SECONDS)
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _seconds(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
