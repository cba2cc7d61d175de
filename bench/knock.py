"""Knocks per second while nobody, 1,000 and 10,000 wait at the same door with their pages open.

A knock is the form as a browser sends it, from an address and a connection of its own. Beside it:
the page that follows the knock, and GET /health of the same server, which says how fast the machine
is just then.
"""

import argparse
import asyncio
import itertools
import multiprocessing
import re
import resource
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median

from bench.crowd import Crowd
from bench.figures import keep, percentile, table
from bench.servers import Server, example_county

AT_ONCE = 4
WARM_UP = 20
SETTLE_SECONDS = 8
SHOWN = ("knock", "page", "health")
_sources = itertools.count()


@dataclass(frozen=True, slots=True)
class Figures:
    rate: float  # a second
    waits: list[float]  # seconds
    cpu: float  # of the server for each, streams included

    @property
    def p95(self) -> float:
        return percentile(self.waits, 0.95)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench knock", description=__doc__)
    parser.add_argument("--waiting", type=int, nargs="*", default=[0, 1000, 10_000])
    parser.add_argument("--knocks", type=int, default=400)
    parser.add_argument("--no-keep", action="store_true", help="only print")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with example_county() as server:
        found = {
            waiting: _measure(server, door, waiting, options.knocks)
            for door, waiting in enumerate(options.waiting)
        }
    first = found[options.waiting[0]]
    rows = [_row(what, waiting, found[waiting], first) for what in SHOWN for waiting in found]
    head = ("what", "waiting", "a second", "median", "p95", "rate ×", "p95 ×", "CPU each")
    title = f"knock: {options.knocks} knocks, {AT_ONCE} at once, SQLite"
    keep(title, table(head, rows), only_print=options.no_keep)


def _row(
    what: str, waiting: int, found: dict[str, Figures], first: dict[str, Figures]
) -> tuple[str, ...]:
    one, base = found[what], first[what]
    return (
        what,
        f"{waiting}",
        f"{one.rate:.0f}",
        f"{median(one.waits) * 1000:.1f} ms",
        f"{one.p95 * 1000:.1f} ms",
        f"{base.rate / one.rate:.2f}",
        f"{one.p95 / base.p95:.2f}",
        f"{one.cpu * 1000:.1f} ms",
    )


def _measure(server: Server, door: int, waiting: int, knocks: int) -> dict[str, Figures]:
    from bench.county import add_department, add_waiting  # noqa: PLC0415  # after set-up
    from buergerbuero.visits.models import Visit  # noqa: PLC0415

    department = add_department(door)
    people = add_waiting(department, waiting) if waiting else []
    with _waiting_rooms(server, people):
        found = asyncio.run(_knock(server, department.slug, knocks))
    Visit.objects.all().delete()
    return found


# Whoever waits already: in a process of their own, so that they do not slow down the knocking


@contextmanager
def _waiting_rooms(server: Server, people: Sequence[tuple[str, str]]) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_wait, args=(server.port, people, there), daemon=True)
    process.start()
    try:
        if here.recv() != "open":
            raise SystemExit("The waiting rooms did not open.")
        time.sleep(SETTLE_SECONDS if people else 0)
        yield
    finally:
        here.send("enough")
        process.join(30)


def _wait(port: int, people: Sequence[tuple[str, str]], told: Connection) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    crowd = Crowd(port)
    crowd.open("/live/visit", people)
    told.send("open")
    crowd.run(told.poll, seconds=600)
    crowd.close()


# Whoever comes now


async def _knock(server: Server, slug: str, knocks: int) -> dict[str, Figures]:
    health = _request("GET", "/health", server.port)
    path = f"/departments/{slug}/knock"
    held: list[str] = []

    async def knock() -> None:
        answer = await _ask(server.port, _form(path, server.port))
        held.append(_cookie(answer))

    async def page() -> None:
        cookie = held.pop(0)
        answer = await _ask(
            server.port, _request("GET", "/visit/", server.port, f"Cookie: {cookie}")
        )
        _demand(answer, b"200")

    async def look() -> None:
        _demand(await _ask(server.port, health), b"200")

    await _load(server, WARM_UP, knock)
    await _load(server, WARM_UP, page)
    return {
        "health": await _load(server, knocks, look),
        "knock": await _load(server, knocks, knock),
        "page": await _load(server, knocks // 2, page),
    }


async def _load(server: Server, count: int, one: Callable[[], Awaitable[None]]) -> Figures:
    waits: list[float] = []
    turns = iter(range(count))

    async def somebody() -> None:
        for _ in turns:
            begun = time.perf_counter()
            await one()
            waits.append(time.perf_counter() - begun)

    begun, cpu = time.perf_counter(), server.cpu_seconds()
    await asyncio.gather(*(somebody() for _ in range(AT_ONCE)))
    took = time.perf_counter() - begun
    return Figures(count / took, waits, (server.cpu_seconds() - cpu) / count)


def _form(path: str, port: int) -> bytes:
    body = f"name=Ayla&language=de&form={secrets.token_urlsafe(16)}"
    return _request(
        "POST",
        path,
        port,
        f"Origin: http://127.0.0.1:{port}",
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        body=body,
    )


def _request(method: str, path: str, port: int, *headers: str, body: str = "") -> bytes:
    lines = (f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def _ask(port: int, request: bytes) -> bytes:
    number = next(_sources)
    # Every address of 127/8 is this machine; nobody shares theirs, so nobody knocks too often.
    source = f"127.{100 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


def _cookie(answer: bytes) -> str:
    _demand(answer, b"303")
    found = re.search(rb"__Host-visit=[^;]+", answer)
    return found[0].decode() if found else ""


def _demand(answer: bytes, status: bytes) -> None:
    if answer.split(b" ", 2)[1:2] != [status]:
        raise SystemExit(f"The server said: {answer[:200]!r}")


if __name__ == "__main__":
    main()
