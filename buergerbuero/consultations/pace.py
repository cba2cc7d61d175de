"""How often somebody may come in and speak, and how much may wait for somebody who does not listen.

How often is counted at the person, where nothing that is deleted resets it.
"""

from datetime import timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from buergerbuero.consultations.models import Participant, Signal

SIGNALS_AT_MOST = 300
SIGNALS_WINDOW = timedelta(seconds=10)
JOINS_AT_MOST = 30
JOINS_WINDOW = timedelta(minutes=1)
# Of one person for one other. Every signal is read whole at the next one; a page that is awake
# confirms what it has read within one exchange, and that is a few dozen KB at most.
UNREAD_AT_MOST = 500
UNREAD_BYTES_AT_MOST = 1024 * 1024


class TooMuch(Exception):
    """Refused for now."""


class TooManyJoins(TooMuch):
    pass


class TooManySignals(TooMuch):
    pass


class TooMuchUnread(TooMuch):
    """The other one has not confirmed what came before."""


def count_join(me: Participant) -> None:
    """Raises TooManyJoins."""
    if not _count(me, "joins", JOINS_AT_MOST, JOINS_WINDOW):
        raise TooManyJoins


def count_signal(me: Participant) -> None:
    """Raises TooManySignals."""
    if not _count(me, "signals", SIGNALS_AT_MOST, SIGNALS_WINDOW):
        raise TooManySignals


def _count(me: Participant, what: str, at_most: int, window: timedelta) -> bool:
    """The room is locked, so nobody counts beside us."""
    now, since, count = timezone.now(), getattr(me, f"{what}_since"), getattr(me, what)
    if since is None or not since <= now < since + window:
        since, count = now, 0
    counted = {what: count + 1, f"{what}_since": since}
    return count < at_most and bool(Participant.objects.filter(pk=me.pk).update(**counted))


def has_room(me: Participant, other: Participant, size: int) -> bool:
    """Whether `size` more bytes of mine may wait for the other."""
    waiting = Signal.objects.filter(sender=me, to=other).aggregate(
        rows=Count("pk"), all=Sum("size")
    )
    return waiting["rows"] < UNREAD_AT_MOST and (waiting["all"] or 0) + size <= UNREAD_BYTES_AT_MOST
