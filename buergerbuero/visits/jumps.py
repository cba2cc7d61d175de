"""Why a place in the line has changed, where those ahead did not just go one by one.

Imports no Django. A jump is something that happened to one visit; news is what somebody who waits
reads of all jumps that touched their place. It says what kind it was, never who.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from buergerbuero.visits.rules import EXPIRES_AFTER, TABLE, Kind, Order, Place, Reason, State

TOLD_FOR = timedelta(minutes=3)
GONE_FOR = timedelta(minutes=1)
AT_ONCE = timedelta(milliseconds=200)  # from one to the next: a page shows them as one
STANDS_FOR = EXPIRES_AFTER  # longer nobody's page is away and still has its place


class Why(StrEnum):
    INSIDE = "inside"  # was inside already, and is called first
    TRANSFERRED = "transferred"  # knocked earlier, elsewhere
    CALLED = "called"  # was called already, and keeps the place
    BACK = "back"  # was away
    GONE = "gone"  # waits no more
    PREFERRED = "preferred"  # was called out of order


# Who comes to stand before others by these stays to be told of as long as they stand there.
STEPPED_IN: dict[Kind, Why] = {
    Kind.PUT_BACK: Why.INSIDE,
    Kind.TRANSFER: Why.TRANSFERRED,
    **{
        kind: Why.CALLED
        for kind, rule in TABLE.items()
        if rule.sources == {State.CALLED} and rule.target == State.WAITING
    },
}
GONE = tuple(
    kind
    for kind, rule in TABLE.items()
    if State.WAITING in rule.sources and rule.target == State.CLOSED
)


@dataclass(frozen=True, slots=True)
class Jump:
    why: Why
    visit: str
    order: Order
    at: datetime
    reason: Reason | None = None  # of being preferred


class News(NamedTuple):
    """What one of those who wait reads. As a key it stands for the words, too."""

    ahead: tuple[Why, ...] = ()
    gone: int = 0
    preferred: tuple[Reason, ...] = ()


NOTHING = News()


def news_of(line: Sequence[Place], jumps: Sequence[Jump], now: datetime) -> dict[str, News]:
    """For everybody in this line who has some. One walk there, one back, however many wait."""
    if not jumps:
        return {}
    since = _in_line_since(line, jumps)
    before = _walk(line, sorted(jumps, key=lambda jump: jump.order), since, now)
    behind = _passed_over(line, jumps, since)
    found = {
        place.visit: News(*ahead, preferred)
        for place, ahead, preferred in zip(line, before, behind, strict=True)
    }
    return {visit: news for visit, news in found.items() if news != NOTHING}


def _in_line_since(line: Sequence[Place], jumps: Iterable[Jump]) -> dict[str, datetime]:
    """What happened before somebody came to stand where they do has not changed their place."""
    found = {place.visit: place.since for place in line}
    for jump in jumps:
        if jump.visit in found and jump.why in STEPPED_IN.values():
            found[jump.visit] = max(found[jump.visit], jump.at)
    return found


def _walk(
    line: Sequence[Place], jumps: Sequence[Jump], since: Mapping[str, datetime], now: datetime
) -> Iterator[tuple[tuple[Why, ...], int]]:
    """Front to back, with the latest of each kind, and when others have gone, so far."""
    latest: dict[Why, datetime] = {}
    gone: list[datetime] = []
    waiting = iter([*jumps, None])
    jump = next(waiting)
    for place in line:
        while jump and jump.order < place.order:
            if jump.why != Why.PREFERRED:
                latest[jump.why] = max(jump.at, latest.get(jump.why, jump.at))
            if jump.why == Why.GONE and now - jump.at < GONE_FOR:
                insort(gone, jump.at)
            jump = next(waiting)
        mine = since[place.visit]
        yield (
            tuple(why for why in Why if why != Why.GONE and why in latest and latest[why] > mine),
            _at_once(gone, mine),
        )


def _at_once(gone: Sequence[datetime], since: datetime) -> int:
    """How many of the last who went did so together; one alone is no jump."""
    together: list[datetime] = []
    for at in reversed(gone):
        if at <= since or (together and together[-1] - at > AT_ONCE):
            break
        together.append(at)
    return len(together) if len(together) > 1 else 0


def _passed_over(
    line: Sequence[Place], jumps: Iterable[Jump], since: Mapping[str, datetime]
) -> list[tuple[Reason, ...]]:
    """Back to front: whoever was called out of order has passed all who stand before."""
    left = sorted((one for one in jumps if one.reason), key=lambda jump: jump.order)
    latest: dict[Reason, datetime] = {}
    found: list[tuple[Reason, ...]] = []
    for place in reversed(line):
        while left and left[-1].order > place.order:
            jump = left.pop()
            if jump.reason:
                latest[jump.reason] = max(jump.at, latest.get(jump.reason, jump.at))
        mine = since[place.visit]
        found.append(tuple(one for one in Reason if one in latest and latest[one] > mine))
    return found[::-1]
