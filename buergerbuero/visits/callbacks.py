"""Wishes to be called back, for people whom the door does not take just now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.live.announce import announce
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.limits import TooManyKnocks, keyed_hash
from buergerbuero.visits.look import load_public_state
from buergerbuero.visits.models import Callback
from buergerbuero.visits.told import load_stage

KEPT_FOR = timedelta(days=7)
SOURCE_KEPT_FOR = timedelta(hours=23)
AN_HOUR_AT_MOST = 3  # of one source
AT_MOST = 100  # of one department
HOUR = timedelta(hours=1)


class NotOffered(Exception):
    """This department takes no wishes, its door is open, or its list is full."""


@dataclass(frozen=True, slots=True)
class Wish:
    phone: str
    name: str
    when: str


def ask(department: Department, wish: Wish, *, source: str) -> Callback:
    """The same number again changes the wish. `source` is as `limits.source_of` names it.

    Raises NotOffered, and limits.TooManyKnocks when this source asks too often.
    """
    with transaction.atomic():
        hashed = keyed_hash(source)
        recent = Callback.objects.filter(source=hashed, at__gt=timezone.now() - HOUR)
        if recent.exclude(department=department, phone=wish.phone).count() >= AN_HOUR_AT_MOST:
            raise TooManyKnocks(int(HOUR.total_seconds()))
        if not is_offered(department):
            raise NotOffered
        found, _ = Callback.objects.update_or_create(
            department=department,
            phone=wish.phone,
            defaults={"name": wish.name, "when": wish.when, "source": hashed},
        )
        announce(f"callbacks:{department.slug}")
    return found


def is_offered(department: Department) -> bool:
    """Where the door takes nobody, or nobody can be reached who would open it."""
    if not department.takes_callbacks:
        return False
    if load_public_state(department).takes_people and load_stage(department) != Stage.NOBODY:
        return False
    return department.callbacks.count() < AT_MOST


def done(key: str, advisor: User) -> None:
    """Called, or of no use: the wish is gone. A foreign one: Callback.DoesNotExist."""
    found = Callback.objects.select_related("department").get(
        key=key, department__memberships__user=advisor
    )
    with transaction.atomic():
        found.delete()
        announce(f"callbacks:{found.department.slug}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish as the desk lists it."""

    key: str
    department: str
    phone: str
    name: str
    when: str
    at: datetime


def load_callbacks(slug: str) -> tuple[Wanted, ...]:
    """Those of one department, oldest first."""
    rows = Callback.objects.filter(department__slug=slug).values_list(
        "key", "department__slug", "phone", "name", "when", "at"
    )
    return tuple(Wanted(*row) for row in rows)


def forget() -> None:
    """A job of the ticker."""
    now = timezone.now()
    Callback.objects.filter(at__lte=now - KEPT_FOR).delete()
    Callback.objects.filter(at__lte=now - SOURCE_KEPT_FOR).exclude(source="").update(source="")
