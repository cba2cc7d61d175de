"""When the one who was called does not come, the advisor goes on, and they keep their place."""

from django.db.models import Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import back_in_line, move
from buergerbuero.visits.rules import GO_ON_AFTER, REACHED_WITHIN, Absence, Kind


def go_on(visit: Visit, advisor: User) -> Visit:
    """Back in line before the offer is over: unseen where the page has not shown the call, else
    not answered. It does not count as missed, because they did not have the whole time."""
    unseen = visit.reached_at is None
    patience = REACHED_WITHIN if unseen else GO_ON_AFTER
    waited = Q(called_at__lte=timezone.now() - patience, reached_at=visit.reached_at)
    absence = Absence.UNSEEN if unseen else Absence.NOT_ANSWERED
    return move(
        visit,
        Kind.GO_ON,
        actor=advisor,
        only=waited & Q(advisor=advisor),
        **back_in_line(absence),
    )
