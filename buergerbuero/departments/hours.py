"""When a department is open, and when next. Imports no Django; the time comes in as an argument.

Plans are written in wall-clock time. A door opens and closes at the first moment of the day at
which the clock reads, or has jumped past, the planned time. So a span inside the hour that
spring skips never happens, and the hour that autumn repeats closes nobody's door a second time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)
DAY = timedelta(days=1)
CLOSES_WITHIN = timedelta(days=14)
OPENS_WITHIN = timedelta(days=60)
CLOSED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open on one weekday (0 = Monday). Closing at 0:00 means midnight at the end of that day."""

    weekday: int
    opens: time
    closes: time

    @property
    def last_instant(self) -> time:
        return time.max if self.closes == MIDNIGHT else self.closes

    @property
    def ends_before_it_starts(self) -> bool:
        return self.last_instant <= self.opens

    def overlaps(self, other: "Span") -> bool:
        return (
            self.weekday == other.weekday
            and self.opens < other.last_instant
            and other.opens < self.last_instant
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """A closure of whole days, the first and the last included."""

    first: date
    last: date
    reason: Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Special:
    """A day with hours of its own, whatever the week or a closure says. No span: closed."""

    day: date
    spans: tuple[Span, ...]
    reason: Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Hours:
    spans: tuple[Span, ...]
    closures: tuple[Closed, ...]
    zone: ZoneInfo
    specials: tuple[Special, ...] = ()


def is_open(hours: Hours, now: datetime) -> bool:
    return _current(hours, now, now) is not None


def closes_at(hours: Hours, now: datetime) -> datetime | None:
    """The end of the current open stretch; None while closed or with no end within 14 days."""
    horizon = _later(now, CLOSES_WITHIN)
    stretch = _current(hours, now, horizon)
    if stretch is None or stretch.closes > horizon:
        return None
    return stretch.closes.astimezone(hours.zone)


def opens_next(hours: Hours, now: datetime) -> datetime | None:
    """The next opening after now; None while open or with no opening within 60 days."""
    if is_open(hours, now):
        return None
    return _first_opening(hours, now, _later(now, OPENS_WITHIN))


def opens_another_day(hours: Hours, now: datetime) -> datetime | None:
    """The first opening after today, whether open now or not: for "takes nobody more today"."""
    tomorrow = _instant(hours.zone, _day(hours, now) + DAY, MIDNIGHT)
    return _first_opening(hours, tomorrow, _later(now, OPENS_WITHIN))


def last_closing(hours: Hours, now: datetime) -> datetime | None:
    """The most recent closing at or before now, at most 7 days ago."""
    since = _later(now, -CLOSED_WITHIN)
    # A day earlier: a closing at midnight belongs to the day before.
    stretches = _stretches(hours, since - DAY, now)
    closings = [s.closes for s in stretches if since <= s.closes <= now]
    return closings[-1].astimezone(hours.zone) if closings else None


def spans_on(hours: Hours, day: date) -> tuple[Span, ...]:
    special = special_on(hours, day)
    if special:
        return tuple(sorted(special.spans))
    if closure_on(hours, day):
        return ()
    return tuple(sorted(span for span in hours.spans if span.weekday == day.weekday()))


def special_on(hours: Hours, day: date) -> Special | None:
    return next((special for special in hours.specials if special.day == day), None)


def closure_on(hours: Hours, day: date) -> Closed | None:
    """Why the door stays shut all day; the first reason named where there are several."""
    special = special_on(hours, day)
    if special:
        return None if special.spans else Closed(day, day, special.reason)
    return next((c for c in hours.closures if c.first <= day <= c.last), None)


class ProblemKind(StrEnum):
    END_BEFORE_START = "end_before_start"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a span; for an overlap, `other` is the span it runs into."""

    kind: ProblemKind
    span: Span
    other: Span | None = None


def problems(spans: Iterable[Span]) -> list[Problem]:
    """All that is wrong with a plan, in the order of the week; the sentences are made elsewhere."""
    in_order = sorted(spans)
    backwards = [span for span in in_order if span.ends_before_it_starts]
    forwards = [span for span in in_order if not span.ends_before_it_starts]
    return [Problem(ProblemKind.END_BEFORE_START, span) for span in backwards] + [
        Problem(ProblemKind.OVERLAP, later, earlier)
        for earlier, later in combinations(forwards, 2)
        if later.overlaps(earlier)
    ]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Time without a closed moment, in UTC: aware times of one zone compare by their clocks."""

    opens: datetime
    closes: datetime

    def joined(self, following: "_Stretch") -> "_Stretch":
        return _Stretch(self.opens, max(self.closes, following.closes))


def _current(hours: Hours, now: datetime, until: datetime) -> _Stretch | None:
    stretches = _stretches(hours, now, until)
    return next((s for s in stretches if s.opens <= now < s.closes), None)


def _first_opening(hours: Hours, since: datetime, until: datetime) -> datetime | None:
    for stretch in _stretches(hours, since, until):
        if since <= stretch.opens <= until:
            return stretch.opens.astimezone(hours.zone)
    return None


def _stretches(hours: Hours, since: datetime, until: datetime) -> Iterator[_Stretch]:
    """Open stretches of the days from since to until, with adjoining spans joined to one."""
    current: _Stretch | None = None
    for following in _planned(hours, _day(hours, since), _day(hours, until)):
        if current and following.opens <= current.closes:
            current = current.joined(following)
            continue
        if current:
            yield current
        current = following
    if current:
        yield current


def _planned(hours: Hours, first: date, last: date) -> Iterator[_Stretch]:
    for number in range((last - first).days + 1):
        day = first + number * DAY
        for span in spans_on(hours, day):
            stretch = _on(day, span, hours.zone)
            if stretch.opens < stretch.closes:
                yield stretch


def _on(day: date, span: Span, zone: ZoneInfo) -> _Stretch:
    closing_day = day + DAY if span.closes == MIDNIGHT else day
    return _Stretch(_instant(zone, day, span.opens), _instant(zone, closing_day, span.closes))


def _instant(zone: ZoneInfo, day: date, at: time) -> datetime:
    """The first moment of the day at which the clock reads `at` or has jumped past it."""
    wall = datetime.combine(day, at, zone)
    while not _exists(wall):
        # Clocks jump from one full minute to another, so whole minutes find the end of the gap.
        wall = wall.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return wall.astimezone(UTC)


def _exists(wall: datetime) -> bool:
    there_and_back = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return there_and_back.replace(tzinfo=None) == wall.replace(tzinfo=None)


def _day(hours: Hours, moment: datetime) -> date:
    return moment.astimezone(hours.zone).date()


def _later(now: datetime, by: timedelta) -> datetime:
    """Elapsed time: adding to a local time would move its clock, not the moment."""
    return now.astimezone(UTC) + by
