"""Hosts of their own on one machine: network namespaces, joined by a cable that can be cut.

Everybody's browser talks to the office at http://localhost, as if each had it at hand: a secure
context for the browser, and a way that stays when the cable is cut. Picture and sound take the
cable.
"""

import asyncio
import ctypes
import os
import socket
import stat
import subprocess
import threading
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
TABLE = "cut"
CABLE = "cable"
RULES = """
table inet %s {
  chain arriving { type filter hook input priority 0; meta l4proto { %s } drop; }
  chain leaving { type filter hook output priority 0; meta l4proto { %s } drop; }
}
"""
# On its way in: a packet that is dropped on its way out is no loss, its sender is told.
LOSSY = """
table inet %s {
  chain arriving {
    type filter hook input priority 0; meta l4proto udp numgen random mod 100 < %d drop;
  }
}
"""
PICTURE_AND_SOUND = "udp"
EVERYTHING = "udp, tcp"


@dataclass(frozen=True)
class Host:
    namespace: str
    address: str = ""

    def run(self, *command: str, text: str | None = None) -> None:
        inside = ["ip", "netns", "exec", self.namespace, *command]
        subprocess.run(inside, input=text, text=True, check=True, capture_output=True)

    def cut(self, what: str = PICTURE_AND_SOUND) -> None:
        """From now on not one such packet gets in or out."""
        self.run("nft", "-f", "-", text=RULES % (TABLE, what, what))

    def loses(self, percent: int) -> None:
        """So much of the picture and sound sent here gets lost, by chance."""
        self.run("nft", "-f", "-", text=LOSSY % (TABLE, percent))

    def sends_at_most(self, kbits: int) -> None:
        """What is more waits for its turn, and gets lost where the queue is full."""
        queue = ("tbf", "rate", f"{kbits}kbit", "burst", "4kb", "latency", "300ms")
        self.run("tc", "qdisc", "replace", "dev", CABLE, "root", *queue)

    def mend(self) -> None:
        self.run("nft", "delete", "table", "inet", TABLE)

    def moves_to(self, address: str) -> None:
        """Another network, as between Wi-Fi and mobile: the old address is gone for good."""
        self.run("ip", "address", "flush", "dev", CABLE)
        self.run("ip", "address", "add", f"{address}/24", "dev", CABLE)
        self.run("ip", "route", "add", "default", "dev", CABLE)

    def starts(self, program: str, folder: Path, **environment: str) -> Path:
        """A program that starts `program` on this host."""
        script = folder / f"{Path(program).name}-on-{self.namespace}"
        said = " ".join(f"{name}='{value}'" for name, value in environment.items())
        script.write_text(
            f'#!/bin/sh\nexec env {said} ip netns exec {self.namespace} {program} "$@"\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return script


@contextmanager
def two_hosts(port: int) -> Iterator[tuple[Host, Host]]:
    """Two hosts with one cable between them; `port` of this machine is theirs too."""
    mark = os.getpid()
    hosts = Host(f"bb{mark}a", "10.213.7.1"), Host(f"bb{mark}b", "10.213.7.2")
    with ExitStack() as stack:
        for host in hosts:
            stack.enter_context(namespace(host))
        lay_cable((hosts[0], CABLE), (hosts[1], CABLE))
        for host in hosts:
            host.moves_to(host.address)
            stack.enter_context(forwarding(host, port))
        yield hosts


@contextmanager
def namespace(host: Host) -> Iterator[Host]:
    _ip("netns", "add", host.namespace)
    try:
        host.run("ip", "link", "set", "lo", "up")
        yield host
    finally:
        _ip("netns", "delete", host.namespace)


def lay_cable(here: tuple[Host, str], there: tuple[Host, str]) -> None:
    """Between two plugs. The cable goes when one of its ends goes."""
    ends = [("name", plug, "netns", host.namespace) for host, plug in (here, there)]
    _ip("link", "add", *ends[0], "type", "veth", "peer", *ends[1])
    for host, plug in (here, there):
        host.run("ip", "link", "set", plug, "up")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


# A socket belongs for life to the network it was made in: one made inside of the namespace takes
# the browser's connections, the connections to the office are made outside of it.


@contextmanager
def forwarding(host: Host, port: int) -> Iterator[None]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        server = _do(loop, asyncio.start_server(_forwarder(port), sock=_listen(host, port)))
        yield
        _do(loop, _end(server))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _listen(host: Host, port: int) -> socket.socket:
    with inside(host):
        return socket.create_server(("127.0.0.1", port))


@contextmanager
def inside(host: Host) -> Iterator[None]:
    """For sockets that are made meanwhile."""
    with (
        Path("/run/netns", host.namespace).open() as there,
        Path("/proc/thread-self/ns/net").open() as here,
    ):
        _move_to(there.fileno())
        try:
            yield
        finally:
            _move_to(here.fileno())


def _move_to(namespace: int) -> None:
    if LIBC.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def _do(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=10)


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _forwarder(port: int) -> Any:
    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_pump(reader, back), _pump(there, writer))

    return forward


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    finally:
        target.close()
