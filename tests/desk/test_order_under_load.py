"""One order, with everybody acting at once: real server, real requests, real streams."""

import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from random import Random

import pytest

from tests.desk.crowd import Advisor, Citizen, Person
from tests.servers import Office, running_office

pytestmark = pytest.mark.long

OFFICE, CENTRE = "elterngeldstelle", "schwerbehindertenstelle"
LETTERS = {"E": ("demir", "brandt", "okafor"), "S": ("demir",)}
ROUNDS, CITIZENS_A_ROUND, ACTS = 3, 10, 6
MOST_ROUNDS = 8  # for when chance leaves something out
EVERYTHING = {"pause", "back", "call", "enter", "put-back", "dismiss"}
ANYTHING = ("pause", "back", "not-yet", "enter", "hang-up", "leave")
BY_CITIZENS = {
    "waiting": ("pause", "back", "back"),
    "called": ("enter", "enter", "not-yet"),
    "talking": ("hang-up", "pause", "back", "back"),
    "hung-up": ("enter", "back"),
}
BY_ADVISORS = {
    "": ("next", "next", "next", "next", "call", "call", "dismiss"),
    "called": ("look", "look", "look", "next", "take-back"),
    "talking": ("put-back", "put-back", "put-back", "end", "look", "call"),
}
AGREES_WITHIN_SECONDS = 30
SIT_AT = """INSERT INTO departments_membership (user_id, department_id, role)
    SELECT u.id, d.id, 'advisor' FROM accounts_user u, departments_department d
    WHERE u.username = ? AND d.slug = ?"""
LINE = """SELECT v.letter, v.number FROM visits_visit v WHERE v.state = 'waiting'
    AND v.letter = ? ORDER BY v.put_back DESC, v.since, v.id"""


@pytest.fixture
def office(tmp_path_factory):
    with running_office(tmp_path_factory.mktemp("crowd") / "data") as office:
        office.sql(SIT_AT, "demir", CENTRE)
        office.sql(SIT_AT, "okafor", OFFICE)
        yield office


def test_at_every_quiet_moment_the_lists_are_the_positions(office: Office) -> None:
    """C20, row 42: knocks, pauses, put-backs, dismissals and calls of three advisors at once."""
    with ExitStack() as evening:
        advisors = [
            come(evening, Advisor(office, place)).signs_in(name)
            for place, name in enumerate(("demir", "brandt", "okafor"))
        ]
        citizens: list[Citizen] = []
        longest = 0
        done: set[str] = set()
        for turn in range(MOST_ROUNDS):
            citizens += everybody_acts(evening, office, turn, advisors, citizens)
            wait_until_all_agree(office, advisors, citizens)
            longest = max(longest, *(len(one.line) for one in advisors))
            done = done_by([*advisors, *citizens])
            if turn + 1 >= ROUNDS and done >= EVERYTHING:
                break
        assert longest > 4
        assert done >= EVERYTHING
        refused = Counter(status for one in advisors for _, status in one.answers)
        assert refused[409] > 0
    assert "Traceback" not in office.log


def done_by(people: Iterable[Person]) -> set[str]:
    return {verb for one in people for verb, status in one.answers if status in {200, 204}}


def come(evening: ExitStack, somebody):
    evening.callback(somebody.goes_home)
    return somebody


def everybody_acts(evening, office, turn, advisors, citizens):
    """New ones knock while the others do all they can. Returns who has come."""
    new = [
        come(evening, Citizen(office, 10 + CITIZENS_A_ROUND * turn + place))
        for place in range(CITIZENS_A_ROUND)
    ]
    with ThreadPoolExecutor(len(new) + len(citizens) + len(advisors)) as crowd:
        acts = [crowd.submit(comes, one, Random(f"{turn} {one.address}")) for one in new]
        acts += [crowd.submit(fidgets, one, Random(f"{turn} {one.address}")) for one in citizens]
        acts += [crowd.submit(works, one, Random(f"{turn} {one.address}")) for one in advisors]
    for act in acts:
        act.result()
    return new


def comes(citizen, chance):
    citizen.knocks(chance.choice((OFFICE, OFFICE, CENTRE)))
    fidgets(citizen, chance, acts=2)


def fidgets(citizen, chance, acts=ACTS):
    """Does what its page offers, and now and then what it does not."""
    for _ in range(acts):
        offered = BY_CITIZENS.get(citizen.state, ANYTHING)
        verb = chance.choice(offered if chance.random() < 0.8 else ANYTHING)
        citizen.tries(f"/visit/{verb}", minutes="5")


def works(advisor, chance):
    for _ in range(2 * ACTS):
        verb = chance.choice(BY_ADVISORS[advisor.state])
        numbers = [visit for _, visit in advisor.line]
        if verb == "look":
            advisor.ask("/desk/")
        elif verb == "next":
            advisor.tries("/desk/call", visit=numbers[0] if numbers else "")
        elif verb in {"call", "dismiss"} and numbers:
            whom = chance.choice(numbers)
            advisor.tries(f"/desk/visits/{whom}/{verb}", absent="yes", reason="urgent")
        elif advisor.visit and verb != "call":
            papers = chance.choice(("", "yes"))
            advisor.tries(f"/desk/visits/{advisor.visit}/{verb}", papers=papers)


def wait_until_all_agree(office, advisors, citizens):
    """Nobody acts; streams may still be on their way, but not for long."""
    end = time.monotonic() + AGREES_WITHIN_SECONDS
    while (seen := disagreement(office, advisors, citizens)) and time.monotonic() < end:
        time.sleep(0.05)
    assert seen == ""


def disagreement(office, advisors, citizens) -> str:
    """What differs between the rows, the lists and the waiting rooms; "" when nothing does."""
    names = ("demir", "brandt", "okafor")
    for letter, sitting in LETTERS.items():
        rows = [f"{letter}\u00a0{number:02}" for _, number in office.sql(LINE, letter)]
        rooms = waiting_rooms(letter, citizens)
        if rooms != rows:
            return f"{letter}: the rooms say {rooms}, the rows {rows}"
        for name, advisor in zip(names, advisors, strict=True):
            shown = [number for number, _ in advisor.line if number.startswith(letter)]
            if name in sitting and shown != rows:
                return f"{letter}: {name} sees {shown}, the rows say {rows}"
    return ""


def waiting_rooms(letter, citizens):
    """Who stands in this line by what the waiting rooms say; None for a gap."""
    places = {
        one.ahead: one.number
        for one in citizens
        if one.number.startswith(letter) and one.ahead is not None
    }
    return [places.get(ahead) for ahead in range(max(places, default=-1) + 1)]
