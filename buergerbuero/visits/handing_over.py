"""Out of a talk: put back to fetch something, or handed over, to another department or to the
colleague who is in the room; and what the next advisor should know."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.departments.status import PublicState, State
from buergerbuero.live.announce import announce
from buergerbuero.visits.guards import kept
from buergerbuero.visits.line import initial_for
from buergerbuero.visits.look import NOTHING_TOLD, load_public_state
from buergerbuero.visits.models import WITH_ADVISOR, Slip, Visit
from buergerbuero.visits.moves import Conflict, back_in_line, move, topics_of
from buergerbuero.visits.rules import Absence, Kind

NOTE_AT_MOST = 500
TO_FETCH_AT_MOST = 200
# Somebody is at work there, who can be asked whether they take one more.
BY_AGREEMENT = frozenset({State.FULL, State.NO_MORE})


class NoDoor(Conflict):
    """None was named, or it exists no more."""


class DoorShut(Conflict):
    """The department takes nobody just now; `public` says why."""

    def __init__(self, department: Department, public: PublicState) -> None:
        super().__init__(public.state)
        self.department = department
        self.public = public


def put_back(visit: Visit, advisor: User, *, papers: bool = False, to_fetch: str = "") -> Visit:
    """Back to waiting, called first when present; `papers`: the person still has to fetch some,
    and reads which."""
    absence = Absence.PAPERS if papers else Absence.PRESENT
    return move(
        visit,
        Kind.PUT_BACK,
        actor=advisor,
        only=Q(advisor=advisor),
        **back_in_line(absence)
        | {"put_back": True, "to_fetch": kept(to_fetch, TO_FETCH_AT_MOST) if papers else ""},
    )


def transfer(
    visit: Visit,
    advisor: User,
    department: Department,
    *,
    note: str | None = None,
    agreed: bool = False,
) -> Visit:
    """Hand over to another department; whoever knocked first stays first there too.

    `note`: what its advisors read; None leaves what was written before. Raises DoorShut where the
    door takes nobody, unless it is one that somebody there has `agreed` to.
    """
    former = visit.department
    _demand_door(department, former, agreed=agreed)
    with transaction.atomic():
        moved = move(
            visit,
            Kind.TRANSFER,
            actor=advisor,
            only=Q(advisor=advisor),
            **back_in_line()
            | NOTHING_TOLD
            | _at_the_door(department, visit)
            | {"missed": 0, "put_back": False}
            | ({} if note is None else {"note": kept(note, NOTE_AT_MOST)}),
        )
        _take_leave(moved)
        announce(*topics_of(former, {advisor.pk}))
    return moved


def _demand_door(department: Department, former: Department, *, agreed: bool) -> None:
    if department == former:
        raise Conflict("already there")
    public = load_public_state(department)
    if not (public.takes_people or (agreed and public.state in BY_AGREEMENT)):
        raise DoorShut(department, public)


def write_note(visit: Visit, advisor: User, text: str) -> Visit:
    """For whoever talks with this person next, here or where they are handed over to."""
    mine = Visit.objects.filter(pk=visit.pk, advisor=advisor, state__in=WITH_ADVISOR)
    if not mine.update(note=kept(text, NOTE_AT_MOST)):
        raise Conflict("not with this visit")
    announce(f"department:{visit.department.slug}")
    return visit


def hand_over(visit: Visit, advisor: User, colleague: User) -> Visit:
    """`colleague` is the advisor of this talk from now on; `advisor` was until now.

    Of another department, they take the visit there.
    """
    former = visit.department
    door = _door_of(colleague, former)
    with transaction.atomic():
        moved = move(
            visit,
            Kind.HAND_OVER,
            actor=advisor,
            only=Q(advisor=advisor),
            advisor=colleague,
            help_at=None,  # was asked for by whoever leads the talk no more
            **({} if door == former else _at_the_door(door, visit)),
        )
        if door != former:
            _take_leave(moved)
        announce(*topics_of(former, {advisor.pk, colleague.pk}))
    return moved


def _door_of(colleague: User, former: Department) -> Department:
    doors = Department.objects.filter(memberships__user=colleague)
    if doors.filter(pk=former.pk).exists():
        return former
    door = doors.first()
    if door is None:
        raise Conflict("not an advisor of any department")
    return door


def _at_the_door(department: Department, visit: Visit) -> dict[str, Any]:
    """A subject of the former department means nothing there."""
    return {
        "department": department,
        "came_from": visit.department,
        "subject": None,
        "initial": initial_for(visit.name, department),
    }


def _take_leave(visit: Visit) -> None:
    """What the slip says stays. Nobody of another department signs it, who may have been at a
    discreet door."""
    Slip.objects.filter(visit=visit).update(advisor=None)
