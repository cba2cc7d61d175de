"""After *call next*: how long until thousands of waiting rooms know their new place?

Every page has a stream, a cookie and a language of its own and answers pings; one desk is open too.
Pages come from many loopback addresses, since the office takes 200 streams from one. The baseline
sends the same bytes to as many connections, under the same server and settings.
"""

import argparse
import http.client
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.crowd import Crowd, Page
from bench.doors import many_doors
from bench.figures import keep, percentile, table
from bench.servers import Server, example_county, started

if TYPE_CHECKING:
    from bench.county import Advisor

PAUSE = 6  # times what the last change took; the hub pauses five times
SEEN_WITHIN = 7  # seconds until the office notices rows that it has not written itself


@dataclass(frozen=True, slots=True)
class Round:
    """One change: how long until each page had it, in seconds, and what the server spent."""

    delays: list[float]
    cpu: float

    @property
    def last(self) -> float:
        return max(self.delays)


@dataclass(frozen=True, slots=True)
class Figures:
    streams: int
    rounds: list[Round]
    opening: float  # seconds
    kib: float  # of memory for each stream

    def middle(self, of: Callable[[Round], float]) -> float:
        return median(of(one) for one in self.rounds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench waiting", description=__doc__)
    parser.add_argument("--streams", type=int, nargs="*", default=[1000, 5000, 10_000])
    parser.add_argument("--rates", type=int, nargs="*", default=[1, 10, 20, 40])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-keep", action="store_true", help="only print")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sizes = sorted(options.streams)
    with example_county() as server:
        ours, message = _office(server, sizes, options.rounds)
        doors = [many_doors(server, options.rates)] if options.rates else []
    with started([sys.executable, "-m", "bench.broadcaster"], 8398) as server:
        bare = _bare(server, sizes, options.rounds, message)
    keep(
        "waiting: until everybody has their place",
        *([_compared(ours, bare)] if sizes else []),
        *doors,
        only_print=options.no_keep,
    )


def _compared(ours: Sequence[Figures], bare: Sequence[Figures]) -> str:
    rows = []
    for mine, base in zip(ours, bare, strict=True):
        rows.append(_row(f"{mine.streams} streams, bare", base, base))
        rows.append(_row(f"{mine.streams} streams", mine, base))
    head = ("what", "p50", "p95", "last", "× bare", "server CPU", "KiB a stream", "opening all")
    return table(head, rows)


def _row(name: str, mine: Figures, base: Figures) -> tuple[str, ...]:
    last = mine.middle(lambda one: one.last)
    return (
        name,
        _ms(mine.middle(lambda one: percentile(one.delays, 0.5))),
        _ms(mine.middle(lambda one: percentile(one.delays, 0.95))),
        _ms(last),
        f"{last / base.middle(lambda one: one.last):.2f}",
        _ms(mine.middle(lambda one: one.cpu)),
        f"{mine.kib:.1f}",
        f"{mine.opening:.1f} s",
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _office(server: Server, sizes: Sequence[int], rounds: int) -> tuple[list[Figures], bytes]:
    from bench.county import Advisor, add_department, add_waiting  # noqa: PLC0415  # after set-up

    department = add_department(0)
    advisor = Advisor(server.port, "advisor", department)
    crowd = Crowd(server.port)
    crowd.watch("/live/desk", advisor.cookie)
    crowd.open("/live/visit", add_waiting(department, 1))
    crowd.settle(SEEN_WITHIN)
    empty, found, opening = server.kib(), [], 0.0
    for size in sizes:
        people = add_waiting(department, size - len(crowd.pages))
        crowd.settle(SEEN_WITHIN)
        opening += _timed(lambda people=people: crowd.open("/live/visit", people))  # type: ignore[misc]
        crowd.settle(PAUSE)
        kib = (server.kib() - empty) / size
        done = [_call(server, crowd, advisor) for _ in range(rounds)]
        found.append(Figures(size, done, opening, kib))
    message = _regions(crowd.pages[-1].place)
    crowd.close()
    return found, message


def _regions(received: bytes) -> bytes:
    """Everything that a change has shown: the place, and how long it will take."""
    begin = b"event: region"  # what stands before the first is of HTTP's own chunks
    events = (event.partition(begin) for event in received.split(b"\n\n"))
    return b"".join(begin + body + b"\n\n" for _, found, body in events if found)


def _call(server: Server, crowd: Crowd, advisor: "Advisor") -> Round:
    behind = crowd.pages[1:]
    done = _round(server, crowd, advisor.call, behind)
    _demand([page.ahead for page in behind] == list(range(len(behind))), "a wrong place")
    crowd.settle(PAUSE * done.last)
    again = _round(server, crowd, advisor.take_back, crowd.pages)
    _demand([page.ahead for page in crowd.pages] == list(range(len(crowd.pages))), "a wrong place")
    crowd.settle(PAUSE * again.last)
    return done


def _demand(truth: bool, otherwise: str) -> None:
    if not truth:
        raise SystemExit(f"There was {otherwise}.")


def _round(server: Server, crowd: Crowd, act: Callable[[], None], pages: Sequence[Page]) -> Round:
    """Act, and read until each of these pages has a new place."""
    crowd.log.clear()
    cpu = server.cpu_seconds()
    actor = threading.Thread(target=act)
    begun = time.monotonic()
    actor.start()
    missing = set(pages)
    seen = 0

    def everybody_has() -> bool:
        nonlocal seen
        missing.difference_update(page for _, page in crowd.log[seen:])
        seen = len(crowd.log)
        return not missing

    crowd.run(everybody_has)
    actor.join()
    last = {page: at for at, page in crowd.log}
    return Round([last[page] - begun for page in pages], server.cpu_seconds() - cpu)


def _bare(server: Server, sizes: Sequence[int], rounds: int, message: bytes) -> list[Figures]:
    crowd = Crowd(server.port)
    crowd.open("/", [("", "de")])
    crowd.settle(1)
    empty, found, opening = server.kib(), [], 0.0
    for size in sizes:
        people = [("", "de")] * (size - len(crowd.pages))
        opening += _timed(lambda people=people: crowd.open("/", people))  # type: ignore[misc]
        kib = (server.kib() - empty) / size
        done = []
        for _ in range(rounds):
            done.append(_round(server, crowd, lambda: _tell(server.port, message), crowd.pages))
            crowd.settle(PAUSE * done[-1].last)
        found.append(Figures(size, done, opening, kib))
    crowd.close()
    return found


def _tell(port: int, message: bytes) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/", message)
    connection.getresponse().read()
    connection.close()


def _timed(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
