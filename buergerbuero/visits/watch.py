"""The clock's watch over doors that nobody opens, and what ends it: `alerts` has the rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.live.announce import announce
from buergerbuero.visits.alerts import Stage, could_call, counts_from, stage_after, whom
from buergerbuero.visits.crew import Advisor, load_crews
from buergerbuero.visits.guards import present
from buergerbuero.visits.line import load_head
from buergerbuero.visits.models import Alert, Visit
from buergerbuero.visits.moves import Conflict, move
from buergerbuero.visits.rules import Kind, State


class Messages(Protocol):
    """What reaches advisors whose desk is closed. They are named by their ids."""

    def reached(self, users: Iterable[int]) -> set[int]: ...
    def tell(self, users: Iterable[int], department: Department) -> None: ...


class NoMessages:
    def reached(self, users: Iterable[int]) -> set[int]:
        return set()

    def tell(self, users: Iterable[int], department: Department) -> None:
        """Who sits at the desk reads it there."""


def watch(messages: Messages | None = None) -> None:
    """A job of the ticker: tells whom it is time to tell."""
    messages = messages or NoMessages()
    now = timezone.now()
    unseen = _doors_with_people()
    alerts = {alert.department_id: alert for alert in Alert.objects.all()}
    doors = list(Department.objects.filter(pk__in={*unseen, *alerts}))
    crew_of = load_crews(doors, now) if doors else {}
    for door in doors:
        alert, crew = alerts.get(door.pk), crew_of[door.pk]
        if door.pk not in unseen or not could_call(crew):
            _rest(door, alert)
        elif alert is None:
            Alert.objects.get_or_create(department=door, defaults={"since": now})
        else:
            waited = now - counts_from(alert.since, alert.seen_at, unseen[door.pk])
            _tell(door, alert, waited, crew, messages)


def _doors_with_people() -> dict[int, datetime | None]:
    """Where somebody is waiting and present; and who of them knocked first since one has looked."""
    later = Q(since__gt=F("department__alert__seen_at"))
    waiting = Visit.objects.filter(present(), state=State.WAITING).values("department_id")
    rows = waiting.annotate(unseen=Min("since", filter=later))
    return dict(rows.values_list("department_id", "unseen"))


def _rest(door: Department, alert: Alert | None) -> None:
    """Somebody is at work, or nobody waits any more."""
    if alert is None:
        return
    Alert.objects.filter(pk=alert.pk).delete()
    if alert.stage:
        announce(f"department:{door.slug}")


def _tell(
    door: Department,
    alert: Alert,
    waited: timedelta,
    crew: tuple[Advisor, ...],
    messages: Messages,
) -> None:
    former, after = Stage(alert.stage), timedelta(seconds=door.alert_seconds)
    if waited < after:
        return
    stage = stage_after(waited, after, former, _with_reached(crew, messages))
    head = load_head(door)
    if stage == former or not head:
        return
    as_read = Alert.objects.filter(pk=alert.pk, stage=former, seen_at=alert.seen_at)
    try:
        with transaction.atomic():
            if as_read.update(stage=stage):
                _write_down(head[0].visit, stage)
                messages.tell((one.id for one in whom(stage, crew)), door)
                announce(f"department:{door.slug}")
    except Conflict:
        # The first in the line went this moment; the next round tells of whoever is first then.
        return


def _with_reached(crew: tuple[Advisor, ...], messages: Messages) -> tuple[Advisor, ...]:
    """Who gets a message can be told as if at the desk."""
    reached = messages.reached(one.id for one in crew if not one.at_desk)
    return tuple(replace(one, at_desk=one.at_desk or one.id in reached) for one in crew)


def _write_down(first: str, stage: Stage) -> None:
    if stage != Stage.NOBODY:
        move(Visit.objects.get(pk=first), Kind.ALERT, only=present())


def seen(advisor: User) -> None:
    """Somebody at the desk of these doors knows that people wait there."""
    doors = Department.objects.filter(memberships__user=advisor).select_related("alert")
    now = timezone.now()
    with transaction.atomic():
        for door in doors:
            Alert.objects.update_or_create(
                department=door,
                defaults={"seen_at": now, "stage": Stage.QUIET},
                create_defaults={"since": now, "seen_at": now},
            )
            if hasattr(door, "alert") and door.alert.stage:
                announce(f"department:{door.slug}")
