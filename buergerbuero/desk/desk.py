"""The desk as its advisor sees it: one line over all their doors, the talk, the colleagues.

Everything is made from the snapshots that the waiting rooms are made from, so the order of the
list and the positions citizens read are the same by construction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from buergerbuero.consultations.company import Company
from buergerbuero.consultations.live import NO_ROOM, RoomSnapshot
from buergerbuero.departments.actions import BREAKS
from buergerbuero.departments.models import DutyState
from buergerbuero.departments.needs import LANGUAGE_WORDS, MARKS, Need
from buergerbuero.departments.status import PublicState
from buergerbuero.departments.status import State as DoorState
from buergerbuero.departments.texts import in_language
from buergerbuero.departments.wording import clock, describe
from buergerbuero.desk.order import (
    is_head,
    passed_over,
    preferred_today,
    reasons,
    waits_for_other,
)
from buergerbuero.visits.crew import Advisor, Crew
from buergerbuero.visits.line import HEAD
from buergerbuero.visits.rules import Place, next_present
from buergerbuero.visits.snapshot import OpenVisit, Snapshot
from buergerbuero.visits.words import Said


@dataclass(frozen=True, slots=True)
class Spoken:
    """What those who wait are being told now, and since when."""

    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting visit as a line of the list."""

    visit: OpenVisit
    department: str
    absent: bool
    away_until: str
    subject: str
    language: str
    needs: list[tuple[str, Any]]
    slug: str
    said: Spoken | None
    name_may_be_invented: bool
    waits_for: str  # another advisor than me, and why; "" when I may call
    out_of_order: bool  # to call it now takes a reason


@dataclass(frozen=True, slots=True)
class Desk:
    """One advisor's view of the snapshots of their departments."""

    me: int
    snapshots: tuple[Snapshot, ...]
    room: RoomSnapshot = NO_ROOM
    crews: tuple[Crew, ...] = ()  # of all doors

    @property
    def now(self) -> datetime:
        return max((snapshot.taken_at for snapshot in self.snapshots), default=timezone.now())

    @property
    def myself(self) -> Advisor | None:
        mine = (a for snapshot in self.snapshots for a in snapshot.advisors if a.id == self.me)
        return next(mine, None)

    def sees(self, region: str) -> tuple[object, ...]:
        """What of a region that desks of the same doors share is not the same at each of them."""
        if region == "doors":
            return tuple(is_head(snapshot, self.me) for snapshot in self.snapshots)
        if region == "emergency":
            asked = any(v.help_at for s in self.snapshots for v in s.with_advisor)
            return (self.me,) if asked else ()
        if region == "talk" and self.helping:
            return (self.helping.visit, self.helping.me.role, self.helping.advisor)
        if region == "talk":
            return (self.room.backend,)
        routed = any(snapshot.routing.routes for snapshot in self.snapshots)
        return (self.me,) if region == "queue" and routed else ()

    @property
    def talk(self) -> tuple[Snapshot, OpenVisit] | None:
        """The visit I have called or am talking to."""
        found = (
            (snapshot, visit)
            for snapshot in self.snapshots
            for visit in snapshot.with_advisor
            if visit.advisor_id == self.me
        )
        return next(found, None)

    @property
    def count(self) -> int:
        """How many wait at these doors."""
        return sum(len(snapshot.line) for snapshot in self.snapshots)

    @property
    def helping(self) -> Company | None:
        """The colleague's talk that I am in; also a talk that was just handed to me."""
        company = self.room.company
        if company is None or self.talk is not None or not company.talking:
            return None
        return company if company.me.role == "colleague" or company.handed_over else None

    @property
    def busy(self) -> bool:
        return self.talk is not None or self.helping is not None

    def rows(self) -> list[Row]:
        """Each door's line stays in the order its waiting room shows; `merge` never moves it.

        Of a very long line, its head and who has just knocked.
        """
        lines = [[(s, visit) for visit in s.waiting] for s in self.snapshots]
        merged = merge(*lines, key=lambda pair: _order(pair[1], self.now))
        firsts = {s.department.pk: next_present(s.line, self.me) for s in self.snapshots}
        return [
            row_of(snapshot, visit, self.now, self.me, firsts[snapshot.department.pk])
            for snapshot, visit in merged
        ]


def _order(visit: OpenVisit, now: datetime) -> tuple[bool, datetime, str]:
    return Place(visit.id, visit.since, visit.put_back, visit.absent(now)).order


def row_of(
    snapshot: Snapshot, visit: OpenVisit, now: datetime, me: int, first: Place | None
) -> Row:
    """`first`: whom I call next at this door."""
    absent = visit.absent(now)
    waits_for = waits_for_other(snapshot, visit, me)
    return Row(
        visit=visit,
        department=in_language(snapshot.department.names),
        absent=absent,
        away_until=clock(visit.absent_until) if absent and visit.absent_until else "",
        subject=in_language(visit.subject) if visit.subject else "",
        language=str(LANGUAGE_WORDS.get(visit.language, visit.language)),
        needs=[MARKS[Need(need)] for need in visit.needs if need in MARKS],
        slug=snapshot.department.slug,
        said=_spoken(snapshot.words.to_one.get(visit.id)),
        name_may_be_invented=bool(visit.name) and snapshot.department.name_may_be_invented,
        waits_for=waits_for,
        out_of_order=bool(waits_for) or (first is not None and first.order < _order(visit, now)),
    )


def _spoken(said: Said | None) -> Spoken | None:
    return Spoken(clock(said.at), in_language(said.texts)) if said else None


def next_row(rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if not (row.absent or row.waits_for)), None)


def duty_context(desk: Desk) -> dict[str, Any]:
    me = desk.myself
    return {
        "state": me.state if me else DutyState.AWAY.value,
        "back_at": clock(me.back_at) if me and me.back_at and me.state == "break" else "",
        "breaks": [length // timedelta(minutes=1) for length in BREAKS],
    }


def queue_context(desk: Desk) -> dict[str, Any]:
    rows = desk.rows()
    return {
        "rows": rows[:HEAD],
        "next": next_row(rows),
        "passed_over": list(passed_over(rows)),
        "reasons": reasons(),
        "count": desk.count,
        "more": max(0, desk.count - HEAD),
        "busy": desk.busy,
        "several": len(desk.snapshots) > 1,
        "now": desk.now,
    }


def knocks_context(desk: Desk) -> dict[str, Any]:
    """Everybody who is here and not called yet; the page knocks for those it has not shown."""
    here = [
        place.visit for snapshot in desk.snapshots for place in snapshot.line if not place.absent
    ]
    return {"rows": [row for row in desk.rows() if not row.absent], "ids": " ".join(here)}


def doors_context(desk: Desk) -> dict[str, Any]:
    return {
        "doors": [
            {
                "department": snapshot.department,
                "public": snapshot.public,
                "words": describe(snapshot.public),
                "said": _spoken(snapshot.words.to_all),
                "preferred": preferred_today(snapshot, desk.me),
                "beyond": _beyond_closing(snapshot.public),
            }
            for snapshot in desk.snapshots
        ]
    }


def _beyond_closing(public: PublicState) -> str:
    """Who of those that wait will probably come too late."""
    if public.served_until is None:
        return ""
    if public.state == DoorState.CLOSED and public.waiting:
        words = gettext("Geschlossen. Wer bis %(time)s Uhr nicht dran war, bekommt eine Absage.")
        return words % {"time": clock(public.served_until)}
    if not public.beyond:
        return ""
    words = ngettext(
        "%(number)s wartet voraussichtlich über die Schließung um %(time)s Uhr hinaus.",
        "%(number)s warten voraussichtlich über die Schließung um %(time)s Uhr hinaus.",
        public.beyond,
    )
    return words % {"number": public.beyond, "time": clock(public.served_until)}
