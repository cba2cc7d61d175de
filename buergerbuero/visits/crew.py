"""Who serves a door just now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from buergerbuero.departments.models import Department, Duty, DutyState, Membership, Role
from buergerbuero.visits.alerts import Stage, could_call
from buergerbuero.visits.models import WITH_ADVISOR, Alert, Visit

# A desk answers a ping every 20 seconds; after this long without one nobody sits there.
DUTY_LASTS = timedelta(seconds=90)

Crew = tuple["Advisor", ...]


@dataclass(frozen=True, slots=True)
class Advisor:
    id: int
    key: str
    name: str
    state: str  # free, talking, break or away: what colleagues see
    back_at: datetime | None
    head: bool = False
    at_desk: bool = False  # signed in, with the desk open


def crews(departments: Iterable[Department], now: datetime) -> dict[int, Crew]:
    """Everybody who serves one of these doors, by department."""
    rows = Membership.objects.filter(department__in=departments, user__is_active=True).values_list(
        "department_id", "user_id", "user__key", "user__name", "role"
    )
    members = list(rows.order_by("user__name"))
    users = {user for _, user, *_ in members}
    duties = {duty.user_id: duty for duty in Duty.objects.filter(user__in=users)}
    busy = set(
        Visit.objects.filter(advisor__in=users, state__in=WITH_ADVISOR).values_list(
            "advisor_id", flat=True
        )
    )
    found: dict[int, list[Advisor]] = defaultdict(list)
    for department, user, key, name, role in members:
        duty = duties.get(user)
        state = _condition(duty, user in busy, now)
        back_at = duty.back_at if duty else None
        head, here = role == Role.HEAD, _at_desk(duty, now)
        found[department].append(Advisor(user, key, name, state, back_at, head, here))
    return defaultdict(tuple, {pk: tuple(advisors) for pk, advisors in found.items()})


def _condition(duty: Duty | None, busy: bool, now: datetime) -> str:
    if busy:
        return "talking"
    if duty is None or not _at_desk(duty, now):
        return DutyState.AWAY.value
    return duty.state


def _at_desk(duty: Duty | None, now: datetime) -> bool:
    return duty is not None and duty.seen_at is not None and now - duty.seen_at < DUTY_LASTS


def stage_at(alert: Alert | None, crew: Crew) -> Stage:
    """Who has been told that nobody opens; once somebody is at work that is over."""
    return Stage(alert.stage) if alert and could_call(crew) else Stage.QUIET


def load_stage(department: Department) -> Stage:
    alert = Alert.objects.filter(department=department).exclude(stage=Stage.QUIET).first()
    if alert is None:
        return Stage.QUIET
    return stage_at(alert, crews([department], timezone.now())[department.pk])
