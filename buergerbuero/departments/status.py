"""What the public sees of a department: the table of the architecture. Imports no Django."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    SUSPENDED = "suspended"
    CLOSED = "closed"
    NO_MORE = "no_more"
    FULL = "full"
    UNSTAFFED = "unstaffed"
    OPEN = "open"
    BUSY = "busy"
    ON_BREAK = "on_break"


class Door(StrEnum):
    """The drawing; the words beside it say the same."""

    OPEN = "open"
    AJAR = "ajar"
    EMPTY = "empty"
    FULL = "full"
    CLOSED = "closed"
    SIGN = "sign"


class Expected(NamedTuple):
    """How long somebody waits, in minutes as they are said."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides. `free`, `talking` and `on_break` count the advisors on duty."""

    suspended: bool
    message: Mapping[str, str]  # why not today, by language
    open_by_plan: bool
    closes_at: datetime | None
    opens_next: datetime | None
    no_more_today: bool
    waiting: int
    capacity: int
    free: int
    talking: int
    on_break: int
    back_at: datetime | None
    stops_by_itself: bool = False  # whoever knocked now would come too late
    served_until: datetime | None = None  # whoever waits now
    expected: Expected | None = None  # for whoever knocks now
    too_late: bool = False  # for whoever knocks now
    beyond: int = 0  # how many of those who wait will probably come too late
    takes_longer: bool = False  # than on other days

    @property
    def on_duty(self) -> int:
        return self.free + self.talking + self.on_break


@dataclass(frozen=True, slots=True)
class PublicState:
    state: State
    waiting: int
    still_served: int | None
    message: Mapping[str, str] = field(hash=False)
    closes_at: datetime | None
    opens_next: datetime | None
    back_at: datetime | None
    served_until: datetime | None = None
    expected: Expected | None = None
    too_late: bool = False
    beyond: int = 0
    takes_longer: bool = False
    by_itself: bool = False  # it is the door that takes nobody more, no advisor has said so

    @property
    def takes_people(self) -> bool:
        """A knock is accepted, also with nobody at the desk: it is what calls somebody there."""
        return self.state in TAKES_PEOPLE

    @property
    def door(self) -> Door:
        return DOORS[self.state]

    @property
    def rank(self) -> int:
        """Place in the overview: doors that somebody serves first. Alike, they keep their order."""
        return RANKS[self.state]


def public_state(facts: Facts) -> PublicState:
    """The first row that holds.

    Nobody free but one in conversation and another on a break is BUSY: somebody is at work and
    the line moves, whatever the break does.
    """
    state = next(state for state, holds in ROWS if holds(facts))
    return PublicState(
        state=state,
        waiting=facts.waiting,
        still_served=facts.waiting - facts.beyond if state == State.NO_MORE else None,
        message=facts.message,
        closes_at=facts.closes_at,
        opens_next=facts.opens_next,
        back_at=facts.back_at,
        served_until=facts.served_until,
        expected=facts.expected,
        too_late=facts.too_late,
        beyond=facts.beyond,
        takes_longer=facts.takes_longer,
        by_itself=state == State.NO_MORE and not facts.no_more_today,
    )


ROWS: tuple[tuple[State, Callable[[Facts], bool]], ...] = (
    (State.SUSPENDED, lambda facts: facts.suspended),
    (State.CLOSED, lambda facts: not facts.open_by_plan),
    (State.NO_MORE, lambda facts: facts.no_more_today or facts.stops_by_itself),
    (State.FULL, lambda facts: facts.waiting >= facts.capacity),
    (State.UNSTAFFED, lambda facts: facts.on_duty == 0),
    (State.OPEN, lambda facts: facts.free > 0),
    (State.BUSY, lambda facts: facts.talking > 0),
    (State.ON_BREAK, lambda facts: facts.on_break > 0),
)

TAKES_PEOPLE = frozenset({State.UNSTAFFED, State.OPEN, State.BUSY, State.ON_BREAK})

DOORS = {
    State.SUSPENDED: Door.CLOSED,
    State.CLOSED: Door.CLOSED,
    State.NO_MORE: Door.SIGN,
    State.FULL: Door.FULL,
    State.UNSTAFFED: Door.CLOSED,
    State.OPEN: Door.OPEN,
    State.BUSY: Door.AJAR,
    State.ON_BREAK: Door.EMPTY,
}

RANKS = {
    State.OPEN: 0,
    State.BUSY: 0,
    State.ON_BREAK: 0,
    State.UNSTAFFED: 1,
    State.FULL: 2,
    State.NO_MORE: 3,
    State.SUSPENDED: 4,
    State.CLOSED: 4,
}
