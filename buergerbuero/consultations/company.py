"""Who is in a talk and who is on the way, as the people of that talk may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from buergerbuero.consultations.access import of_this_talk
from buergerbuero.consultations.models import (
    ON_THE_WAY,
    Consultation,
    Participant,
    ParticipantRole,
    Stage,
)
from buergerbuero.departments.models import Department
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import State


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    role: str
    name: str
    stage: str
    user: int | None
    agreed: bool  # the citizen has
    wished: bool  # by the citizen
    granted: bool  # a link may be made
    linked: bool  # one has been made
    expired: bool  # it has had its hour
    expires_at: datetime | None
    here: bool

    @property
    def is_a_wish(self) -> bool:
        """Of the citizen, which the advisor has not answered."""
        return self.wished and self.stage == Stage.ASKED and not self.granted

    @property
    def is_granted_wish(self) -> bool:
        """Nobody has come by its link yet."""
        return self.wished and self.stage == Stage.ASKED and self.granted

    @property
    def is_refused_wish(self) -> bool:
        return self.wished and self.stage == Stage.DECLINED


@dataclass(frozen=True, slots=True)
class Company:
    """One reading of a talk for one person in it."""

    visit: str
    number: str
    department: Department
    talking: bool
    me: Person
    people: tuple[Person, ...]
    handed_over: bool

    @property
    def inside(self) -> tuple[Person, ...]:
        return tuple(one for one in self.people if one.stage == Stage.IN)

    @property
    def citizen(self) -> str:
        return next(one.name for one in self.people if one.role == ParticipantRole.CITIZEN)

    @property
    def advisor(self) -> str:
        return next(one.name for one in self.people if one.role == ParticipantRole.ADVISOR)


@dataclass(frozen=True, slots=True)
class Ring:
    """A colleague asks this advisor to come."""

    key: str
    by: str
    number: str
    accepted: bool  # the citizen is still being asked
    waits: bool  # both have said yes, and no seat is free


def company_of(
    room: Consultation, visit: Visit, me: Participant, people: Iterable[Participant]
) -> Company:
    # Who stands at the door is for those to know who may open it.
    hosts = me.role in (ParticipantRole.ADVISOR, ParticipantRole.CITIZEN)
    return Company(
        visit=visit.pk,
        number=visit.label,
        department=visit.department,
        talking=visit.state == State.TALKING,
        me=_person(me, visit),
        people=tuple(_person(one, visit) for one in people if hosts or one.stage == Stage.IN),
        handed_over=room.handed_over_at is not None,
    )


def _person(one: Participant, visit: Visit) -> Person:
    return Person(
        key=one.pk,
        role=one.role,
        name=name_of(one, visit),
        stage=one.stage,
        user=one.user_id,
        agreed=one.citizen_agreed_at is not None,
        wished=one.wished,
        granted=one.expires_at is not None,
        linked=bool(one.secret_hash),
        expired=one.expired,
        expires_at=one.expires_at,
        here=one.epoch > 0,
    )


def name_of(participant: Participant, visit: Visit) -> str:
    if participant.role == ParticipantRole.CITIZEN:
        return visit.name or visit.label
    return participant.user.name if participant.user else participant.name


def rings_of(user: int) -> tuple[Ring, ...]:
    """The name of no citizen: whether they agree is still open."""
    asked = Participant.objects.filter(user=user, user__is_active=True, stage__in=ON_THE_WAY)
    return tuple(
        Ring(
            key=one.pk,
            by=visit.advisor.name if visit.advisor else "",
            number=visit.label,
            accepted=one.stage == Stage.DOOR,
            waits=one.stage == Stage.DOOR and one.citizen_agreed_at is not None,
        )
        for one in of_this_talk(asked)
        for visit in (one.consultation.visit,)
    )
