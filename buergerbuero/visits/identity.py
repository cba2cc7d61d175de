"""Who it is, and which case: what an advisor notes of the one they talk with.

Only how it was checked is noted, for as long as the talk lasts; nothing of a document.
"""

from django.db import transaction
from django.db.models import Q

from buergerbuero.accounts.models import User
from buergerbuero.live.announce import announce
from buergerbuero.visits.guards import kept
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Identity, State

CASE_NUMBER_AT_MOST = 40


def note_identity(visit: Visit, advisor: User, identity: Identity) -> Visit:
    """Ask to be shown a document, call that off, or tick how it was checked."""
    if identity == Identity.DECLINED:
        raise Conflict("that is the citizen's to say")
    return _note(visit, Q(advisor=advisor, state=State.TALKING), identity=identity)


def decline_identity(visit: Visit) -> Visit:
    """Nobody has to show anything."""
    asked = Q(state=State.TALKING, identity=Identity.ASKED)
    return _note(visit, asked, identity=Identity.DECLINED)


def note_case_number(visit: Visit, advisor: User, text: str) -> Visit:
    said = kept(text, CASE_NUMBER_AT_MOST)
    return _note(visit, Q(advisor=advisor, state__in=WITH_ADVISOR), case_number=said)


def _note(visit: Visit, only: Q, **fields: str) -> Visit:
    with transaction.atomic():
        if not Visit.objects.filter(only, pk=visit.pk).update(**fields):
            raise Conflict("not with this visit, or not now")
        announce(f"visit:{visit.pk}", f"department:{visit.department.slug}")
    visit.refresh_from_db()
    return visit
