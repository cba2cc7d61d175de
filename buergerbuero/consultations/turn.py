"""As much of STUN and TURN as one needs to ask a relay who it is and whether it knows us.

RFC 8489 and RFC 8656. No Django here.
"""

import hashlib
import hmac
import re
import secrets
import socket
import ssl
import struct
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType

BINDING, ALLOCATE = 0x0001, 0x0003
ALLOCATED, REFUSED = 0x0103, 0x0110
USERNAME, INTEGRITY, ERROR, REALM, NONCE = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015
REQUESTED_TRANSPORT, SOFTWARE = 0x0019, 0x8022
UDP = b"\x11\0\0\0"
COOKIE = 0x2112A442
HEADER = struct.Struct("!HHI12s")
INTEGRITY_BYTES = 24
ANSWERS_WITHIN_SECONDS = 3
TRIES = 3

URL = re.compile(
    r"(?P<scheme>turns?):(?P<host>\[[0-9a-fA-F:.]+\]|[^][:?/]+)(?::(?P<port>\d+))?"
    r"(?:\?transport=(?P<transport>udp|tcp))?"
)
Attributes = Iterable[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Place:
    host: str
    port: int
    transport: str  # "udp", "tcp" or "tls"


def place_of(url: str) -> Place:
    """RFC 7065. Raises ValueError."""
    match = URL.fullmatch(url)
    if match is None:
        raise ValueError(url)
    secure = match["scheme"] == "turns"
    wanted = match["transport"] or ("tcp" if secure else "udp")
    port = int(match["port"] or (5349 if secure else 3478))
    return Place(match["host"].strip("[]"), port, "tls" if secure else wanted)


@dataclass(frozen=True, slots=True)
class Answer:
    kind: int
    attributes: dict[int, bytes]

    @property
    def refusal(self) -> int:
        """The number of the error, 0 where there is none."""
        said = self.attributes.get(ERROR, b"")
        return said[2] * 100 + said[3] if self.kind & REFUSED == REFUSED and said else 0

    @property
    def software(self) -> str:
        return self.attributes.get(SOFTWARE, b"").decode(errors="replace")


def written(kind: int, attributes: Attributes, key: bytes, transaction: bytes) -> bytes:
    """A message; with a key it proves who sends it."""
    body = b"".join(_attribute(number, value) for number, value in attributes)
    if key:
        head = HEADER.pack(kind, len(body) + INTEGRITY_BYTES, COOKIE, transaction)
        body += _attribute(INTEGRITY, hmac.digest(key, head + body, hashlib.sha1))
    return HEADER.pack(kind, len(body), COOKIE, transaction) + body


def _attribute(number: int, value: bytes) -> bytes:
    return struct.pack("!HH", number, len(value)) + value + bytes(-len(value) % 4)


def read(message: bytes) -> Answer:
    kind, length, cookie, _ = HEADER.unpack_from(message)
    if cookie != COOKIE or len(message) != HEADER.size + length:
        raise OSError("no answer of STUN")
    found: dict[int, bytes] = {}
    at = HEADER.size
    while at + 4 <= len(message):
        number, size = struct.unpack_from("!HH", message, at)
        found.setdefault(number, message[at + 4 : at + 4 + size])
        at += 4 + size + -size % 4
    return Answer(kind, found)


class Relay(AbstractContextManager["Relay"]):
    """A line to a relay. Every question raises OSError where nothing answers."""

    def __init__(self, place: Place, trusted: ssl.SSLContext | None = None) -> None:
        self._place = place
        self._socket = _line(place, trusted)
        self._user = self._realm = self._nonce = self._key = b""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def ask(self, kind: int, attributes: Attributes = (), transaction: bytes = b"") -> Answer:
        proof = [(USERNAME, self._user), (REALM, self._realm), (NONCE, self._nonce)]
        signed = [*attributes, *(proof if self._key else [])]
        message = written(kind, signed, self._key, transaction or secrets.token_bytes(12))
        for left in reversed(range(TRIES if self._place.transport == "udp" else 1)):
            self._socket.sendall(message)
            try:
                return self._answer_to(message)
            except TimeoutError:
                if not left:
                    raise
        raise AssertionError

    def allocate(
        self, user: str, password: str, wishes: Attributes = (), transport: bytes = UDP
    ) -> Answer:
        """An address at the relay, for whoever it knows."""
        wanted = [(REQUESTED_TRANSPORT, transport), *wishes]
        challenge = self.ask(ALLOCATE, wanted).attributes
        self._user, self._realm = user.encode(), challenge.get(REALM, b"")
        self._nonce = challenge.get(NONCE, b"")
        secret = b":".join((self._user, self._realm, password.encode()))
        self._key = hashlib.md5(secret, usedforsecurity=False).digest()
        return self.ask(ALLOCATE, wanted)

    def _answer_to(self, message: bytes) -> Answer:
        """Late answers to what was sent twice are passed over."""
        while True:
            got = self._receive()
            if got[8:20] == message[8:20]:
                return read(got)

    def _receive(self) -> bytes:
        if self._place.transport == "udp":
            return self._socket.recv(65536)
        head = self._exactly(HEADER.size)
        return head + self._exactly(HEADER.unpack(head)[1])

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            more = self._socket.recv(count - len(got))
            if not more:
                raise ConnectionResetError("closed")
            got += more
        return got


def _line(place: Place, trusted: ssl.SSLContext | None) -> socket.socket:
    if place.transport == "udp":
        family, kind, number, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_DGRAM
        )[0]
        line = socket.socket(family, kind, number)
        line.settimeout(ANSWERS_WITHIN_SECONDS / TRIES)
        line.connect(address)
        return line
    line = socket.create_connection((place.host, place.port), ANSWERS_WITHIN_SECONDS)
    if place.transport == "tcp":
        return line
    context = trusted or ssl.create_default_context()
    return context.wrap_socket(line, server_hostname=place.host)
