"""What happens in the room: join, signal, close."""

import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from buergerbuero.consultations.access import Admission, NotAdmitted, inside
from buergerbuero.consultations.addresses import hides_address
from buergerbuero.consultations.backends import Ticket, backend
from buergerbuero.consultations.models import (
    Consultation,
    Participant,
    ParticipantRole,
    Signal,
    Stage,
)
from buergerbuero.consultations.pace import (
    TooMuchUnread,
    count_join,
    count_signal,
    has_room,
)
from buergerbuero.consultations.seats import seat_colleagues
from buergerbuero.consultations.signals import DEVICES, demand_relayed
from buergerbuero.departments.actions import end_help
from buergerbuero.live.announce import announce
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import KEPT_AT_MOST


def join(
    admission: Admission, epoch: int = 0, *, hidden: bool | None = None, wide: bool = False
) -> tuple[Participant, Ticket]:
    """Come in, or come in again with a new page: a new epoch begins. The first opens the room.

    A page that has joined before the person stepped in names its `epoch`: while no other page has
    joined since, that one goes on. `hidden`: whether their address shall stay with the relay; a
    page that says nothing keeps what was said. What was prepared otherwise does not go on. `wide`:
    the page stands on a desktop. Raises NotAdmitted, or TooManyJoins.
    """
    with transaction.atomic():
        consultation = _open(admission.visit) if admission.opens else current(admission.visit)
        me = participant_of(consultation, admission)
        count_join(me)
        Participant.objects.filter(pk=me.pk).update(wide=wide)
        seat_colleagues(consultation)
        wish = me.hides_address if hidden is None else hidden
        if 0 < epoch == me.epoch and wish == me.hides_address:
            announce(*topics_of(consultation))
            return me, ticket(me)
        Participant.objects.filter(pk=me.pk).update(
            epoch=F("epoch") + 1, joined_at=timezone.now(), hides_address=wish
        )
        me.refresh_from_db()
        # Whatever was said to or by the former page belongs to a connection that is gone. What was
        # prepared for this epoch before it began is what this page has been waiting for.
        Signal.objects.filter(to=me, to_epoch__lt=me.epoch).delete()
        Signal.objects.filter(sender=me, sender_epoch__lt=me.epoch).delete()
        announce(*topics_of(consultation))
    return me, ticket(me)


def ticket(me: Participant) -> Ticket:
    room = me.consultation
    return backend(room.backend).join(room.pk, me.pk, hides_address=_is_hidden(me))


def _is_hidden(me: Participant) -> bool:
    return hides_address(me.role, me.hides_address, backend(me.consultation.backend))


def renew(admission: Admission) -> Ticket:
    """A ticket for somebody who is in the room, before theirs has had its time."""
    room = Consultation.objects.filter(visit=admission.visit, closed_at=None).first()
    if room is None:
        raise NotAdmitted
    return ticket(participant_of(room, admission))


def _open(visit: Visit) -> Consultation:
    # The lock makes two first joins follow each other. What let us in must hold behind it too.
    held = Visit.objects.select_for_update().filter(pk=visit.pk, state__in=WITH_ADVISOR)
    if not held.filter(advisor=visit.advisor):
        raise NotAdmitted
    consultation = Consultation.objects.filter(visit=visit, closed_at=None).first()
    if consultation and not _is_of_this_talk(consultation, visit):
        # Put back and called again: that is another talk, in another room.
        close(consultation)
        consultation = None
    if consultation is None:
        name = settings.CONFIG.video_backend
        consultation = Consultation.objects.create(visit=visit, backend=name)
        backend(consultation.backend).open(consultation.pk)
        both = ((ParticipantRole.ADVISOR, visit.advisor), (ParticipantRole.CITIZEN, None))
        for seat, (role, user) in enumerate(both, start=1):
            consultation.participants.create(seat=seat, role=role, user=user, stage=Stage.IN)
    return consultation


def _is_of_this_talk(consultation: Consultation, visit: Visit) -> bool:
    mine = consultation.participants.filter(user=visit.advisor, role=ParticipantRole.ADVISOR)
    called_at = visit.called_at
    return called_at is not None and consultation.opened_at >= called_at and mine.exists()


def participant_of(consultation: Consultation, admission: Admission) -> Participant:
    """Raises NotAdmitted for whoever is not, or no longer, in the room."""
    mine = consultation.participants.filter(
        role=admission.role, user=admission.user, stage=Stage.IN
    )
    found = (mine.filter(pk=admission.guest) if admission.guest else mine).first()
    if found is None:
        raise NotAdmitted
    return found


def signal(
    admission: Admission, to: str, epochs: tuple[int, int], body: dict[str, Any], read: int = 0
) -> Signal:
    """Append to the log. The sender is who the gate admitted, never what the message says. Up to
    the position `read` the sender's page has what was said to it.

    Raises NotAdmitted when the two are not in one room, Conflict when the pair of epochs is not
    the current one, BadSignal for an address that is hidden, TooManySignals above the rate,
    TooMuchUnread when the other does not read.
    """
    with transaction.atomic():
        # The lock keeps positions in order.
        consultation = current(admission.visit)
        me = participant_of(consultation, admission)
        other = _other(consultation, me, to)
        if epochs != (me.epoch, max(other.epoch, 1)):
            raise Conflict("another page has joined meanwhile")
        if _is_hidden(me):
            demand_relayed(body)
        count_signal(me)
        _forget_what_was_read(me, read)
        entry = _append(me, other, epochs, body)
        if entry:
            announce(topic_of(other))
    if entry is None:
        # Only now: what the sender has read is read, or two who are full would wait for each other.
        raise TooMuchUnread
    return entry


def _other(consultation: Consultation, me: Participant, to: str) -> Participant:
    found = next((one for one in inside(consultation) if one.pk == to), None)
    if found is None or found.pk == me.pk:
        raise NotAdmitted
    return found


def _forget_what_was_read(me: Participant, read: int) -> None:
    # The last one stays: positions rise from it, whatever the clock does.
    Signal.objects.filter(to=me, to_epoch=me.epoch, position__lt=read).delete()


def _append(
    me: Participant, other: Participant, epochs: tuple[int, int], body: dict[str, Any]
) -> Signal | None:
    size = len(json.dumps(body))
    last = Signal.objects.filter(to=other).aggregate(last=Max("position"))["last"]
    if body["kind"] == DEVICES:
        # Each says all of it. Nothing else is replaced: an answer is counted by its offer.
        Signal.objects.filter(sender=me, to=other, body__kind=DEVICES).delete()
    if not has_room(me, other, size):
        return None
    return Signal.objects.create(
        consultation=me.consultation,
        sender=me,
        to=other,
        position=max(last or 0, _floor()) + 1,
        sender_epoch=epochs[0],
        to_epoch=epochs[1],
        body=body,
        size=size,
    )


def topics_of(consultation: Consultation) -> list[str]:
    """Everybody in the room, or who has been on the way there."""
    return [topic_of(one) for one in consultation.participants.all()]


def topic_of(one: Participant) -> str:
    """What this person's page listens to."""
    if one.role == ParticipantRole.CITIZEN:
        return f"room:visit:{one.consultation.visit_id}"
    return f"room:advisor:{one.user_id}" if one.user_id else f"guest:{one.pk}"


def _floor() -> int:
    """Positions go on rising when the log before them was deleted, so they start from the clock."""
    return int(timezone.now().timestamp() * 1000)


def current(visit: Visit) -> Consultation:
    """The open room of this visit, locked: whoever changes it follows whoever did before."""
    found = Consultation.objects.select_for_update().filter(visit=visit, closed_at=None).first()
    if found is None:
        raise NotAdmitted
    return found


def close_rooms() -> None:
    """Rooms whose talk is over: signals gone, participants gone, the backend told.

    A job of the ticker. `access` refuses everybody from the moment the visit has moved; this only
    clears up.
    """
    with_advisor = Q(visit__state__in=WITH_ADVISOR, opened_at__gte=F("visit__called_at")) & Q(
        participants__user=F("visit__advisor"), participants__role=ParticipantRole.ADVISOR
    )
    live = Consultation.objects.filter(with_advisor).values("pk")
    for consultation in Consultation.objects.filter(closed_at=None).exclude(pk__in=live):
        close(consultation)


def forget_names() -> None:
    """A job of the ticker: guests' names stay no longer than the citizen's in an endless talk."""
    over = {"consultation__visit__since__lt": timezone.now() - KEPT_AT_MOST}
    Participant.objects.filter(**over).exclude(name="").update(name="")


def close(consultation: Consultation) -> None:
    with transaction.atomic():
        open_ = Consultation.objects.filter(pk=consultation.pk, closed_at=None)
        if not open_.update(closed_at=timezone.now()):
            return
        announce(*topics_of(consultation))
        end_help(_helpers(consultation))
        Signal.objects.filter(consultation=consultation).delete()
        Participant.objects.filter(consultation=consultation).delete()
    backend(consultation.backend).close(consultation.pk)


def _helpers(consultation: Consultation) -> list[int]:
    """Colleagues who are in this talk, or on their way."""
    people = consultation.participants.filter(
        role=ParticipantRole.COLLEAGUE, stage__in=(Stage.DOOR, Stage.IN)
    )
    return [user for user in people.values_list("user", flat=True) if user]
