"""Simulated days of one department: people knock, are called, talk, leave, do not answer."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random

from buergerbuero.visits.estimate import Turn

MINUTE = 60.0
OPEN_FOR = 6 * 60 * MINUTE
FIRST_DAY = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """A department as it is imagined. Times in minutes."""

    name: str
    advisors: int = 2
    talk: float = 12
    spread: float = 0.5  # of the logarithm
    long_talk: float = 0  # of a second kind of errand
    long_share: float = 0.0
    load: float = 0.9  # knocks for what the advisors can do
    burst: int = 0  # so many knock within two minutes, every 90
    no_shows: float = 0.03
    leave: float = 0.04
    away: float = 0.08
    breaks: bool = False
    days: int = 30
    days_differ: float = 0.08
    slow: float = 1.0  # the last day, after fast ones; then only it is counted
    repeats: int = 1

    @property
    def mean_talk(self) -> float:
        lift = exp(self.spread**2 / 2)
        short = (1 - self.long_share) * self.talk
        return (short + self.long_share * self.long_talk) * lift


@dataclass(slots=True)
class Person:
    since: float
    leaves: float
    away_from: float
    away_until: float
    answers: bool
    notes: dict[str, object] = field(default_factory=dict)  # of whoever watches
    ahead: int = 0
    ahead_away: int = 0

    def is_away(self, now: float) -> bool:
        return self.away_from <= now < self.away_until


@dataclass(slots=True)
class Advisor:
    break_at: list[float]
    state: str = "free"
    since: float = 0.0
    ready: bool = True


class Office:
    """`knocked` and `called` hear of each person at that moment, and can read what is seen then."""

    def __init__(
        self,
        plan: Plan,
        seed: int,
        knocked: Callable[["Office", Person], None],
        called: Callable[["Office", Person], None],
    ) -> None:
        self.plan, self.random = plan, Random(seed)  # noqa: S311  # guards nothing
        self.knocked, self.called = knocked, called
        self.turns: list[Turn] = []
        self.line: list[Person] = []
        self.advisors: list[Advisor] = []
        self.now, self.day = 0.0, 0

    def moment(self) -> datetime:
        return FIRST_DAY + timedelta(days=self.day, seconds=self.now)

    def run(self) -> None:
        for day in range(self.plan.days):
            self.day = day
            pace = exp(self.random.gauss(0, self.plan.days_differ))
            last = day == self.plan.days - 1
            self._run_day(pace * (self.plan.slow if last else 1))

    def _run_day(self, pace: float) -> None:
        self.pace, self.line = pace, []
        self.advisors = [Advisor(self._breaks(number)) for number in range(self.plan.advisors)]
        self._numbers = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        for at in self._knocks():
            self._at(at, self._knock)
        while self._events:
            self.now, _, act = heapq.heappop(self._events)
            act()

    def _at(self, when: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), act))

    # Plans of a day

    def _breaks(self, number: int) -> list[float]:
        if not self.plan.breaks:
            return []
        return [(75 + 20 * number) * MINUTE, (165 + 35 * number) * MINUTE]

    def _knocks(self) -> Iterator[float]:
        plan, chance = self.plan, self.random
        rate = plan.load * plan.advisors / (plan.mean_talk * MINUTE)
        in_bursts = plan.burst / (90 * MINUTE)
        at = 0.0
        while (at := at + chance.expovariate(max(rate - in_bursts, rate / 4))) < OPEN_FOR:
            yield at
        if plan.burst:
            for start in range(10, 300, 90):
                for _ in range(plan.burst):
                    yield start * MINUTE + chance.uniform(0, 2 * MINUTE)

    def _person(self) -> Person:
        plan, chance = self.plan, self.random
        leaves = chance.expovariate(1 / (15 * MINUTE)) if chance.random() < plan.leave else OPEN_FOR
        away = chance.uniform(0, 20 * MINUTE) if chance.random() < plan.away else 2 * OPEN_FOR
        length = chance.choice((5, 10, 15)) * MINUTE
        answers = chance.random() >= plan.no_shows
        now = self.now
        return Person(now, now + leaves, now + away, now + away + length, answers)

    def _talk(self) -> float:
        plan = self.plan
        is_long = self.random.random() < plan.long_share
        usual = plan.long_talk if is_long else plan.talk
        return self.pace * MINUTE * exp(self.random.gauss(log(usual), plan.spread))

    # What happens

    def _knock(self) -> None:
        person = self._person()
        person.ahead_away = sum(one.is_away(self.now) for one in self.line)
        person.ahead = len(self.line) - person.ahead_away
        self.knocked(self, person)
        self.line.append(person)
        self._at(person.leaves, lambda: self._leave(person))
        self._at(person.away_until, self._look)
        self._at(self.now + self.random.uniform(5, 20), self._look)

    def _leave(self, person: Person) -> None:
        if person in self.line:
            self.line.remove(person)

    def _look(self) -> None:
        for advisor in self.advisors:
            if advisor.state == "free" and advisor.ready:
                self._call_next(advisor)

    def _call_next(self, advisor: Advisor) -> None:
        person = next((one for one in self.line if not one.is_away(self.now)), None)
        if person is None:
            return
        self.line.remove(person)
        self.called(self, person)
        advisor.state, advisor.since, advisor.ready = "taken", self.now, False
        took = self.random.uniform(5, 30) + self._talk() if person.answers else 60.0
        self._at(self.now + took, lambda: self._end(advisor))

    def _end(self, advisor: Advisor) -> None:
        took = timedelta(seconds=self.now - advisor.since)
        self.turns.append(Turn(self.moment(), took))
        advisor.state = "free"
        pause = self.random.uniform(10, 60)  # notes are written, nobody is called
        if advisor.break_at and self.now >= advisor.break_at[0]:
            advisor.break_at.pop(0)
            advisor.state = "break"
            pause = self.random.choice((10, 15, 30)) * MINUTE
        self._at(self.now + pause, lambda: self._is_ready(advisor))

    def _is_ready(self, advisor: Advisor) -> None:
        advisor.state, advisor.ready = "free", True
        self._look()
