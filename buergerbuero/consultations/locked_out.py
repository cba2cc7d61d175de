"""Who may not sign in any more leaves every talk, however their account was disabled."""

from contextlib import suppress

from buergerbuero.consultations.access import NotAdmitted, of_this_talk
from buergerbuero.consultations.coming import leave
from buergerbuero.consultations.models import TAKES_A_SEAT, Participant, ParticipantRole
from buergerbuero.visits.handing_over import put_back
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State


def lock_out() -> None:
    """A job of the ticker: the command that disables runs in a process that no page listens to."""
    _give_talks_back()
    coming = Participant.objects.filter(
        role=ParticipantRole.COLLEAGUE, stage__in=TAKES_A_SEAT, user__is_active=False
    )
    for one in of_this_talk(coming):
        with suppress(Conflict, NotAdmitted):
            leave(one)


def _give_talks_back() -> None:
    """Whoever was talking to them is called next by somebody else; the room closes with it."""
    alone = Visit.objects.filter(state=State.TALKING, advisor__is_active=False)
    for visit in alone.select_related("advisor", "department"):
        if visit.advisor:
            with suppress(Conflict):
                put_back(visit, visit.advisor)
