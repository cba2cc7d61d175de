"""A flood at the door of a real server: it is held at the limit, and nobody else notices.

Every address of 127/8 is this machine, so each source of these tests has one of its own.
"""

import http.client
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from buergerbuero.visits import limits
from tests import html
from tests.live.test_bus import Server
from tests.program import Answer, Program

pytestmark = pytest.mark.long

FLOOD, LIBRARY, PROXY, STRANGER = "127.66.6.6", "127.20.20.20", "127.0.0.9", "127.77.7.7"
DOOR, OTHER_DOOR = "elterngeldstelle", "schwerbehindertenstelle"  # open day and night
KNOCKS, AT_ONCE = 1000, 4


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Program]:
    """It believes what one proxy says."""
    with Program(
        BUERGERBUERO_DATA_DIR=str(tmp_path), BUERGERBUERO_TRUSTED_PROXIES=PROXY
    ) as running:
        yield running


def ask(
    office: Program, source: str, method: str, path: str, body: str = "", **more: str
) -> Answer:
    address = (office.host, office.port)
    connection = http.client.HTTPConnection(*address, timeout=30, source_address=(source, 0))
    headers = {"Origin": f"http://127.0.0.1:{office.port}", "Sec-Fetch-Site": "same-origin"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def knock(office: Program, source: str, door: str = DOOR, **more: str) -> Answer:
    said = {"name": "Ayla", "language": "de", "form": secrets.token_urlsafe(16)}
    path = f"/departments/{door}/knock"
    return ask(office, source, "POST", path, urlencode(said), **more)


def number_of(office: Program, source: str, door: str) -> str:
    """What somebody's page shows who knocks there as a browser does, or why there is none."""
    ask(office, source, "GET", f"/departments/{door}/")
    knocked = knock(office, source, door)
    if knocked.status != 303:
        return f"{knocked.status}"
    cookie = knocked.headers["set-cookie"].partition(";")[0]
    page = ask(office, source, "GET", knocked.headers["location"], Cookie=cookie)
    return re.findall(r"[A-Z]\u00a0\d+", page.body.decode())[0]


def seconds_until_a_place(office: Program, source: str) -> float:
    begun = time.monotonic()
    assert re.fullmatch(r"[A-Z]\u00a0\d+", number_of(office, source, DOOR))
    return time.monotonic() - begun


class Flood:
    """Knocks from one source, as fast as it can, until all are answered."""

    def __init__(self, office: Program) -> None:
        self._office = office
        self.answers: list[Answer] = []
        self.begun = threading.Event()
        self._pool = ThreadPoolExecutor(AT_ONCE)

    def __enter__(self) -> "Flood":
        self._knocks = [self._pool.submit(self._knock, number) for number in range(KNOCKS)]
        assert self.begun.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        self.answers = [one.result() for one in self._knocks]

    @property
    def goes_on(self) -> bool:
        return not self._knocks[-1].done()

    def _knock(self, number: int) -> Answer:
        # Every second one says that it comes from elsewhere.
        forged = {"X_Forwarded_For": f"198.51.100.{number % 250}"} if number % 2 else {}
        answer = knock(self._office, FLOOD, **forged)
        if answer.status == 429:
            self.begun.set()
        return answer


def test_a_thousand_knocks_of_one_source_are_held_and_nobody_else_notices(office: Program) -> None:
    """Row 46: at the limit, whatever they forge; meanwhile another source gets in within a second,
    and so do twenty people behind one address who knock at once."""
    with Flood(office) as flood, ThreadPoolExecutor(20) as library:
        waits = [seconds_until_a_place(office, f"127.1.1.{number}") for number in range(1, 6)]
        numbers = list(library.map(lambda _: number_of(office, LIBRARY, OTHER_DOOR), range(20)))
        assert flood.goes_on
    statuses = Counter(answer.status for answer in flood.answers)
    assert statuses == {303: limits.UNACKNOWLEDGED_AT_MOST, 429: KNOCKS - 20}
    assert [wait for wait in waits if wait >= 1] == []
    assert sorted(numbers) == [f"S\u00a0{number:02d}" for number in range(1, 21)]
    held = [answer for answer in flood.answers if answer.status == 429]
    assert {answer.headers["retry-after"] for answer in held} == {"60"}
    assert not any("set-cookie" in answer.headers for answer in held)
    shows_a_friendly_page(held[-1])


def shows_a_friendly_page(answer: Answer) -> None:
    page = html.read(answer.body)
    assert page.one("html")["lang"] == "de"
    [band] = page.one("main").all("div", role="alert")
    assert band.text.startswith("Bitte warten Sie eine Minute und klopfen Sie dann noch einmal an.")
    phones = [link["href"] for link in page.one("main").all("a") if link["href"].startswith("tel:")]
    assert phones != []


def taken(office: Program, peer: str, door: str, forwarded: list[str]) -> int:
    """How many of these knocks get in, each with what its header says."""
    answers = [knock(office, peer, door, X_Forwarded_For=one) for one in forwarded]
    return sum(answer.status == 303 for answer in answers)


def got_in(office: Program, source: str, door: str) -> int:
    """Of thirty knocks."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: knock(office, source, door), range(30)))
    assert {answer.status for answer in answers} <= {303, 429}
    return sum(answer.status == 303 for answer in answers)


@pytest.mark.redis
def test_two_processes_count_together_also_while_the_bus_is_away(tmp_path: Path) -> None:
    """Row 47: the limiter is shared, and nothing that fails opens it."""
    redis = Server(tmp_path)
    redis.start()
    try:
        settings = {"BUERGERBUERO_WORKERS": "2", "BUERGERBUERO_REDIS_URL": redis.url}
        with Program(BUERGERBUERO_DATA_DIR=str(tmp_path), **settings) as office:
            assert got_in(office, FLOOD, DOOR) == limits.UNACKNOWLEDGED_AT_MOST
            redis.stop()
            assert got_in(office, STRANGER, OTHER_DOOR) == limits.UNACKNOWLEDGED_AT_MOST
    finally:
        redis.stop()


def test_a_forged_address_changes_nothing(office: Program) -> None:
    """Row 46: only what our own proxy has added is believed, which is the last one."""
    elsewhere = [f"198.51.100.{number}" for number in range(25)]
    behind = [f"{one}, 192.0.2.7" for one in elsewhere]
    assert taken(office, STRANGER, DOOR, elsewhere) == limits.UNACKNOWLEDGED_AT_MOST
    assert taken(office, PROXY, OTHER_DOOR, behind) == limits.UNACKNOWLEDGED_AT_MOST
    assert taken(office, PROXY, OTHER_DOOR, elsewhere[:8]) == 8
