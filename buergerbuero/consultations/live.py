"""What a stream shows of a room: who is in it, and the signals for this person alone."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from buergerbuero.accounts.models import User
from buergerbuero.consultations.access import (
    Admission,
    NotAdmitted,
    admit_advisor,
    admit_citizen,
    may_be_found,
)
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole, Signal
from buergerbuero.live import wire
from buergerbuero.live.viewer import Message
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    state: dict[str, Any] | None
    signals: tuple[tuple[int, dict[str, Any]], ...] = ()


NO_ROOM = RoomSnapshot(None)


def load_room(key: str) -> RoomSnapshot:
    """`key` is "visit:<id>" for the citizen or "advisor:<pk>" for the one who called."""
    if key.startswith("visit:") and _waits(key.removeprefix("visit:")):
        return NO_ROOM
    try:
        admission = _admit(key)
    except NotAdmitted:
        return NO_ROOM
    found = Consultation.objects.filter(visit=admission.visit, closed_at=None).first()
    if found is None:
        return NO_ROOM
    participants = list(found.participants.select_related("user"))
    me = next((p for p in participants if _is(p, admission)), None)
    if me is None or me.epoch == 0:
        return NO_ROOM
    return RoomSnapshot(_state(admission.visit, me, participants), inbox(me, admission.visit))


def _waits(visit: str) -> bool:
    """Asked first, since thousands do."""
    return not Visit.objects.filter(pk=visit, state__in=WITH_ADVISOR).exists()


def _admit(key: str) -> Admission:
    kind, _, value = key.partition(":")
    if kind == "visit":
        return admit_citizen(Visit.objects.select_related("department").filter(pk=value).first())
    user = User.objects.filter(pk=value, is_active=True).first()
    if user is None:
        raise NotAdmitted
    return admit_advisor(user)


def _is(participant: Participant, admission: Admission) -> bool:
    return participant.role == admission.role and participant.user_id == (
        admission.user.pk if admission.user else None
    )


def _state(visit: Visit, me: Participant, participants: list[Participant]) -> dict[str, Any]:
    return {
        "visit": visit.pk,
        "me": me.pk,
        "participants": [describe(participant, visit) for participant in participants],
    }


def describe(participant: Participant, visit: Visit) -> dict[str, Any]:
    name = participant.user.name if participant.user else visit.name or visit.label
    return {
        "id": participant.pk,
        "role": participant.role,
        "name": name,
        "epoch": participant.epoch,
        "here": _is_here(participant, visit),
    }


def _is_here(participant: Participant, visit: Visit) -> bool:
    """A citizen whose page has joined at the call is not in the room before they step in."""
    stepped_in = participant.role != ParticipantRole.CITIZEN or visit.state == State.TALKING
    return participant.epoch > 0 and stepped_in


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
