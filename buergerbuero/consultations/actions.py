"""What happens in the room: join, signal, close."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from buergerbuero.consultations.access import Admission, NotAdmitted
from buergerbuero.consultations.backends import Ticket, backend
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole, Signal
from buergerbuero.live.announce import announce
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.moves import Conflict

SIGNALS_AT_MOST = 300
SIGNALS_WINDOW = timedelta(seconds=10)


class TooManySignals(Exception):
    pass


def join(admission: Admission, epoch: int = 0) -> tuple[Participant, Ticket]:
    """Come in, or come in again with a new page: a new epoch begins. The first opens the room.

    A page that has joined before the person stepped in names its `epoch`: while no other page has
    joined since, that one goes on.
    """
    with transaction.atomic():
        consultation = _open(admission.visit)
        me = _participant(consultation, admission)
        if 0 < epoch == me.epoch:
            announce(*topics_of(consultation))
            return me, backend(consultation.backend).join(consultation.pk, me.pk)
        Participant.objects.filter(pk=me.pk).update(epoch=F("epoch") + 1, joined_at=timezone.now())
        me.refresh_from_db()
        # Whatever was said to or by the former page belongs to a connection that is gone. What was
        # prepared for this epoch before it began is what this page has been waiting for.
        Signal.objects.filter(to=me, to_epoch__lt=me.epoch).delete()
        Signal.objects.filter(sender=me, sender_epoch__lt=me.epoch).delete()
        announce(*topics_of(consultation))
    return me, backend(consultation.backend).join(consultation.pk, me.pk)


def _open(visit: Visit) -> Consultation:
    # The lock makes two first joins follow each other. What let us in must hold behind it too.
    held = Visit.objects.select_for_update().filter(pk=visit.pk, state__in=WITH_ADVISOR)
    if not held.filter(advisor=visit.advisor):
        raise NotAdmitted
    consultation = Consultation.objects.filter(visit=visit, closed_at=None).first()
    if consultation and not consultation.participants.filter(user=visit.advisor).exists():
        # Put back and called by somebody else: that is another talk, in another room.
        close(consultation)
        consultation = None
    if consultation is None:
        name = settings.CONFIG.video_backend
        consultation = Consultation.objects.create(visit=visit, backend=name)
        backend(consultation.backend).open(consultation.pk)
        for role, user in ((ParticipantRole.ADVISOR, visit.advisor), ("citizen", None)):
            Participant.objects.create(consultation=consultation, role=role, user=user)
    return consultation


def _participant(consultation: Consultation, admission: Admission) -> Participant:
    mine = consultation.participants.filter(role=admission.role, user=admission.user)
    found = mine.first()
    if found is None:
        raise NotAdmitted
    return found


def signal(admission: Admission, to: str, epochs: tuple[int, int], body: dict[str, Any]) -> Signal:
    """Append to the log. The sender is who the gate admitted, never what the message says.

    Raises NotAdmitted when the two are not in one room, Conflict when the pair of epochs is not
    the current one, TooManySignals above the rate.
    """
    with transaction.atomic():
        # The lock keeps positions in order.
        consultation = _current(admission.visit)
        me = _participant(consultation, admission)
        other = consultation.participants.filter(pk=to).exclude(pk=me.pk).first()
        if other is None:
            raise NotAdmitted
        if epochs != (me.epoch, max(other.epoch, 1)):
            raise Conflict("another page has joined meanwhile")
        _demand_rate(me)
        last = Signal.objects.filter(to=other).aggregate(last=Max("position"))["last"]
        entry = Signal.objects.create(
            consultation=consultation,
            sender=me,
            to=other,
            position=max(last or 0, _floor()) + 1,
            sender_epoch=epochs[0],
            to_epoch=epochs[1],
            body=body,
        )
        announce(*topics_of(consultation))
    return entry


def topics_of(consultation: Consultation) -> list[str]:
    users = consultation.participants.exclude(user=None).values_list("user", flat=True)
    return [f"room:visit:{consultation.visit_id}", *(f"room:advisor:{user}" for user in users)]


def _floor() -> int:
    """Positions go on rising when the log before them was deleted, so they start from the clock."""
    return int(timezone.now().timestamp() * 1000)


def _current(visit: Visit) -> Consultation:
    found = Consultation.objects.select_for_update().filter(visit=visit, closed_at=None).first()
    if found is None:
        raise NotAdmitted
    return found


def _demand_rate(me: Participant) -> None:
    recent = Signal.objects.filter(sender=me, at__gt=timezone.now() - SIGNALS_WINDOW)
    if recent.count() >= SIGNALS_AT_MOST:
        raise TooManySignals


def close_rooms() -> None:
    """Rooms whose talk is over: signals gone, participants gone, the backend told.

    A job of the ticker. `access` refuses everybody from the moment the visit has moved; this only
    clears up.
    """
    with_advisor = Q(visit__state__in=WITH_ADVISOR) & Q(
        participants__user=F("visit__advisor"), participants__role=ParticipantRole.ADVISOR
    )
    live = Consultation.objects.filter(with_advisor).values("pk")
    for consultation in Consultation.objects.filter(closed_at=None).exclude(pk__in=live):
        close(consultation)


def close(consultation: Consultation) -> None:
    with transaction.atomic():
        open_ = Consultation.objects.filter(pk=consultation.pk, closed_at=None)
        if not open_.update(closed_at=timezone.now()):
            return
        announce(*topics_of(consultation))
        Signal.objects.filter(consultation=consultation).delete()
        Participant.objects.filter(consultation=consultation).delete()
    backend(consultation.backend).close(consultation.pk)
