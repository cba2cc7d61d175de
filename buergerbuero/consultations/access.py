"""The one gate to a room. Whoever is not named here gets nothing (tests walk every way in)."""

from dataclasses import dataclass

from buergerbuero.accounts.models import User
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.models import ParticipantRole
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
    """The holder of the visit's cookie, from *enter* on and until hanging up or the end.

    Where all media pass a relay, from the call on: connecting then tells nobody an address, and
    picture and sound follow at *enter* only.
    """
    if visit is None or visit.hung_up_at is not None:
        raise NotAdmitted
    if visit.state == State.TALKING or (visit.state == State.CALLED and backend().hides_addresses):
        return Admission(visit, ParticipantRole.CITIZEN)
    raise NotAdmitted


def admit_called(visit: Visit | None) -> Admission:
    """Who is called may look for ways through the network, with nobody else learning of it."""
    if visit is None or visit.state != State.CALLED:
        raise NotAdmitted
    return Admission(visit, ParticipantRole.CITIZEN)


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
