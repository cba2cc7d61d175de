"""400 departments with ten waiting at each, and so many calls a second over all of them."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.crowd import Crowd
from bench.figures import percentile, table
from bench.servers import Server

if TYPE_CHECKING:
    from bench.county import Advisor

DOORS, AT_A_DOOR = 400, 10
SECONDS = 8
LATEST = 5  # seconds after which a place that has not arrived is missing
SEEN_WITHIN = 7  # seconds until the office notices rows that it has not written itself


def many_doors(server: Server, rates: Sequence[int]) -> str:
    """A desk is open at every door. No door has two calls in one row."""
    crowd, advisors = _open(server)
    rows = [_row(server, crowd, advisors, rate) for rate in rates]
    crowd.close()
    streams = DOORS * (AT_A_DOOR + 1)
    head = (f"{DOORS} departments, {streams} streams", "p50", "p95", "last", "server CPU")
    return table(head, rows)


def _open(server: Server) -> tuple[Crowd, list["Advisor"]]:
    from bench.county import Advisor, add_department, add_waiting  # noqa: PLC0415  # after set-up

    crowd, advisors, people = Crowd(server.port), [], []
    for number in range(1, DOORS + 1):
        department = add_department(number)
        advisors.append(Advisor(server.port, f"advisor-{number}", department))
        people += add_waiting(department, AT_A_DOOR)
    crowd.settle(SEEN_WITHIN)
    crowd.open("/live/visit", people)
    for advisor in advisors:
        crowd.watch("/live/desk", advisor.cookie)
    crowd.settle(SEEN_WITHIN)
    return crowd, advisors


def _row(server: Server, crowd: Crowd, advisors: Sequence["Advisor"], rate: int) -> tuple[str, ...]:
    callers = advisors[: min(DOORS, rate * SECONDS)]
    called: dict[int, float] = {}
    crowd.log.clear()
    cpu, begun = server.cpu_seconds(), time.monotonic()
    caller = threading.Thread(target=_call_all, args=(callers, rate, called))
    caller.start()
    crowd.run(lambda: not caller.is_alive())
    spent = (server.cpu_seconds() - cpu) / (time.monotonic() - begun)
    crowd.settle(LATEST)
    delays = _delays(crowd, called)
    missing = len(callers) * (AT_A_DOOR - 1) - len(delays)
    for advisor in callers:
        advisor.take_back()
    crowd.settle(SEEN_WITHIN)
    return (
        f"{rate} calls a second{f', {missing} places missing' if missing else ''}",
        *(f"{percentile(delays, share) * 1000:.0f} ms" for share in (0.5, 0.95, 1)),
        f"{spent:.0%}",
    )


def _call_all(callers: Sequence["Advisor"], rate: int, called: dict[int, float]) -> None:
    begun = time.monotonic()
    calls = []
    for number, advisor in enumerate(callers):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        called[number] = time.monotonic()
        calls.append(threading.Thread(target=advisor.call))
        calls[-1].start()
    for call in calls:
        call.join()


def _delays(crowd: Crowd, called: dict[int, float]) -> list[float]:
    """From the call at a page's door until the page, if it is not the one called, has its place.

    The first message counts: a door whose state changes later sends another.
    """
    first: dict[int, float] = {}
    for at, page in crowd.log:
        caller = called.get(page.number // AT_A_DOOR)
        if page.number % AT_A_DOOR and caller is not None and at >= caller:
            first.setdefault(page.number, at - caller)
    return list(first.values())
