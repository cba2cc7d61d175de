"""The real program while its database cannot be written: everybody reads a sentence, nobody loses
anything, and afterwards all goes on."""

import json
import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from tests import html
from tests.program import OpenStream, Program, sign_in_form

pytestmark = pytest.mark.long

DOOR = "/departments/elterngeldstelle/"
NAME = "Xaverine Unverwechselbar"
KNOCK_AGAIN = {
    "": (
        "Das hat gerade nicht geklappt. Bitte klopfen Sie gleich noch einmal an. "
        "Ihre Angaben sind noch da."
    ),
    "/en": (
        "That did not work just now. Please knock again in a moment. "
        "What you entered is still there."
    ),
}
TRY_AGAIN = {
    "": (
        "Das hat gerade nicht geklappt. Ihr Platz bleibt. Bitte versuchen Sie es gleich noch "
        "einmal."
    ),
    "/en": "That did not work just now. Your place stays. Please try again in a moment.",
}
KEPT = "Ihr Platz ist noch da."


class Office:
    """The program with one person who waits and looks at their page."""

    def __init__(self, program, directory):
        self.program = program
        self.file = directory / "buergerbuero.sqlite3"
        self.cookie = self.knock().headers["set-cookie"].split(";")[0]
        self.page = OpenStream(program, "/live/visit", Cookie=self.cookie)

    def knock(self, prefix="", name=""):
        origin = {"Origin": f"http://127.0.0.1:{self.program.port}"}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = f"name={name}&needs=sign".encode()
        return self.program.ask("POST", f"{prefix}{DOOR}knock", origin | kind, body)

    def leave(self, prefix=""):
        """As the page's script does."""
        page = self.program.get(f"{prefix}/visit/", Cookie=self.cookie)
        token = {"X-CSRFToken": sign_in_form(page.body), "Accept": "application/json"}
        cookies = f"{self.cookie}; {page.headers['set-cookie'].split(';')[0]}"
        return self.program.ask("POST", f"{prefix}/visit/leave", token | {"Cookie": cookies}, b"")

    def is_alive(self):
        """The waiting page's sign of life, which a job of the ticker writes."""
        stream = json.loads(self.page.start.split(b"data: ")[1])["stream"]
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.program.ask("POST", "/live/present", kind, f"stream={stream}".encode()).status

    def rows(self):
        """All but when somebody was last seen."""
        with closing(sqlite3.connect(self.file)) as database:
            visits = database.execute("SELECT id, state, name, needs, number FROM visits_visit")
            others = [
                database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # our own names
                for table in ("visits_event", "visits_numberroll", "visits_dailysalt")
            ]
            return [visits.fetchall(), *others]

    def change(self, statement):
        with closing(sqlite3.connect(self.file, timeout=20)) as database, database:
            database.execute(statement)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody else writes, and does not come to an end."""
        database = sqlite3.connect(self.file, isolation_level=None, timeout=20)
        with closing(database):
            database.execute("BEGIN IMMEDIATE")
            yield
            database.rollback()

    @contextmanager
    def full(self) -> Iterator[None]:
        """No file of the program can grow: what a full disk looks like from inside."""
        self._limit(0)
        yield
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        limits = (size, resource.RLIM_INFINITY)
        resource.prlimit(self.program.process.pid, resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def office(tmp_path):
    with Program(BUERGERBUERO_DATA_DIR=str(tmp_path)) as program:
        office = Office(program, tmp_path)
        yield office
        office.page.leave()


TROUBLES = {"locked": "database is locked", "full": "disk"}


@pytest.mark.parametrize(("trouble", "reason"), TROUBLES.items())
def test_while_nothing_can_be_written(office, trouble, reason):
    """Row 47: the limiter counts rows; without them nobody slips through, and a page says so."""
    before = office.rows()
    with getattr(office, trouble)():
        answers = ask_everything(office)
        assert office.rows() == before
    for prefix in ("", "/en"):
        refused(answers["knock", prefix], prefix)
        left = answers["leave", prefix]
        assert (left.status, left.headers["retry-after"]) == (503, "30")
        assert json.loads(left.body) == {"message": TRY_AGAIN[prefix]}
    assert {name: answer.status for name, answer in answers.items() if name[0] == "look"} == {
        ("look", path): 200 for path in LOOKS
    }
    assert answers["alive", ""] == 204
    assert office.rows() == before
    everything_goes_on(office)
    log = office.program.output
    [first, *_] = [line for line in log.splitlines() if "cannot be used just now: " in line]
    assert reason in first
    assert NAME not in log


LOOKS = ("/", f"/en{DOOR}", "/live/overview?once=1", "/live/visit?once=1", "/visit/", "/health")


def ask_everything(office):
    """At once, as it happens."""
    program = office.program
    with ThreadPoolExecutor(8) as pool:
        asked = {("alive", ""): pool.submit(office.is_alive)}
        for prefix in ("", "/en"):
            asked["knock", prefix] = pool.submit(office.knock, prefix, NAME.replace(" ", "+"))
            asked["leave", prefix] = pool.submit(office.leave, prefix)
        for path in LOOKS:
            asked["look", path] = pool.submit(program.get, path, Cookie=office.cookie)
        return {name: answer.result() for name, answer in asked.items()}


def refused(answer, prefix):
    """What was said is still in the form."""
    page = html.read(answer.body)
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert "set-cookie" not in answer.headers
    assert page.one("main").one("div", role="alert").text == KNOCK_AGAIN[prefix]
    assert page.one("input", name="name")["value"] == NAME
    assert [one["value"] for one in page.all("input", checked="*")] == ["sign"]


def everything_goes_on(office):
    """A new place, a job of the clock, and the stream that was open all the time."""
    assert office.knock().status == 303
    office.change(
        "UPDATE visits_visit SET state = 'called', offer_until = '2020-01-01 00:00:00', "
        "advisor_id = (SELECT min(id) FROM accounts_user) WHERE number = 1"
    )
    office.page.read_until(KEPT.encode())
    assert office.leave().status == 204
    assert office.rows()[0][0][1] == "closed"
