"""The table of a visit and the order of the line. Imports no Django; the time comes as an argument.

The table is complete: what it does not name is refused and changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MORE_TIME_AT_MOST = 3
MISSED_AT_MOST = 3
REACHED_WITHIN = timedelta(seconds=5)
GO_ON_AFTER = timedelta(seconds=60)  # WCAG 2.2.1: nobody has less to answer a call
NOT_YET_FOR = timedelta(minutes=5)
UNSEEN_AFTER = timedelta(minutes=3)
EXPIRES_AFTER = timedelta(minutes=30)
RETURN_WITHIN = timedelta(seconds=60)
GOODBYE_FOR = timedelta(minutes=60)
# What was said of a person, and of a visit that never ends, at a door that never closes.
KEPT_AT_MOST = timedelta(hours=24)
OVERTIME = timedelta(minutes=60)
LEFT_ALONE_AFTER = timedelta(minutes=5)
PAUSES = (timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    TALKING = "talking"
    CLOSED = "closed"


class Outcome(StrEnum):
    SERVED = "served"
    LEFT = "left"
    DECLINED = "declined"
    MISSED = "missed"
    EXPIRED = "expired"
    TURNED_AWAY = "turned_away"


class Absence(StrEnum):
    PRESENT = ""
    PAUSE = "pause"
    NOT_YET = "not_yet"
    NOT_ANSWERED = "not_answered"
    UNSEEN = "unseen"
    PAPERS = "papers"


ENDS_BY_ITSELF = (Absence.PAUSE, Absence.NOT_YET)


class Identity(StrEnum):
    """Whether an advisor knows who it is: how it was checked, and nothing of what was seen."""

    UNKNOWN = ""
    ASKED = "asked"  # the citizen's page shows how to hold up a document
    DECLINED = "declined"
    DOCUMENT = "document"
    KNOWN = "known"
    QUESTIONS = "questions"


class Reason(StrEnum):
    """Why somebody is called before their turn: a fixed list, so nothing personal is kept."""

    PAPERS = "papers"
    URGENT = "urgent"
    WRONG_DOOR = "wrong_door"
    MINE = "mine"


class By(StrEnum):
    CITIZEN = "citizen"
    ADVISOR = "advisor"
    CLOCK = "clock"


class Kind(StrEnum):
    KNOCK = "knock"
    CALL = "call"
    MORE_TIME = "more_time"
    TAKE_BACK = "take_back"
    GO_ON = "go_on"
    NOT_YET = "not_yet"
    UNANSWERED = "unanswered"
    MISS = "miss"
    ENTER = "enter"
    PAUSE = "pause"
    BACK = "back"
    UNSEEN = "unseen"
    ALERT = "alert"
    EXPIRE = "expire"
    PUT_BACK = "put_back"
    TRANSFER = "transfer"
    HAND_OVER = "hand_over"
    HANG_UP = "hang_up"
    RETURN = "return"
    LAPSE = "lapse"
    END = "end"
    LEAVE = "leave"
    DISMISS = "dismiss"
    TURN_AWAY = "turn_away"
    HELP = "help"
    COMING = "coming"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Rule:
    by: By
    sources: frozenset[State]
    target: State | None  # None: it stays as it is
    outcome: Outcome | None = None


def _rule(by: By, sources: str, target: State | None, outcome: Outcome | None = None) -> Rule:
    return Rule(by, frozenset(State(name) for name in sources.split()), target, outcome)


TABLE: dict[Kind, Rule] = {
    Kind.KNOCK: Rule(By.CITIZEN, frozenset(), State.WAITING),
    Kind.CALL: _rule(By.ADVISOR, "waiting", State.CALLED),
    Kind.MORE_TIME: _rule(By.CITIZEN, "called", State.CALLED),
    Kind.TAKE_BACK: _rule(By.ADVISOR, "called", State.WAITING),
    Kind.GO_ON: _rule(By.ADVISOR, "called", State.WAITING),
    Kind.NOT_YET: _rule(By.CITIZEN, "called", State.WAITING),
    Kind.UNANSWERED: _rule(By.CLOCK, "called", State.WAITING),
    Kind.MISS: _rule(By.CLOCK, "called", State.CLOSED, Outcome.MISSED),
    Kind.ENTER: _rule(By.CITIZEN, "called", State.TALKING),
    Kind.PAUSE: _rule(By.CITIZEN, "waiting", State.WAITING),
    Kind.BACK: _rule(By.CITIZEN, "waiting", State.WAITING),
    Kind.UNSEEN: _rule(By.CLOCK, "waiting", State.WAITING),
    # Nobody has opened: colleagues or heads have been told.
    Kind.ALERT: _rule(By.CLOCK, "waiting", State.WAITING),
    Kind.EXPIRE: _rule(By.CLOCK, "waiting", State.CLOSED, Outcome.EXPIRED),
    Kind.PUT_BACK: _rule(By.ADVISOR, "talking", State.WAITING),
    Kind.TRANSFER: _rule(By.ADVISOR, "talking", State.WAITING),
    # A colleague who is in the room goes on with the talk.
    Kind.HAND_OVER: _rule(By.ADVISOR, "talking", State.TALKING),
    Kind.HANG_UP: _rule(By.CITIZEN, "talking", State.TALKING),
    Kind.RETURN: _rule(By.CITIZEN, "talking", State.TALKING),
    # A minute after hanging up; also when neither side's page has been alive for half an hour.
    Kind.LAPSE: _rule(By.CLOCK, "talking", State.CLOSED, Outcome.SERVED),
    Kind.END: _rule(By.ADVISOR, "talking", State.CLOSED, Outcome.SERVED),
    Kind.LEAVE: _rule(By.CITIZEN, "waiting called", State.CLOSED, Outcome.LEFT),
    Kind.DISMISS: _rule(By.ADVISOR, "waiting", State.CLOSED, Outcome.DECLINED),
    Kind.TURN_AWAY: _rule(By.CLOCK, "waiting", State.CLOSED, Outcome.TURNED_AWAY),
    # The advisor silently asks colleagues for help; somebody comes; it was nothing.
    Kind.HELP: _rule(By.ADVISOR, "called talking", None),
    Kind.COMING: _rule(By.ADVISOR, "called talking", None),
    Kind.CALM: _rule(By.ADVISOR, "called talking", None),
}


Order = tuple[bool, datetime, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What the order of the line needs to know of one waiting visit."""

    visit: str
    since: datetime
    put_back: bool = False
    absent: bool = False
    bound: frozenset[int] = frozenset()  # the advisors who call this visit; none named: anybody

    @property
    def order(self) -> Order:
        """By first knock. Whoever was already inside and fetched papers is called first."""
        return (not self.put_back, self.since, self.visit)

    def is_for(self, advisor: int | None) -> bool:
        return advisor is None or not self.bound or advisor in self.bound


@dataclass(frozen=True, slots=True)
class Position:
    ahead: int
    away: int  # how many of those ahead are away just now
    bound: int = 0  # how many wait for an advisor while another may call this one before


def in_line(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: place.order)


def positions(line: Sequence[Place]) -> dict[str, Position]:
    """Everybody's position in a line that `in_line` has sorted."""
    found, away, bound = {}, 0, Counter[frozenset[int]]()
    for ahead, place in enumerate(line):
        found[place.visit] = Position(ahead, away, passable(bound, place.bound))
        away += place.absent
        if place.bound:
            bound[place.bound] += 1
    return found


def passable(ahead: Mapping[frozenset[int], int], mine: frozenset[int]) -> int:
    """How many ahead may be passed over: somebody can call me who does not call them."""
    return sum(count for theirs, count in ahead.items() if not mine or not mine <= theirs)


def present_in(line: Iterable[Place], advisor: int | None = None) -> Iterator[Place]:
    """Whom this advisor can call, in order: who is absent or somebody else's is passed over."""
    return (place for place in line if not place.absent and place.is_for(advisor))


def next_present(line: Iterable[Place], advisor: int | None = None) -> Place | None:
    return next(present_in(line, advisor), None)


def out_of_order(place: Place, line: Iterable[Place], advisor: int) -> bool:
    """Whether this advisor would call it before somebody's turn, or instead of a colleague."""
    before = (other for other in present_in(line, advisor) if other.order < place.order)
    return not place.is_for(advisor) or any(before)


def is_absent(absence: str, until: datetime | None, now: datetime) -> bool:
    """A pause ends by itself; whoever did not answer or was not seen has to show up again."""
    if absence in ENDS_BY_ITSELF:
        return until is None or now < until
    return bool(absence)
