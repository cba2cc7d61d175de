"""What advisors say about themselves and their doors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, DutyState, Membership
from buergerbuero.live.announce import announce

BREAKS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=60))


def set_duty(advisor: User, state: DutyState, *, back_at: datetime | None = None) -> None:
    Duty.objects.update_or_create(
        user=advisor,
        defaults={
            "state": state,
            "back_at": back_at if state == DutyState.BREAK else None,
            "seen_at": timezone.now(),
        },
    )
    _announce_doors_of([advisor.pk])


def acknowledge(advisors: Sequence[int]) -> None:
    """These desks have given a sign of life."""
    Duty.objects.filter(user__in=advisors).update(seen_at=timezone.now())


def begin_to_help(advisor: User) -> bool:
    """Into a colleague's talk; False where they help already. To be called in a transaction: the
    row stays locked, so that nobody begins a talk of their own meanwhile."""
    Duty.objects.get_or_create(user=advisor)
    idle = Duty.objects.filter(user=advisor, helping_since=None)
    if not idle.update(helping_since=timezone.now()):
        return False
    _announce_doors_of([advisor.pk])
    return True


def end_help(advisors: Sequence[int]) -> None:
    helping = Duty.objects.filter(user__in=advisors).exclude(helping_since=None)
    if helping.update(helping_since=None):
        _announce_doors_of(advisors)


def stop_taking(department: Department) -> None:
    """Nobody new today; whoever waits is still served."""
    _set_no_more(department, stopped=True)


def resume_taking(department: Department) -> None:
    """Also where the door has stopped by itself: then it does not do so again today."""
    _set_no_more(department, stopped=False)


def _set_no_more(department: Department, *, stopped: bool) -> None:
    today = timezone.localdate()
    row = Department.objects.filter(pk=department.pk)
    if not stopped:
        row.filter(too_late_on=today).update(takes_anyway_on=today, too_late_on=None)
    row.update(no_more_on=today if stopped else None)
    announce("overview", f"department:{department.slug}")


def say_by_itself(department: Department, *, too_late: bool, longer: bool) -> None:
    """What a door has found out about the rest of its day."""
    today = timezone.localdate()
    found = {"too_late_on": today if too_late else None, "longer_on": today if longer else None}
    if Department.objects.filter(pk=department.pk).exclude(**found).update(**found):
        announce("overview", f"department:{department.slug}")


def _announce_doors_of(advisors: Sequence[int]) -> None:
    slugs = Membership.objects.filter(user__in=advisors).values_list("department__slug", flat=True)
    announce("overview", "crews", *(f"department:{slug}" for slug in slugs))
