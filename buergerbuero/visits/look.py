"""One look at doors: who is there, who waits, and what the public sees of it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department, DutyState
from buergerbuero.departments.status import Expected, Facts, PublicState, public_state
from buergerbuero.departments.texts import Text
from buergerbuero.visits import rules
from buergerbuero.visits.crew import TALKING, Advisor, load_crews
from buergerbuero.visits.guards import present
from buergerbuero.visits.models import Visit
from buergerbuero.visits.outlooks import Forecast, forecast
from buergerbuero.visits.promises import is_too_late
from buergerbuero.visits.rules import Absence, Position, State

NOTHING_TOLD: dict[str, int | None] = dict.fromkeys(("drawn_low", "drawn_high", "told_high"))


@dataclass(frozen=True, slots=True)
class Look:
    department: Department
    taken_at: datetime
    public: PublicState
    line: Position  # of whoever knocks now
    free: int
    forecast: Forecast | None

    @property
    def comes_at_once(self) -> bool:
        """Whoever knocks now finds an advisor free."""
        return self.line.ahead - self.line.away < self.free

    def told(self) -> dict[str, int | None]:
        """What is kept with a knock: how right it was is known at the call."""
        if self.forecast is None or self.public.expected is None:
            return NOTHING_TOLD
        drawn = self.forecast.outlook.drawn(self.line.ahead - self.line.away, self.line.away)
        return {
            "drawn_low": int(drawn.low.total_seconds()),
            "drawn_high": int(drawn.high.total_seconds()),
            "told_high": 60 * self.public.expected.high,
        }


def departments() -> Any:
    return Department.objects.select_related("alert").prefetch_related(
        "opening_hours", "closures", "special_days", "subjects"
    )


def load_looks() -> list[Look]:
    """At every door."""
    now = timezone.now()
    found = list(departments())
    lines = _lines(Visit.objects.all())
    crews = load_crews(found, now)
    return [look_at(one, crews[one.pk], lines.get(one.pk, Position(0, 0)), now) for one in found]


def load_look(department: Department) -> Look:
    now = timezone.now()
    lines = _lines(Visit.objects.filter(department=department))
    crew = load_crews([department], now)[department.pk]
    return look_at(department, crew, lines.get(department.pk, Position(0, 0)), now)


def load_public_states() -> list[tuple[Department, PublicState]]:
    """Every door with what the public sees of it."""
    return [(look.department, look.public) for look in load_looks()]


def load_public_state(department: Department) -> PublicState:
    return load_look(department).public


def _lines(visits: QuerySet[Visit]) -> dict[int, Position]:
    waiting = visits.filter(state=State.WAITING).values_list("department_id")
    # Two counts that an index answers each: ten thousand rows would have to be read for one.
    absent = waiting.filter(absence__gt=Absence.PRESENT).exclude(present())
    away = dict(absent.annotate(number=Count("*")))
    return {
        door: Position(number, away.get(door, 0))
        for door, number in waiting.annotate(number=Count("*"))
    }


def look_at(department: Department, crew: Sequence[Advisor], line: Position, now: datetime) -> Look:
    here = line.ahead - line.away
    ahead = forecast(department.pk, crew, here, now)
    expected = ahead.expected(here, line.away) if ahead else None
    staff, today = _staff(crew), timezone.localdate(now)
    plan = _plan(department, expected, now)
    if line.ahead and not plan["open_by_plan"]:
        plan["served_until"] = day_ends(department.hours(), now)
    facts = Facts(
        **plan,
        **staff,
        suspended=department.suspended,
        waiting=line.ahead,
        capacity=department.capacity,
        expected=expected,
        beyond=_beyond(ahead, line, now, plan["served_until"]),
        takes_longer=expected is not None and department.longer_on == today,
    )
    return Look(department, now, public_state(facts), line, staff["free"], ahead)


def _staff(crew: Sequence[Advisor]) -> dict[str, Any]:
    count = Counter(advisor.state for advisor in crew)
    on_break = [a.back_at for a in crew if a.state == DutyState.BREAK and a.back_at]
    return {
        "free": count[DutyState.FREE.value],
        "talking": count[TALKING],
        "on_break": count[DutyState.BREAK.value],
        "back_at": min(on_break, default=None),
    }


def _plan(department: Department, expected: Expected | None, now: datetime) -> dict[str, Any]:
    """What the hours say, and what they mean for whoever knocks now."""
    hours, today = department.hours(), timezone.localdate(now)
    closes_at = opening.closes_at(hours, now)
    too_late = is_too_late(expected, now, closes_at)
    stops = department.stops_in_time and department.too_late_on == today
    no_more = department.no_more_on == today
    return {
        "message": department.suspension if department.suspended else _closed_today(hours, now),
        "open_by_plan": opening.is_open(hours, now),
        "closes_at": closes_at,
        "opens_next": _opens_next(hours, now, no_more, closes_at if too_late or stops else None),
        "no_more_today": no_more,
        "stops_by_itself": stops,
        "too_late": too_late,
        "served_until": closes_at,
    }


def _opens_next(
    hours: opening.Hours, now: datetime, no_more: bool, shuts_at: datetime | None
) -> datetime | None:
    if no_more:
        return opening.opens_another_day(hours, now)
    return opening.opens_next(hours, shuts_at or now)


def day_ends(hours: opening.Hours, now: datetime) -> datetime | None:
    """Outside hours: until when whoever waits may still be called. None: the door opens again
    today, and they keep their place until then."""
    closed_at = opening.last_closing(hours, now)
    if closed_at is None or reopens(hours, closed_at):
        return None
    return closed_at + rules.OVERTIME


def reopens(hours: opening.Hours, closing: datetime) -> bool:
    """It is the pause of a day, not its end."""
    again = opening.opens_next(hours, closing)
    day = timezone.localdate(closing - timedelta(microseconds=1))  # midnight belongs to the day
    return again is not None and timezone.localdate(again) == day


def _beyond(ahead: Forecast | None, line: Position, now: datetime, until: datetime | None) -> int:
    """How many of those who wait will probably not be called before then."""
    if ahead is None or until is None:
        return 0
    # Who stands further behind is called later: the first who is too late tells of all behind.
    return line.ahead - bisect_left(
        range(line.ahead), 1, key=lambda place: is_too_late(ahead.expected(place), now, until)
    )


def _closed_today(hours: opening.Hours, now: datetime) -> Text:
    closure = opening.closure_on(hours, timezone.localdate(now))
    return dict(closure.reason) if closure else {}
