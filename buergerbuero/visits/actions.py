"""What can happen to a visit, as verbs. Each is one row of the table in `rules`.

Every action refuses with `Conflict` what the table or its guard does not allow, and then changes
nothing. Views translate requests into these calls; none of them knows a request.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Subject
from buergerbuero.departments.status import PublicState
from buergerbuero.live.announce import announce
from buergerbuero.visits import rules
from buergerbuero.visits.calling import call as call  # noqa: PLC0414  # one of the verbs
from buergerbuero.visits.calling import call_next as call_next  # noqa: PLC0414  # one of the verbs
from buergerbuero.visits.guards import at_the_same_door, demand_membership, valid_offer
from buergerbuero.visits.handing_over import put_back as put_back  # noqa: PLC0414  # one of the verbs
from buergerbuero.visits.handing_over import transfer as transfer  # noqa: PLC0414  # one of the verbs
from buergerbuero.visits.limits import count_knock
from buergerbuero.visits.line import initial_for
from buergerbuero.visits.look import load_look
from buergerbuero.visits.models import NumberRoll, Visit
from buergerbuero.visits.moves import Conflict, back_in_line, move, record, topics_of
from buergerbuero.visits.rules import Absence, Kind, State


@dataclass(frozen=True, slots=True)
class Request:
    """What a citizen says at the door."""

    name: str = ""
    subject: Subject | None = None
    case_number: str = ""
    language: str = "de"
    needs: list[str] = field(default_factory=list)


class NotTaken(Exception):
    """The department takes nobody just now; `state` says why."""

    def __init__(self, state: PublicState) -> None:
        super().__init__(state.state)
        self.state = state


def knock(department: Department, request: Request, *, secret_hash: str, source: str) -> Visit:
    """Draw a number. `source` is the knocker's network as `limits.source_of` names it.

    Raises NotTaken when the door is closed or full, limits.TooManyKnocks when this source knocks
    too often. The caller makes sure that this browser has no open visit.
    """
    with transaction.atomic():
        hashed = count_knock(source)
        look = load_look(department)
        if not look.public.takes_people:
            raise NotTaken(look.public)
        now = timezone.now()
        visit = Visit.objects.create(
            department=department,
            letter=department.letter,
            number=_next_number(department),
            day=timezone.localdate(now),
            since=now,
            seen_at=None,
            secret_hash=secret_hash,
            source=hashed,
            name=request.name,
            initial=initial_for(request.name, department),
            subject=request.subject,
            case_number=request.case_number,
            language=request.language,
            needs=request.needs,
            **look.told(),
        )
        record(visit, Kind.KNOCK)
        announce(f"visit:{visit.pk}", *topics_of(department, set()))
    return visit


def _next_number(department: Department) -> int:
    day = timezone.localdate()
    NumberRoll.objects.get_or_create(department=department, day=day)
    roll = NumberRoll.objects.filter(department=department, day=day)
    # The update locks the row until the transaction ends, so the read that follows is ours.
    roll.update(last=F("last") + 1)
    return roll.values_list("last", flat=True).get()


def reached(visit: Visit) -> Visit:
    """The citizen's page shows the call."""
    changed = Visit.objects.filter(pk=visit.pk, state=State.CALLED, reached_at=None).update(
        reached_at=timezone.now(), seen_at=timezone.now()
    )
    if changed:
        announce(f"department:{visit.department.slug}")
    return visit


def more_time(visit: Visit) -> Visit:
    extension = timedelta(seconds=visit.department.offer_seconds)
    return move(
        visit,
        Kind.MORE_TIME,
        only=valid_offer() & Q(extended__lt=rules.MORE_TIME_AT_MOST),
        extended=F("extended") + 1,
        offer_until=F("offer_until") + extension,
    )


def take_back(visit: Visit, advisor: User) -> Visit:
    # Somebody who was called although absent is as absent as before.
    before = back_in_line(Absence(visit.absence), visit.absent_until)
    return move(visit, Kind.TAKE_BACK, actor=advisor, only=Q(advisor=advisor), **before)


def not_yet(visit: Visit) -> Visit:
    until = timezone.now() + rules.NOT_YET_FOR
    return move(visit, Kind.NOT_YET, **back_in_line(Absence.NOT_YET, until))


def enter(visit: Visit) -> Visit:
    """Step in; also the way back within a minute after hanging up."""
    if visit.state == State.TALKING:
        return _return(visit)
    return move(
        visit,
        Kind.ENTER,
        only=valid_offer(),
        entered_at=timezone.now(),
        seen_at=timezone.now(),
        absence=Absence.PRESENT,
        absent_until=None,
        to_fetch="",
    )


def _return(visit: Visit) -> Visit:
    recently = Q(hung_up_at__gt=timezone.now() - rules.RETURN_WITHIN)
    return move(visit, Kind.RETURN, only=recently, hung_up_at=None)


def hang_up(visit: Visit) -> Visit:
    return move(visit, Kind.HANG_UP, only=Q(hung_up_at=None), hung_up_at=timezone.now())


def pause(visit: Visit, length: timedelta) -> Visit:
    if length not in rules.PAUSES:
        raise Conflict("no such pause")
    return move(visit, Kind.PAUSE, absence=Absence.PAUSE, absent_until=timezone.now() + length)


def back(visit: Visit) -> Visit:
    return move(
        visit,
        Kind.BACK,
        only=~Q(absence=Absence.PRESENT),
        absence=Absence.PRESENT,
        absent_until=None,
        seen_at=timezone.now(),
    )


def end(visit: Visit, advisor: User) -> Visit:
    return move(visit, Kind.END, actor=advisor, only=Q(advisor=advisor))


def leave(visit: Visit) -> Visit:
    return move(visit, Kind.LEAVE)


def dismiss(visit: Visit, advisor: User, reason: str) -> Visit:
    """Send somebody away, with a reason they read."""
    demand_membership(visit.department, advisor)
    said = "".join(character for character in reason if character.isprintable()).strip()
    if not said:
        raise Conflict("a reason is needed")
    return move(
        visit,
        Kind.DISMISS,
        actor=advisor,
        only=at_the_same_door(visit),
        reason=said[:300],
    )
