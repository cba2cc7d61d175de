"""How many a room holds, and who gets the next seat."""

from django.utils import timezone

from buergerbuero.consultations.models import TAKES_A_SEAT, Consultation, Stage

SEATS = 4
SEATS_ON_DESKTOPS = 6


def seats_in(room: Consultation) -> int:
    """Six only where every page says that it stands on a desktop. A page that comes in again on a
    telephone puts nobody out: who is in a talk stays in it, and a poor picture is the lesser evil.
    """
    come = room.participants.filter(stage__in=(Stage.DOOR, Stage.IN))
    return SEATS if come.filter(wide=False).exists() else SEATS_ON_DESKTOPS


def is_full(room: Consultation) -> bool:
    return room.participants.filter(stage=Stage.IN).count() >= seats_in(room)


def all_promised(room: Consultation) -> bool:
    """To those who are in, or on their way; nobody comes by a link that has had its hour."""
    over = {"stage": Stage.ASKED, "expires_at__lte": timezone.now()}
    promised = room.participants.filter(stage__in=TAKES_A_SEAT).exclude(**over)
    return promised.count() >= seats_in(room)


def seat_colleagues(room: Consultation) -> None:
    """Those to whom everybody has said yes, in the order in which they were asked. Since they were
    asked somebody may have come with a telephone: who finds no seat waits for the next to go.

    Whoever changes who is in, or on which device, calls this, and announces it.
    """
    ready = room.participants.filter(
        stage=Stage.DOOR, user__is_active=True, citizen_agreed_at__isnull=False
    )
    for one in ready:
        if is_full(room):
            break
        one.stage = Stage.IN
        one.save(update_fields=["stage"])
