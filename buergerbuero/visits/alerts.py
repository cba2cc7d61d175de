"""Who is told when nobody opens. Imports no Django; the time comes as an argument.

An advisor who is free hears the knock itself. Where somebody has waited for the department's time
and one of its advisors could have called, those colleagues are told who sit at their desks but are
not free; after the same time again, or at once where there is no such colleague, the heads.

An advisor could call while one of them is free, or while none is in a talk. Is everybody who is on
duty in a talk, the line moves, and nothing is told to anybody. Somebody who has seen that people
wait need not call at once: for a while it counts no further, except for whoever knocks later.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

SEEN_LASTS = timedelta(minutes=5)


class Stage(StrEnum):
    QUIET = ""
    COLLEAGUES = "colleagues"
    HEADS = "heads"
    NOBODY = "nobody"  # it is time, and there is nobody to tell


class Colleague(Protocol):
    """One of a department's advisors: free, talking, break or away; `at_desk`: the desk is open."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def head(self) -> bool: ...
    @property
    def at_desk(self) -> bool: ...


One = TypeVar("One", bound=Colleague)
# A later one is never taken back by an earlier one: what was told has been told.
ORDER = (Stage.QUIET, Stage.NOBODY, Stage.COLLEAGUES, Stage.HEADS)


def could_call(crew: Iterable[Colleague]) -> bool:
    states = {one.state for one in crew}
    return "free" in states or "talking" not in states


def whom(stage: Stage, crew: Iterable[One]) -> list[One]:
    """Who is told at this stage, their desk open or not. In a talk nobody is disturbed."""
    match stage:
        case Stage.COLLEAGUES:
            return [one for one in crew if not one.head and one.state not in ("free", "talking")]
        case Stage.HEADS:
            return [one for one in crew if one.head and one.state != "talking"]
        case _:
            return []


def reached(stage: Stage, crew: Iterable[One]) -> list[One]:
    """Whom of them it reaches: at their desk."""
    return [one for one in whom(stage, crew) if one.at_desk]


def desks_told(stage: Stage, crew: Sequence[One]) -> set[int]:
    """At whose desks it stands: theirs who have been told, and theirs who are free."""
    if stage == Stage.QUIET:
        return set()
    told = [s for s in (Stage.COLLEAGUES, Stage.HEADS) if ORDER.index(s) <= ORDER.index(stage)]
    free = {one.id for one in crew if one.state == "free"}
    return free | {one.id for s in told for one in whom(s, crew)}


def counts_from(since: datetime, seen_at: datetime | None, unseen: datetime | None) -> datetime:
    """`unseen`: the first knock after somebody has seen those before."""
    if seen_at is None:
        return since
    later = seen_at + SEEN_LASTS
    return min(unseen, later) if unseen else later


def stage_after(
    waited: timedelta, alert_after: timedelta, stage: Stage, crew: Sequence[Colleague]
) -> Stage:
    """The stage that follows `stage` when nobody has opened for so long."""
    if waited < alert_after:
        return stage
    colleagues = bool(reached(Stage.COLLEAGUES, crew))
    heads_due = waited >= 2 * alert_after or not (colleagues or stage == Stage.COLLEAGUES)
    candidates = [stage, Stage.NOBODY]
    if colleagues:
        candidates.append(Stage.COLLEAGUES)
    if heads_due and reached(Stage.HEADS, crew):
        candidates.append(Stage.HEADS)
    return max(candidates, key=ORDER.index)
