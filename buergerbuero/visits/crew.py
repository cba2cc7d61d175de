"""Who serves at which door, as colleagues and estimates see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, DutyState, Membership, Role
from buergerbuero.departments.texts import Text
from buergerbuero.visits.models import WITH_ADVISOR, Visit

# A desk answers a ping every 20 seconds; after this long without one nobody sits there.
DUTY_LASTS = timedelta(seconds=90)
TALKING = "talking"


@dataclass(frozen=True, slots=True)
class Advisor:
    id: int
    key: str
    name: str
    state: str  # free, talking, break or away: what colleagues see
    back_at: datetime | None
    called_at: datetime | None = None  # whom they are with now
    head: bool = False
    at_desk: bool = False  # signed in, with the desk open


@dataclass(frozen=True, slots=True)
class Crew:
    """Who serves one door."""

    names: Text = field(hash=False)
    advisors: tuple[Advisor, ...]


def load_all_crews(_key: str = "") -> tuple[Crew, ...]:
    """Of every door, in the order in which the county names them."""
    doors = list(Department.objects.all())
    crews = load_crews(doors, timezone.now())
    return tuple(Crew(door.names, crews[door.pk]) for door in doors)


def load_crews(departments: Iterable[Department], now: datetime) -> dict[int, tuple[Advisor, ...]]:
    """By department, each in the order of their names."""
    rows = Membership.objects.filter(department__in=departments, user__is_active=True).values_list(
        "department_id", "user_id", "user__key", "user__name", "role"
    )
    members = list(rows.order_by("user__name"))
    users = {user for _, user, *_ in members}
    duties = {duty.user_id: duty for duty in Duty.objects.filter(user__in=users)}
    busy = dict(
        Visit.objects.filter(advisor__in=users, state__in=WITH_ADVISOR).values_list(
            "advisor_id", "called_at"
        )
    )
    found: dict[int, list[Advisor]] = defaultdict(list)
    for department, user, key, name, role in members:
        duty = duties.get(user)
        found[department].append(
            Advisor(
                id=user,
                key=key,
                name=name,
                state=_condition(duty, user in busy or _helps(duty), now),
                back_at=duty.back_at if duty else None,
                called_at=busy.get(user),
                head=role == Role.HEAD,
                at_desk=_at_desk(duty, now),
            )
        )
    return defaultdict(tuple, {pk: tuple(advisors) for pk, advisors in found.items()})


def is_free(advisor: User, now: datetime) -> bool:
    """At the desk, without anybody, and ready."""
    duty = Duty.objects.filter(user=advisor).first()
    busy = Visit.objects.filter(advisor=advisor, state__in=WITH_ADVISOR).exists()
    return _condition(duty, busy or _helps(duty), now) == DutyState.FREE


def _condition(duty: Duty | None, busy: bool, now: datetime) -> str:
    if busy:
        return TALKING
    if duty is None or not _at_desk(duty, now):
        return DutyState.AWAY.value
    return duty.state


def _helps(duty: Duty | None) -> bool:
    return duty is not None and duty.helping_since is not None


def _at_desk(duty: Duty | None, now: datetime) -> bool:
    return duty is not None and duty.seen_at is not None and now - duty.seen_at < DUTY_LASTS
