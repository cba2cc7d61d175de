"""The second wall, deploy/coturn/egress.nft: whatever coturn is talked into (row 35, class C14).

The relay of these tests refuses no address by itself. Around it: an inner network, the internet.
"""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from buergerbuero.consultations.turn import Place
from tests.e2e.namespaces import Host, inside, lay_cable, namespace
from tests.relays import SHIPPED, Asker, RunningRelay, running_relay, shipped

pytestmark = [pytest.mark.network, pytest.mark.relay]

RELAY, OUTER = "45.10.0.10", "45.10.0.3"
RELAYS_INNER, INNER = "10.99.0.10", "10.99.0.3"
SERVICE = 5353
PATIENCE_SECONDS = 5


@dataclass(frozen=True)
class Town:
    relay: Host
    outer: Host
    inner: Host

    def listens(self, host: Host, address: str) -> socket.socket:
        """A service of somebody who has asked for nothing."""
        with inside(host):
            line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        line.bind((address, SERVICE))
        line.settimeout(PATIENCE_SECONDS)
        return line

    def asker(self) -> Asker:
        with inside(self.outer):
            return Asker(Place(RELAY, 3478, "udp"))

    def builds_the_wall(self) -> None:
        self.relay.run("nft", "-f", str(SHIPPED / "egress.nft"))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        relay, outer, inner = [
            stack.enter_context(namespace(Host(f"bb{os.getpid()}{name}")))
            for name in ("relay", "outer", "inner")
        ]
        for plug, other, here, there in (
            ("internet", outer, RELAY, OUTER),
            ("office", inner, RELAYS_INNER, INNER),
        ):
            lay_cable((relay, plug), (other, plug))
            relay.run("ip", "address", "add", f"{here}/24", "dev", plug)
            other.run("ip", "address", "add", f"{there}/24", "dev", plug)
        stack.enter_context(_relay_that_refuses_nothing(relay, tmp_path))
        yield Town(relay, outer, inner)


def _relay_that_refuses_nothing(host: Host, folder: Path) -> AbstractContextManager[RunningRelay]:
    """As Debian's unit starts it: a user of its own, to whom the wall belongs."""
    text = re.sub(r"^denied-peer-ip=.*$", "", shipped(), flags=re.MULTILINE)
    more = "proc-user=turnserver\nproc-group=turnserver\nuserdb=/var/lib/turn/turndb\n"
    place = ("ip", "netns", "exec", host.namespace)
    return running_relay(folder, (RELAY,), (3478, 5349), inside=place, text=text, more=more)


def test_behind_the_wall_nothing_but_the_internet_and_other_relays_is_reached(town: Town) -> None:
    """Row 35: inner networks and the relay's own services are not, by UDP."""
    places = {
        "inner": (town.listens(town.inner, INNER), INNER),
        "own": (town.listens(town.relay, RELAY), RELAY),
        "own, inner": (town.listens(town.relay, RELAYS_INNER), RELAYS_INNER),
        "internet": (town.listens(town.outer, OUTER), OUTER),
    }
    with ExitStack() as stack:
        for line, _ in places.values():
            stack.enter_context(line)
        assert arrives(town, places) == ["inner", "own", "own, inner", "internet"]
        town.builds_the_wall()
        assert arrives(town, places) == ["internet"]


def arrives(town: Town, places: dict[str, tuple[socket.socket, str]]) -> list[str]:
    """Where something comes out. The last place is always reached: then all others were tried."""
    for _, address in places.values():
        # Each time somebody new: coturn ends the session of whoever runs into the wall.
        with town.asker() as asker:
            assert (asker.signs_in(), asker.may_reach(address)["permission"]) == (0, 0)
            asker.sends(address, SERVICE, b"hello")
    *others, (last, (line, _)) = places.items()
    assert line.recv(100) == b"hello"
    return [*(name for name, (line, _) in others if has_got_something(line)), last]


def has_got_something(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(100) == b"hello"
    except BlockingIOError:
        return False


def test_two_who_both_need_the_relay_meet_there_behind_the_wall(town: Town) -> None:
    town.builds_the_wall()
    with town.asker() as one, town.asker() as other:
        assert [one.signs_in(), other.signs_in()] == [0, 0]
        assert [one.may_reach(RELAY)["permission"], other.may_reach(RELAY)["permission"]] == [0, 0]
        host, port = other.relayed
        one.sends(host, port, b"hello")
        assert other.hears() == b"hello"


def test_nothing_else_of_the_relay_can_be_talked_to(town: Town) -> None:
    """Row 35: no command line, no pages for administration, nothing but its two ports."""
    tables = [f"/proc/net/{kind}" for kind in ("tcp", "tcp6")]
    command = ["ip", "netns", "exec", town.relay.namespace, "cat", *tables]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    listening = re.findall(r"^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A ", said, flags=re.MULTILINE)
    assert {int(port, 16) for port in listening} == {3478, 5349}
