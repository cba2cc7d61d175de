"""What a stream shows of a room: who is in it, and the signals for this person alone."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from buergerbuero.accounts.models import User
from buergerbuero.consultations.access import (
    Admission,
    NotAdmitted,
    admit_citizen,
    admit_desk,
    admit_guest,
    may_be_found,
)
from buergerbuero.consultations.company import Company, Ring, company_of, name_of, rings_of
from buergerbuero.consultations.models import (
    Consultation,
    Participant,
    ParticipantRole,
    Signal,
)
from buergerbuero.consultations.slip import SlipNow, slip_now
from buergerbuero.live import wire
from buergerbuero.live.viewer import Message
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    state: dict[str, Any] | None
    signals: tuple[tuple[int, dict[str, Any]], ...] = ()
    company: Company | None = None  # for those who are in the room
    rings: tuple[Ring, ...] = ()  # at this advisor's desk
    slip: SlipNow | None = None  # for whoever writes it
    backend: str = ""  # of the room that is open, also before this page has joined


NO_ROOM = RoomSnapshot(None)


def load_room(key: str) -> RoomSnapshot:
    """`key` is "visit:<id>" for the citizen, "advisor:<pk>" for whoever sits at that desk, or
    "guest:<participant>"."""
    kind, _, value = key.partition(":")
    if kind == "visit" and _waits(value):
        return NO_ROOM
    rings = rings_of(int(value)) if kind == "advisor" else ()
    try:
        return _inside(_admit(kind, value), rings)
    except NotAdmitted:
        return RoomSnapshot(None, rings=rings)


def _inside(admission: Admission, rings: tuple[Ring, ...]) -> RoomSnapshot:
    visit = admission.visit
    found = Consultation.objects.filter(visit=visit, closed_at=None).first()
    people = list(found.participants.select_related("user")) if found else []
    me = next((p for p in people if _is(p, admission)), None)
    slip = slip_now(visit) if admission.role == ParticipantRole.ADVISOR else None
    if found is None or me is None:
        # Whoever has called writes before any page has opened the room.
        return RoomSnapshot(None, rings=rings, slip=slip)
    company = company_of(found, visit, me, people)
    if me.epoch == 0:
        # Whoever was brought in reads that they may join.
        told = None if admission.opens else company
        return RoomSnapshot(None, (), told, rings, slip, found.backend)
    inside = [person for person in people if person.is_inside]
    state, mine = _state(visit, me, inside), inbox(me, visit)
    return RoomSnapshot(state, mine, company, rings, slip, found.backend)


def _waits(visit: str) -> bool:
    """Asked first, since thousands do."""
    return not Visit.objects.filter(pk=visit, state__in=WITH_ADVISOR).exists()


def _admit(kind: str, value: str) -> Admission:
    if kind == "visit":
        return admit_citizen(Visit.objects.select_related("department").filter(pk=value).first())
    if kind == "guest":
        return admit_guest(value)
    user = User.objects.filter(pk=value, is_active=True).first()
    if user is None:
        raise NotAdmitted
    return admit_desk(user)


def _is(participant: Participant, admission: Admission) -> bool:
    if admission.guest:
        return participant.pk == admission.guest
    mine = participant.user_id == (admission.user.pk if admission.user else None)
    return participant.role == admission.role and mine


def _state(visit: Visit, me: Participant, participants: list[Participant]) -> dict[str, Any]:
    return {
        "visit": visit.pk,
        "me": me.pk,
        "participants": [describe(participant, visit) for participant in participants],
    }


def describe(participant: Participant, visit: Visit) -> dict[str, Any]:
    return {
        "id": participant.pk,
        "role": participant.role,
        "name": name_of(participant, visit),
        "epoch": participant.epoch,
        "here": _is_here(participant, visit),
    }


def _is_here(participant: Participant, visit: Visit) -> bool:
    """A citizen whose page has joined at the call is not in the room before they step in, and no
    more once they have hung up."""
    if participant.role == ParticipantRole.CITIZEN and not _has_stepped_in(visit):
        return False
    return participant.epoch > 0


def _has_stepped_in(visit: Visit) -> bool:
    return visit.state == State.TALKING and visit.hung_up_at is None


def inbox(me: Participant, visit: Visit) -> tuple[tuple[int, dict[str, Any]], ...]:
    """What the others have said to this page, each with its position.

    Addresses wait until the citizen has stepped in. A stream goes on behind the last position it
    has shown, so whatever was said after them waits with them.
    """
    rows = Signal.objects.filter(to=me, to_epoch=me.epoch).values_list(
        "position", "sender_id", "sender_epoch", "to_epoch", "body"
    )
    found = may_be_found(visit, me.consultation)
    return tuple(
        (position, {"from": sender, "epochs": [sender_epoch, to_epoch], "body": body})
        for position, sender, sender_epoch, to_epoch, body in takewhile(
            lambda row: found or row[-1]["kind"] != "candidates", rows
        )
    )


def messages(room: RoomSnapshot) -> list[Message]:
    return [wire.room(room.state), *(wire.signal(*entry) for entry in room.signals)]
