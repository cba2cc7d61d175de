"""Everybody at a counter whose server dies again and again: what they do, and are told."""

import asyncio
import random
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.ledger import Page, Person, new_source, post
from bench.rows import NOBODY, Rows, read, who_is_called

CITIZENS = 4
BACK_WITHIN = 10  # seconds
PATIENCE = 60
SETTLED_WITHIN = 5
DOOR = "/departments/tuer-0/knock"
CSRF_TOKEN = "a" * 32
BODIES = {"pause": "minutes=15", "back": "", "leave": ""}
# As the pages' scripts ask: a form is led back to its page whether or not anything was done.
ASKED = "Accept: application/json"


class Office(Protocol):
    port: int
    file: Path

    def start(self) -> float: ...

    def kill(self) -> None: ...


@dataclass(slots=True)
class Found:
    """Over all kills."""

    answered: int = 0
    unanswered: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    moved: int = 0
    starts: list[float] = field(default_factory=list)
    backs: list[float] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        wrong = self.lost + self.doubled + self.half + self.moved
        return not wrong and max(self.backs) < BACK_WITHIN


class Counter:
    def __init__(
        self, office: Office, people: list[Person], desk: str, csrf: str, seed: int
    ) -> None:
        """`desk`: the cookie of an advisor at this door; `csrf`: the name of another one."""
        self._office = office
        self._people = people
        self._enough = len(people)
        self._desk = desk
        self._proof = f"{csrf}={CSRF_TOKEN}\r\nX-CSRFToken: {CSRF_TOKEN}"
        self._chance = random.Random(seed)  # noqa: S311  # what it decides can be repeated
        self._pages: list[asyncio.Task[None]] = []
        self._called: tuple[str, str] | None = NOBODY  # None: nobody answered the advisor
        self._forms: list[str] = []  # of knocks that nobody answered
        self._found = Found()
        self._on = False

    async def run(self, times: int) -> Found:
        for person in self._people:
            self._open(person)
        await self._start()
        self._found = Found()
        for _ in range(times):
            await self._work_until_killed()
            await self._start()
            await self._compare()
            await self._knock_again()
        for page in self._pages:
            page.cancel()
        return self._found

    def _open(self, person: Person) -> None:
        page = Page(self._office.port, person, self._chance)
        self._pages.append(asyncio.create_task(page.stay()))

    # Before

    async def _work_until_killed(self) -> None:
        self._on = True
        busy = [asyncio.create_task(self._advise())]
        busy += [asyncio.create_task(self._visit()) for _ in range(CITIZENS)]
        await asyncio.sleep(self._chance.uniform(0.3, 2.5))
        self._office.kill()
        self._on = False
        await asyncio.gather(*busy)

    async def _visit(self) -> None:
        while self._on:
            waiting = [person for person in self._people if person.gone is False]
            idle = [person for person in waiting if not person.busy]
            # Whoever leaves makes room for somebody who knocks.
            verb = self._chance.choice(("pause", "back", "come or go"))
            if verb != "come or go":
                await self._command(self._chance.choice(idle), verb)
            elif len(waiting) > self._enough:
                await self._command(self._chance.choice(idle), "leave")
            else:
                await self._knock(secrets.token_urlsafe(16))
            await asyncio.sleep(self._chance.uniform(0, 0.05))

    async def _knock(self, form: str) -> None:
        source = new_source()
        body = f"name=Ayla&language=de&form={form}"
        status, cookie = await post(self._office.port, source, DOOR, body)
        self._count(status)
        if status == 303 and cookie:
            self._people.append(Person(cookie, source))
            self._open(self._people[-1])
        elif status == 0:
            self._forms.append(form)
        else:
            raise SystemExit(f"A knock was refused: {status}")

    async def _command(self, person: Person, verb: str) -> None:
        with person.occupied():
            cookie = f"Cookie: {person.cookie}; {self._proof}"
            status, _ = await post(
                self._office.port, person.source, f"/visit/{verb}", BODIES[verb], cookie, ASKED
            )
        self._count(status)
        if status not in (0, 204, 409):
            raise SystemExit(f"{verb} was refused: {status}")
        if status != 409:
            person.did(verb, answered=bool(status))
        if verb == "leave" and self._called and self._called[1] == person.key:
            self._called = NOBODY if status else None

    async def _advise(self) -> None:
        while self._on:
            visit = (self._called or who_is_called(self._office.file))[0]
            path = f"/desk/visits/{visit}/take-back" if visit else "/desk/call"
            desk = f"Cookie: {self._desk}; {self._proof}"
            status, _ = await post(self._office.port, "127.0.0.1", path, "", desk, ASKED)
            self._count(status)
            if status not in (0, 204, 404, 409):
                raise SystemExit(f"{path} was refused: {status}")
            self._called = who_is_called(self._office.file) if status else None
            await asyncio.sleep(self._chance.uniform(0.02, 0.2))

    def _count(self, status: int) -> None:
        self._found.answered += bool(status)
        self._found.unanswered += not status

    # After

    async def _start(self) -> None:
        """Starts the office; returns when every page is back."""
        here = [person for person in self._people if person.gone is False]
        for person in here:
            person.heard = 0
        begun = time.monotonic()
        ready = await asyncio.to_thread(self._office.start)
        self._found.starts.append(ready - begun)
        await _until(lambda: all(person.heard for person in here), PATIENCE)
        last = max(person.heard or time.monotonic() for person in here)
        self._found.backs.append(max(0, last - ready))

    async def _compare(self) -> None:
        rows = read(self._office.file)
        lost = [one for one in self._people if not _kept(one, rows)]
        for one in lost:
            row = rows.visits.get(one.key)
            history = rows.history[row.id] if row else None
            print(f"Was told {one}; the rows say {row}, {history}.", file=sys.stderr)
        self._found.lost += len(lost) + (self._called not in (None, rows.called))
        self._found.half += rows.half
        await _until(lambda: not self._misplaced(rows), SETTLED_WITHIN)
        self._found.moved += self._misplaced(rows) + self._out_of_order(rows)
        for person in self._people:
            _learn(person, rows)

    def _out_of_order(self, rows: Rows) -> int:
        """The numbers say who stood before whom when the office died."""
        told = [one for one in self._people if one.key in rows.places and one.number]
        expected = [one.key for one in sorted(told, key=lambda one: one.digits)]
        known = set(expected)
        return sum(a != b for a, b in zip(expected, _only(rows.line, known), strict=True))

    def _misplaced(self, rows: Rows) -> int:
        """Pages that show another place than the rows."""
        places = rows.places
        return sum(
            person.ahead != places.get(person.key)
            for person in self._people
            if person.gone is False
        )

    async def _knock_again(self) -> None:
        """Whoever got no answer sends the form again, as browsers do; it draws no second number."""
        forms, self._forms = self._forms, []
        for form in forms:
            await self._knock(form)
        rows = read(self._office.file)
        known = {person.key for person in self._people}
        self._found.doubled += rows.doubled + sum(key not in known for key in rows.line)


def _kept(person: Person, rows: Rows) -> bool:
    """What this person was told is true."""
    row = rows.visits.get(person.key)
    if row is None or person.renumbered or person.digits not in (0, row.number):
        return False
    closed, pausing = row.state == "closed", row.absence == "pause"
    if person.gone or closed:
        return person.gone is not False and closed
    return person.pausing in (None, pausing)


def _learn(person: Person, rows: Rows) -> None:
    """What nobody answered has happened or not."""
    row = rows.visits.get(person.key)
    if row:
        person.gone = row.state == "closed"
        person.pausing = row.absence == "pause"


def _only(line: list[str], known: set[str]) -> list[str]:
    return [key for key in line if key in known]


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:  # noqa: ASYNC110  # nothing announces it
        await asyncio.sleep(0.05)
