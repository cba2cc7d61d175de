"""Somebody is asked into a talk: a colleague is rung, a guest gets a link; `coming` is the way in.

Everything here needs an advisor whose citizen is in the room, or that citizen.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.consultations.access import Admission, of_this_talk
from buergerbuero.consultations.actions import current, participant_of, topics_of
from buergerbuero.consultations.models import (
    GUESTS,
    TAKES_A_SEAT,
    Consultation,
    Participant,
    ParticipantRole,
    Stage,
)
from buergerbuero.consultations.seats import all_promised
from buergerbuero.departments.models import Membership
from buergerbuero.live.announce import announce
from buergerbuero.visits.access import hash_of, new_secret
from buergerbuero.visits.crew import is_free
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State

LINK_LASTS = timedelta(hours=1)


class Full(Conflict):
    """As many as the devices can carry are in, or on their way."""


class NotFree(Conflict):
    """The colleague is with somebody, away, or serves no door."""


def ring(host: Admission, colleague: User) -> Participant:
    """At the colleague's desk it rings; meanwhile the citizen is asked."""
    with transaction.atomic():
        room = room_of(host)
        if not _may_be_rung(host.user, colleague) or not is_free(colleague, timezone.now()):
            raise NotFree
        before = room.participants.filter(user=colleague)
        if before.filter(stage__in=TAKES_A_SEAT).exists():
            raise Conflict("is asked already")
        before.delete()
        rung = {"user": colleague, "rung_at": timezone.now()}
        return _ask(room, role=ParticipantRole.COLLEAGUE, wide=True, **rung)


def invite(host: Admission, role: str) -> Participant:
    """A guest may come in this role, with a link; meanwhile the citizen is asked."""
    if role not in GUESTS:
        raise Conflict("no such guest")
    with transaction.atomic():
        return _ask(room_of(host), role=role, expires_at=timezone.now() + LINK_LASTS)


def wish(citizen: Admission) -> Participant:
    """The citizen would like somebody at their side; the advisor is asked."""
    with transaction.atomic():
        room = room_of(citizen)
        if room.participants.filter(wished=True, stage=Stage.ASKED).exists():
            raise Conflict("is asked already")
        forget_no(room)
        agreed = {"wished": True, "citizen_agreed_at": timezone.now()}
        return _ask(room, role=ParticipantRole.COMPANION, **agreed)


def allow(host: Admission, key: str) -> None:
    """The advisor grants the citizen's wish."""
    with transaction.atomic():
        room = room_of(host)
        asked = room.participants.filter(pk=key, wished=True, stage=Stage.ASKED, expires_at=None)
        if not asked.update(expires_at=timezone.now() + LINK_LASTS):
            raise Conflict("nobody has asked for it")
        announce(*topics_of(room))


def hear_no(citizen: Admission, key: str) -> None:
    """The citizen has read that their wish is not granted."""
    with transaction.atomic():
        room = room_of(citizen)
        if not forget_no(room, pk=key):
            raise Conflict("nobody has said no")
        announce(*topics_of(room))


def forget_no(room: Consultation, **facts: object) -> int:
    """The row stays: whoever stood at the door by this wish goes on reading that nobody opened."""
    declined = room.participants.filter(wished=True, stage=Stage.DECLINED, **facts)
    return declined.update(wished=False)


def make_link(by: Admission, key: str) -> str:
    """The secret of a link: used once, within an hour from now. The one before works no more."""
    secret = new_secret()
    wished = by.role == ParticipantRole.CITIZEN
    with transaction.atomic():
        room = room_of(by)
        invited = room.participants.filter(pk=key, stage=Stage.ASKED, wished=wished)
        found = invited.exclude(expires_at=None).first()
        if found is None:
            raise Conflict("nobody is invited by this")
        if found.expired:
            _demand_seat(room)
        found.secret_hash, found.expires_at = hash_of(secret), timezone.now() + LINK_LASTS
        found.save(update_fields=["secret_hash", "expires_at"])
        announce(*topics_of(room))
    return secret


def end_links() -> None:
    """A job of the ticker: a link that has had its hour is gone, and the pages say so."""
    over = Participant.objects.filter(stage=Stage.ASKED, expires_at__lte=timezone.now())
    for one in of_this_talk(over.exclude(secret_hash="")):
        if over.filter(pk=one.pk, secret_hash=one.secret_hash).update(secret_hash=""):
            announce(*topics_of(one.consultation))


def room_of(admission: Admission) -> Consultation:
    """Locked. Raises Conflict before the citizen has stepped in."""
    visit = Visit.objects.select_for_update().filter(pk=admission.visit.pk, state=State.TALKING)
    if not visit.exists():
        raise Conflict("nobody is inside")
    room = current(admission.visit)
    participant_of(room, admission)
    return room


def _may_be_rung(host: User | None, colleague: User) -> bool:
    """Whoever serves a door, this one or another."""
    others = colleague.is_active and colleague != host
    return others and Membership.objects.filter(user=colleague).exists()


def _ask(room: Consultation, **facts: object) -> Participant:
    _demand_seat(room)
    last = room.participants.aggregate(last=Max("seat"))["last"] or 0
    asked: Participant = room.participants.create(seat=last + 1, **facts)
    announce(*topics_of(room))
    return asked


def _demand_seat(room: Consultation) -> None:
    if all_promised(room):
        raise Full
