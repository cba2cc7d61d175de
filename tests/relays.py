"""The relay as it is shipped: Debian's coturn with deploy/coturn/turnserver.conf, and who asks it.

Only paths, ports and addresses differ, since no test may take those of the machine.
"""

import re
import secrets
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Any

from buergerbuero.consultations.backends.peer import CREDENTIALS_LAST_SECONDS, credentials
from buergerbuero.consultations.turn import COOKIE, Answer, Place, Relay, read, written
from tests.ports import free_port

SHIPPED = Path(__file__).parent.parent / "deploy" / "coturn"
SECRET = "a secret of the tests that nobody would guess"
READY = "IO method (auth thread)"
LOOKS, LOOK_SECONDS = 600, 0.05

PERMISSION, CHANNEL, REFRESH, SEND = 0x0008, 0x0009, 0x0004, 0x0016
XOR_PEER, XOR_RELAYED, XOR_MAPPED, LIFETIME, DATA = 0x0012, 0x0016, 0x0020, 0x000D, 0x0013
SIX = (0x0017, b"\x02\0\0\0")
FIRST_CHANNEL = (0x000C, b"\x40\x01\0\0")


def shipped() -> str:
    return (SHIPPED / "turnserver.conf").read_text()


def adapted(text: str, **changes: str) -> str:
    """Each change replaces a line that is there, or takes it away."""
    for name, value in changes.items():
        option = name.replace("_", "-")
        line = f"{option}={value}" if value else ""
        text, count = re.subn(rf"^{option}(=.*)?$", line, text, flags=re.MULTILINE)
        assert count == 1, option
    return text


def release() -> str:
    """Of the coturn on this machine."""
    said = subprocess.run(["turnserver", "--version"], capture_output=True, text=True, check=False)
    return said.stdout.split()[-1]


@dataclass(frozen=True)
class RunningRelay:
    host: str
    port: int
    tls_port: int
    certificate: Path
    log: Path

    @property
    def place(self) -> Place:
        return Place(self.host, self.port, "udp")

    @property
    def secure_place(self) -> Place:
        return Place(self.host, self.tls_port, "tls")


@contextmanager
def running_relay(
    folder: Path,
    addresses: Sequence[str] = ("127.0.0.1", "::1"),
    ports: tuple[int, int] | None = None,
    *,
    inside: Sequence[str] = (),
    text: str = "",
    more: str = "",
) -> Iterator[RunningRelay]:
    """`addresses`: of its listeners and of its relays. `inside`: what starts it elsewhere.
    `text`: another configuration than the shipped one; `more`: lines besides.
    """
    port, tls_port = ports or (free_port(), free_port())
    certificate(folder, addresses)
    config, log = folder / "turnserver.conf", folder / "coturn.log"
    own = "".join(f"listening-ip={one}\nrelay-ip={one}\n" for one in addresses)
    config.write_text(
        adapted(
            text or shipped(),
            listening_port=str(port),
            tls_listening_port=str(tls_port),
            static_auth_secret=SECRET,
            cert=str(folder / "cert.pem"),
            pkey=str(folder / "key.pem"),
            syslog="",
        )
        + f"\n{own}log-file=stdout\npidfile={folder}/pid\nuserdb={folder}/db\n{more}"
    )
    program = shutil.which("turnserver") or "turnserver"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*inside, program, "-c", str(config)], stdout=output, stderr=output, cwd=folder
        )
        try:
            _wait_until_ready(process, log)
            yield RunningRelay(addresses[0], port, tls_port, folder / "cert.pem", log)
        finally:
            process.terminate()
            process.wait(15)


def certificate(folder: Path, addresses: Sequence[str]) -> None:
    """For these addresses, signed by itself."""
    names = ",".join(f"IP:{one}" for one in addresses)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=relay of the tests"]
    command += ["-addext", f"subjectAltName={names}", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(LOOKS):
        if READY in log.read_text(errors="replace"):
            return
        assert process.poll() is None, log.read_text(errors="replace")
        time.sleep(LOOK_SECONDS)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


class Asker(Relay):
    """Somebody with credentials who tries what a browser never would."""

    given: Answer | None = None

    def close(self) -> None:
        """Gives the address back: the next one may come from the same port, where it would stand
        in the way (437, RFC 8656 §7.2)."""
        if self.given and not self.given.refusal:
            self.refreshes(0)
        super().close()

    def right(self, left: int = CREDENTIALS_LAST_SECONDS, who: str = "") -> tuple[str, str]:
        """Credentials of the program that hold for so many seconds; everybody is somebody else."""
        began = int(time.time()) - CREDENTIALS_LAST_SECONDS + left
        return credentials(SECRET, who or secrets.token_hex(4), began)

    def signs_in(self, *, six: bool = False, who: str = "", **said: Any) -> int:
        """The refusal, 0 where an address at the relay was given."""
        user, right = self.right(said.get("left", CREDENTIALS_LAST_SECONDS), who)
        self.given = self.allocate(user, said.get("password", right), [SIX] if six else [])
        return self.given.refusal

    def may_reach(self, peer: str) -> dict[str, int]:
        """The refusals, 0 where it is allowed, by each way that TURN has."""
        own = secrets.token_bytes(12)
        where = (XOR_PEER, written_address(peer, 9, own))
        return {
            "permission": self.ask(PERMISSION, [where], own).refusal,
            "channel": self.ask(CHANNEL, [FIRST_CHANNEL, where], own).refusal,
        }

    def refreshes(self, seconds: int = 600) -> int:
        return self.ask(REFRESH, [(LIFETIME, struct.pack("!I", seconds))]).refusal

    @property
    def relayed(self) -> tuple[str, int]:
        """The address at the relay."""
        assert self.given
        return read_address(self.given.attributes[XOR_RELAYED])

    def hears(self) -> bytes:
        """What comes from a peer, as an indication."""
        return read(self._socket.recv(2048)).attributes[DATA]

    def sends(self, peer: str, port: int, data: bytes) -> None:
        """An indication: nothing answers it."""
        own = secrets.token_bytes(12)
        where = (XOR_PEER, written_address(peer, port, own))
        self._socket.sendall(written(SEND, [where, (DATA, data)], b"", own))


def written_address(text: str, port: int, transaction: bytes) -> bytes:
    """XOR-PEER-ADDRESS and others like it."""
    address = ip_address(text)
    mask = struct.pack("!I", COOKIE) + transaction
    hidden = bytes(a ^ b for a, b in zip(address.packed, mask, strict=False))
    return struct.pack("!BBH", 0, 1 if address.version == 4 else 2, port ^ (COOKIE >> 16)) + hidden


def read_address(value: bytes) -> tuple[str, int]:
    """Of IPv4."""
    _, _, port, address = struct.unpack("!BBHI", value)
    return str(IPv4Address(address ^ COOKIE)), port ^ (COOKIE >> 16)
