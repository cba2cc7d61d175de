"""How long it takes at each department, from its history: read once, then followed."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from buergerbuero.departments.models import DutyState
from buergerbuero.departments.status import Expected
from buergerbuero.visits.crew import TALKING, Advisor
from buergerbuero.visits.estimate import (
    DRAWN_PLACES,
    TURNS_USED,
    Error,
    Outlook,
    Range,
    Reading,
    Turn,
    outlook,
)
from buergerbuero.visits.models import Event
from buergerbuero.visits.promises import MOST, said
from buergerbuero.visits.rules import Kind

ERRORS_USED = 300
READ_AT_FIRST = 2 * ERRORS_USED + 100  # a call and an end each, and some who came back in line
HOLDS_FOR = timedelta(seconds=10)  # while nobody comes or goes, only running talks get longer
BACK_IN_LINE = frozenset(
    {Kind.UNANSWERED, Kind.GO_ON, Kind.NOT_YET, Kind.TAKE_BACK, Kind.PUT_BACK, Kind.TRANSFER}
)
ENDS = frozenset({Kind.END, Kind.LAPSE, Kind.MISS, Kind.LEAVE}) | BACK_IN_LINE
READ = (Kind.CALL, Kind.HAND_OVER, *sorted(ENDS))
_COLUMNS = (
    *("id", "visit_id", "kind", "at", "visit__department_id"),
    *("visit__since", "visit__drawn_low", "visit__drawn_high"),
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One look ahead, and what is said of it for each number of people ahead."""

    outlook: Outlook
    said: Sequence[Expected]
    free: int

    def expected(self, present: int, away: int = 0) -> Expected | None:
        """None: an advisor is free for them."""
        if present < self.free:
            return None
        first, last = present + away // 2, present + (away + 1) // 2
        if last < len(self.said):
            return Expected(self.said[first].low, self.said[last].high)
        if self.said[-1].low == MOST:
            return self.said[-1]
        return said(self.outlook.range(present, away))


class _Department:
    """What a process remembers of one department."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.start_again()

    def start_again(self) -> None:
        self.history = _History()
        self.forecast: Forecast | None = None
        self.seen: Hashable = None
        self.at: datetime | None = None

    def is_current(self, seen: Hashable, now: datetime) -> bool:
        return self.seen == seen and self.at is not None and self.at <= now < self.at + HOLDS_FOR


class _History:
    """Turns and errors of a department, oldest first."""

    def __init__(self) -> None:
        self.turns: deque[Turn] = deque(maxlen=TURNS_USED)
        self.errors: deque[Error] = deque(maxlen=ERRORS_USED)
        self._called: dict[str, datetime] = {}
        self._called_before: set[str] = set()
        self.newest: tuple[int, datetime] | None = None

    def follow(self, department: int) -> bool:
        """Reads what has happened since. False: what was read is no longer there."""
        events = Event.objects.filter(department=department, kind__in=READ)
        if self.newest is None:
            rows = list(events.order_by("-id").values_list(*_COLUMNS)[:READ_AT_FIRST])[::-1]
        else:
            since = events.filter(id__gte=self.newest[0]).order_by("id")
            rows = list(since.values_list(*_COLUMNS))
            if not rows or (rows[0][0], rows[0][3]) != self.newest:
                return False
            del rows[0]
        self._take(rows, department)
        return True

    def _take(self, rows: Iterable[Any], department: int) -> None:
        for pk, visit, kind, at, now_at, since, low, high in rows:
            self.newest = (pk, at)
            if kind == Kind.CALL:
                self._call(visit, at, at - since, _range(low, high))
            # Handed over within the department a talk goes on.
            elif kind != Kind.HAND_OVER or now_at != department:
                self._end(visit, Kind(kind), at)

    def _call(self, visit: str, at: datetime, waited: timedelta, drawn: Range | None) -> None:
        self._called[visit] = at
        if drawn and visit not in self._called_before:
            self.errors.append(Error(drawn, waited))

    def _end(self, visit: str, kind: Kind, at: datetime) -> None:
        called_at = self._called.pop(visit, None)
        if called_at and kind != Kind.TAKE_BACK:
            self.turns.append(Turn(at, at - called_at))
        if kind in BACK_IN_LINE:
            self._called_before.add(visit)
        else:
            self._called_before.discard(visit)


def _range(low: int | None, high: int | None) -> Range | None:
    if low is None or high is None:
        return None
    return Range(timedelta(seconds=low), timedelta(seconds=high))


_departments: dict[int, _Department] = defaultdict(_Department)


def forecast(
    department: int, advisors: Sequence[Advisor], present: int, now: datetime
) -> Forecast | None:
    """None: too little is known, or nobody has to wait: `present` people find somebody free."""
    crew = [one for one in advisors if one.state != DutyState.AWAY]
    if not crew or present < sum(one.state == DutyState.FREE for one in crew):
        return None
    known = _departments[department]
    with known.lock:
        if not known.history.follow(department):
            known.start_again()
            known.history.follow(department)
        seen = (known.history.newest, *crew)
        if not known.is_current(seen, now):
            known.forecast = _ahead(known, crew, now)
            known.seen, known.at = seen, now
        return known.forecast


def _ahead(known: _Department, crew: Sequence[Advisor], now: datetime) -> Forecast | None:
    reading = _reading(known.history, crew, now)
    found = outlook(reading, DRAWN_PLACES, now)
    if found is None:
        return None
    before: Sequence[Expected | None] = known.forecast.said if known.forecast else ()
    before = before or [None] * (DRAWN_PLACES + 1)
    ranges = (found.range(ahead) for ahead in range(DRAWN_PLACES + 1))
    return Forecast(found, [said(*pair) for pair in zip(ranges, before, strict=True)], reading.free)


def _reading(history: _History, crew: Sequence[Advisor], now: datetime) -> Reading:
    states = [one.state for one in crew]
    back_at = [one.back_at for one in crew if one.state == DutyState.BREAK]
    return Reading(
        turns=list(history.turns),
        running=[now - one.called_at for one in crew if one.state == TALKING and one.called_at],
        free=states.count(DutyState.FREE),
        on_break=back_at.count(None),
        errors=list(history.errors),
        back_in=[at - now for at in back_at if at],
    )
