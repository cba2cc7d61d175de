"""The talk goes on with the colleague who is in the room; its connections stay as they are."""

from django.db import transaction
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.consultations.access import Admission, inside
from buergerbuero.consultations.actions import participant_of, topics_of
from buergerbuero.consultations.bringing import forget_no, room_of
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole
from buergerbuero.departments.actions import begin_to_help, end_help
from buergerbuero.live.announce import announce
from buergerbuero.visits.handing_over import hand_over as move_visit
from buergerbuero.visits.moves import Conflict


def hand_over(host: Admission, key: str) -> None:
    """Advisor and colleague change places; who was the advisor may stay or leave."""
    with transaction.atomic():
        room = room_of(host)
        mine = participant_of(room, host)
        former, colleague, theirs = mine.user, *_colleague(room, key)
        if former is None:
            raise Conflict("nobody to hand over")
        move_visit(host.visit, former, colleague)
        _set_role(mine, ParticipantRole.COLLEAGUE)
        _set_role(theirs, ParticipantRole.ADVISOR)
        end_help([colleague.pk])
        begin_to_help(former)
        forget_no(room)  # said by who led the talk until now
        room.handed_over_at = timezone.now()
        room.save(update_fields=["handed_over_at"])
        announce(*topics_of(room))


def _colleague(room: Consultation, key: str) -> tuple[User, Participant]:
    """In the room, with a page of theirs."""
    found = next((one for one in inside(room) if one.pk == key and one.epoch), None)
    if found is None or found.user is None or found.role != ParticipantRole.COLLEAGUE:
        raise Conflict("no colleague here")
    return found.user, found


def _set_role(participant: Participant, role: ParticipantRole) -> None:
    # Who led the talk was agreed to by the citizen who stepped in.
    agreed = participant.citizen_agreed_at or timezone.now()
    Participant.objects.filter(pk=participant.pk).update(role=role, citizen_agreed_at=agreed)
