"""The one gate to a room. Whoever is not named here gets nothing (tests walk every way in)."""

from dataclasses import dataclass

from buergerbuero.accounts.models import User
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.models import Consultation, ParticipantRole
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State


class NotAdmitted(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Admission:
    """This person may be in this visit's room now, in this role."""

    visit: Visit
    role: str
    user: User | None = None


def admit_citizen(visit: Visit | None) -> Admission:
    """The holder of the visit's cookie, from the call on and until hanging up or the end.

    Before *enter* the two pages only get to know each other's keys: see `may_be_found`.
    """
    if visit is None or visit.state not in WITH_ADVISOR or visit.hung_up_at is not None:
        raise NotAdmitted
    return Admission(visit, ParticipantRole.CITIZEN)


def may_be_found(visit: Visit, consultation: Consultation) -> bool:
    """Whether one side may learn at which addresses the other is found: from *enter* on.

    Where all media pass a relay nobody learns an address, and the pages may connect at the call.
    """
    return visit.state == State.TALKING or backend(consultation.backend).hides_addresses


def admit_advisor(user: User) -> Admission:
    """The advisor who called, from the call on: their page prepares while the citizen steps in."""
    visit = (
        Visit.objects.filter(advisor=user, advisor__is_active=True, state__in=WITH_ADVISOR)
        .select_related("department", "advisor")
        .first()
    )
    if visit is None:
        raise NotAdmitted
    return Admission(visit, ParticipantRole.ADVISOR, user)
