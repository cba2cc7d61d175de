"""An internet on one machine: two houses behind routers of their own, and a relay between them.

    citizen ── router ──┐
                        ├── street ── relay
    advisor ── router ──┘

Each is a network namespace. The routers translate addresses and keep out what nobody asked for, as
those of homes and offices do. The way to the pages goes around all of it (see `namespaces`).
"""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from buergerbuero.consultations.turn import (
    ANSWERS_WITHIN_SECONDS,
    BINDING,
    read,
    written,
)
from tests.e2e.namespaces import CABLE, Host, forwarding, inside, lay_cable, namespace
from tests.relays import XOR_MAPPED, read_address

STREET = "street"
RELAYS = ("45.10.0.10", "45.10.0.11")
ROUTERS = ("45.10.0.1", "45.10.0.2")
PUBLIC = ("45.11.0", "45.12.0")
PRIVATE = ("192.168.178", "10.20.30")

# What a router lets out of its house, and how it writes the sender.
OPEN = "accept"
NO_UDP = "meta l4proto udp drop; accept"
ONLY_443 = "tcp dport 443 accept; drop"
CONE = "masquerade"
SYMMETRIC = "masquerade random,fully-random"
RULES = """
table ip router {{
  chain through {{
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "cable" jump out
    {inwards}
  }}
  chain out {{ {out}; }}
  chain here {{
    # Whatever nobody behind has asked for must not take up a place in the table of translations.
    type filter hook input priority 0; policy accept;
    iifname "street" meta l4proto {{ tcp, udp }} drop
  }}
  chain written {{
    type nat hook postrouting priority 100;
    oifname "street" {nat}
  }}
}}
"""


@dataclass(frozen=True)
class House:
    """A host and its router."""

    host: Host
    router: Host
    place: int

    def opens(self) -> None:
        """Reachable from everywhere: an address of its own, nothing translated or kept out."""
        self._lives_in(PUBLIC[self.place])
        self._rules(out=OPEN, inwards="accept", nat="accept")

    def shuts(self, nat: str = CONE, out: str = OPEN) -> None:
        """Behind a router that lets in only what answers."""
        self._lives_in(PRIVATE[self.place])
        self._rules(out=out, inwards="drop", nat=nat)

    def _lives_in(self, network: str) -> None:
        self.router.run("ip", "address", "flush", "dev", CABLE)
        self.router.run("ip", "address", "add", f"{network}.1/24", "dev", CABLE)
        self.host.run("ip", "address", "flush", "dev", CABLE)
        self.host.run("ip", "address", "add", f"{network}.7/24", "dev", CABLE)
        self.host.run("ip", "route", "add", "default", "via", f"{network}.1")

    def _rules(self, **words: str) -> None:
        # No translation of before may go on.
        self.router.run("nft", "flush", "ruleset")
        self.router.run("nft", "-f", "-", text=RULES.format(**words))


@dataclass(frozen=True)
class Internet:
    citizens: House
    advisors: House
    relay: Host


@contextmanager
def internet(*ports: int) -> Iterator[Internet]:
    """`ports` of this machine are everybody's at home."""
    mark = f"bb{os.getpid()}"
    with ExitStack() as stack:
        names = ("street", "relay", "routera", "hosta", "routerb", "hostb")
        street, relay, *rest = [
            stack.enter_context(namespace(Host(f"{mark}{name}"))) for name in names
        ]
        street.run("ip", "link", "add", STREET, "type", "bridge")
        street.run("ip", "link", "set", STREET, "up")
        _moves_in(street, relay, *RELAYS)
        houses = [House(rest[1], rest[0], 0), House(rest[3], rest[2], 1)]
        for house in houses:
            _build(street, house)
            for port in ports:
                stack.enter_context(forwarding(house.host, port))
        _put_up_signs(houses, relay)
        yield Internet(*houses, relay)


def _moves_in(street: Host, host: Host, *addresses: str) -> None:
    lay_cable((host, STREET), (street, host.namespace))
    street.run("ip", "link", "set", host.namespace, "master", STREET)
    for address in addresses:
        host.run("ip", "address", "add", f"{address}/24", "dev", STREET)


def _build(street: Host, house: House) -> None:
    _moves_in(street, house.router, ROUTERS[house.place])
    house.router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
    lay_cable((house.router, CABLE), (house.host, CABLE))


def _put_up_signs(houses: list[House], relay: Host) -> None:
    """Public addresses are found from everywhere, private ones from nowhere."""
    for house in houses:
        for host in (relay, *(other.router for other in houses if other is not house)):
            network, router = PUBLIC[house.place], ROUTERS[house.place]
            host.run("ip", "route", "add", f"{network}.0/24", "via", router)


def seen_as(house: House, *places: tuple[str, int]) -> set[tuple[str, int]]:
    """Under which addresses one socket in this house is known at different places."""
    with inside(house.host):
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with line:
        line.settimeout(ANSWERS_WITHIN_SECONDS)
        found = set()
        for place in places:
            line.sendto(written(BINDING, [], b"", secrets.token_bytes(12)), place)
            found.add(read_address(read(line.recv(2048)).attributes[XOR_MAPPED]))
    return found
