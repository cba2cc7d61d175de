"""The one gate to a room. Whoever is not named here gets nothing (tests walk every way in)."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from buergerbuero.accounts.models import User
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole, Stage
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State


class NotAdmitted(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Admission:
    """This person may be in this visit's room now, in this role.

    Citizen and advisor open the room; a `guest` was brought into it.
    """

    visit: Visit
    role: str
    user: User | None = None
    guest: str = ""

    @property
    def opens(self) -> bool:
        return self.role in (ParticipantRole.CITIZEN, ParticipantRole.ADVISOR)


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


def backend_of(visit: Visit) -> str:
    """Of the room that is open for this visit; "" when none is."""
    names = Consultation.objects.filter(visit=visit, closed_at=None).values_list("backend")
    found = names.first()
    return found[0] if found else ""


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


def admit_desk(user: User) -> Admission:
    """Whoever sits at this desk: in a talk of their own, else in a colleague's."""
    try:
        return admit_advisor(user)
    except NotAdmitted:
        return admit_colleague(user)


def admit_colleague(user: User) -> Admission:
    found = _inside().filter(user=user, user__is_active=True, role=ParticipantRole.COLLEAGUE)
    return _brought_in(found.first())


def admit_guest(participant: str) -> Admission:
    """`participant` is whom the guest's cookie names."""
    return _brought_in(_inside().filter(pk=participant, user=None).first())


def _brought_in(found: Participant | None) -> Admission:
    if found is None:
        raise NotAdmitted
    guest = "" if found.user else found.pk
    return Admission(found.consultation.visit, found.role, found.user, guest)


def _inside() -> "QuerySet[Participant]":
    """Whom the citizen has agreed to and the advisor has let in, while that talk goes on."""
    return of_this_talk(Participant.objects.filter(stage=Stage.IN)).exclude(
        role__in=(ParticipantRole.CITIZEN, ParticipantRole.ADVISOR)
    )


def inside(room: Consultation) -> list[Participant]:
    """Everybody who is in it: whom the others see, and may speak to."""
    return [one for one in room.participants.select_related("user") if one.is_inside]


def of_this_talk(participants: "QuerySet[Participant]") -> "QuerySet[Participant]":
    """Those of talks that go on; of another talk of the same visit nobody is left."""
    return participants.filter(
        consultation__closed_at=None,
        consultation__visit__state=State.TALKING,
        consultation__opened_at__gte=F("consultation__visit__called_at"),
    ).select_related("user", "consultation__visit__department", "consultation__visit__advisor")
