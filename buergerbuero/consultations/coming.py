"""The way into a talk for whoever was asked, and the way out again.

A colleague is in once they and the citizen have said yes and a seat is free. A guest stands at the
door until the advisor lets them in, which takes the citizen's yes too.
"""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.consultations.access import Admission, NotAdmitted, of_this_talk
from buergerbuero.consultations.actions import current, participant_of, topics_of
from buergerbuero.consultations.bringing import Full, room_of
from buergerbuero.consultations.models import (
    ON_THE_WAY,
    TAKES_A_SEAT,
    Consultation,
    Participant,
    ParticipantRole,
    Signal,
    Stage,
)
from buergerbuero.consultations.seats import is_full, seat_colleagues
from buergerbuero.departments.actions import begin_to_help, end_help
from buergerbuero.live.announce import announce
from buergerbuero.visits import actions as visits
from buergerbuero.visits.access import hash_of, secret_for
from buergerbuero.visits.guards import hold_free
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict

RINGS_FOR = timedelta(minutes=1)
BROUGHT_IN = tuple(
    role
    for role in ParticipantRole
    if role not in (ParticipantRole.ADVISOR, ParticipantRole.CITIZEN)
)


class WrongLink(Exception):
    """Nobody comes in by it: unknown, used, expired, or the talk is over."""


# The citizen


def agree(citizen: Admission, key: str) -> None:
    with transaction.atomic():
        asked = _one(room_of(citizen), key, ON_THE_WAY, citizen_agreed_at=None)
        asked.citizen_agreed_at = timezone.now()
        asked.save(update_fields=["citizen_agreed_at"])
        _let_in_and_tell(asked.consultation)


def refuse(citizen: Admission, key: str) -> None:
    with transaction.atomic():
        asked = _one(room_of(citizen), key, ON_THE_WAY, citizen_agreed_at=None)
        _end(asked, Stage.REFUSED)


def give_up(citizen: Admission, key: str) -> None:
    """A wish of one's own is taken back. Nobody has come by it: nothing of it stays."""
    with transaction.atomic():
        room = room_of(citizen)
        _one(room, key, (Stage.ASKED,), wished=True).delete()
        announce(*topics_of(room))


def hang_up(visit: Visit) -> Visit:
    """The citizen goes out and may come back; everybody else in the room reads so."""
    with transaction.atomic():
        gone = visits.hang_up(visit)
        for room in Consultation.objects.filter(visit=gone, closed_at=None):
            announce(*topics_of(room))
    return gone


# The colleague


def come(colleague: User, key: str) -> None:
    """From now on nobody else calls or rings them."""
    with transaction.atomic():
        rung = _rung(colleague, key, (Stage.ASKED,))
        hold_free(colleague)
        if not begin_to_help(colleague):
            raise Conflict("in another talk")
        rung.stage = Stage.DOOR
        rung.save(update_fields=["stage"])
        _let_in_and_tell(rung.consultation)


def not_now(colleague: User, key: str) -> None:
    with transaction.atomic():
        _end(_rung(colleague, key, ON_THE_WAY), Stage.DECLINED)


def end_rings() -> None:
    """A job of the ticker: what nobody has answered is over, and the advisor reads so."""
    since = timezone.now() - RINGS_FOR
    rung = Participant.objects.filter(stage=Stage.ASKED, rung_at__lte=since)
    for one in of_this_talk(rung):
        with suppress(Conflict, NotAdmitted), transaction.atomic():
            room = current(one.consultation.visit)
            _end(_one(room, one.pk, (Stage.ASKED,)), Stage.MISSED)


def _rung(colleague: User, key: str, stages: tuple[Stage, ...]) -> Participant:
    mine = of_this_talk(Participant.objects.filter(pk=key, user=colleague)).first()
    if mine is None:
        raise Conflict("nobody rings any more")
    return _one(current(mine.consultation.visit), key, stages)


# The guest


def knock_at_door(secret: str, name: str, *, wide: bool, form: str = "") -> str:
    """The link's secret for one of this guest's own; whoever comes second gets nothing. The same
    copy of the `form` sent twice, as by a double tap, gives the same one."""
    token = secret_for(form)
    with transaction.atomic():
        invited = _invited_by(secret)
        if invited is None:
            if is_expected(token):
                return token
            raise WrongLink
        invited.name, invited.wide, invited.stage = name, wide, Stage.DOOR
        invited.secret_hash, invited.token_hash = "", hash_of(token)
        invited.save(update_fields=["name", "wide", "stage", "secret_hash", "token_hash"])
        announce(*topics_of(invited.consultation))
    return token


def _invited_by(secret: str) -> Participant | None:
    """In a room that is held: the link may be used or taken back at the same moment."""
    now = timezone.now()
    by_link = {"secret_hash": hash_of(secret), "stage": Stage.ASKED, "expires_at__gt": now}
    invited = of_this_talk(Participant.objects.filter(**by_link))
    found = invited.first() if secret else None
    if found is None:
        return None
    with suppress(NotAdmitted):
        current(found.consultation.visit)
        return invited.first()
    return None


def is_expected(token: str) -> bool:
    """By this cookie somebody stands at the door of a talk, or is in it."""
    found = guest_of(token)
    return found is not None and found.stage in (Stage.DOOR, Stage.IN)


def guest_of(token: str) -> Participant | None:
    """Whose cookie this is, wherever they stand; None after the end of the talk."""
    if not token:
        return None
    return Participant.objects.filter(token_hash=hash_of(token)).first()


# The advisor


def let_in(host: Admission, key: str) -> None:
    with transaction.atomic():
        room = room_of(host)
        guest = _one(room, key, (Stage.DOOR,), user=None, citizen_agreed_at__isnull=False)
        if is_full(room):
            raise Full
        guest.stage = Stage.IN
        guest.save(update_fields=["stage"])
        announce(*topics_of(room))


def send_away(host: Admission, key: str) -> None:
    """Whoever was brought in, or is on the way: their door is closed from this moment."""
    with transaction.atomic():
        one = _one(room_of(host), key, TAKES_A_SEAT, role__in=BROUGHT_IN)
        # Of a guest at the door the page says that nobody opened.
        guest_outside = one.stage != Stage.IN and one.user_id is None
        _end(one, Stage.DECLINED if guest_outside else Stage.REMOVED)


def take_note(host: Admission, key: str) -> None:
    """The advisor has read that somebody does not come."""
    with transaction.atomic():
        room = room_of(host)
        one = _one(room, key, (Stage.REFUSED, Stage.DECLINED, Stage.MISSED))
        if one.token_hash:
            # Their page goes on saying that nobody opened.
            one.stage = Stage.DECLINED
            one.save(update_fields=["stage"])
        else:
            one.delete()
        announce(*topics_of(room))


# Whoever was brought in


def leave(participant: Participant) -> None:
    """Also from the door."""
    with transaction.atomic():
        room = current(participant.consultation.visit)
        _end(_one(room, participant.pk, TAKES_A_SEAT, role__in=BROUGHT_IN), Stage.LEFT)


def leave_by(admission: Admission) -> None:
    with transaction.atomic():
        leave(participant_of(current(admission.visit), admission))


def _one(room: Consultation, key: str, stages: tuple[Stage, ...], **facts: object) -> Participant:
    """Raises Conflict: somebody was faster."""
    found = room.participants.filter(pk=key, stage__in=stages, **facts).first()
    if found is None:
        raise Conflict("not any more")
    return found


def _end(one: Participant, stage: Stage) -> None:
    was, one.stage, one.secret_hash = one.stage, stage, ""
    one.save(update_fields=["stage", "secret_hash"])
    if one.user_id and was != Stage.ASKED:
        end_help([one.user_id])
    Signal.objects.filter(sender=one).delete()
    Signal.objects.filter(to=one).delete()
    _let_in_and_tell(one.consultation)


def _let_in_and_tell(room: Consultation) -> None:
    seat_colleagues(room)
    announce(*topics_of(room))
