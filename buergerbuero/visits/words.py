"""What is said to those who wait: to everybody at a door, or to one of them. Nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.departments.texts import Text
from buergerbuero.live.announce import announce
from buergerbuero.visits.guards import demand_membership
from buergerbuero.visits.models import Visit, Word
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State
from buergerbuero.visits.tidy import tidy

LASTS = timedelta(minutes=60)
AT_MOST = 300
_AT_ITS_DOOR = Q(visit__department=F("department"))


@dataclass(frozen=True, slots=True)
class Said:
    id: int
    texts: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """What is being said now at one door: the newest to each audience."""

    to_all: Said | None = None
    to_one: Mapping[str, Said] = field(default_factory=dict)  # by visit


def say(
    department: Department, advisor: User, texts: Mapping[str, str], visit: Visit | None = None
) -> None:
    """To all who wait at this door, or to one of them; it replaces what was said to them before.

    Raises Conflict for an empty or too long text, and for a visit that does not wait here.
    """
    said = {language: text for language, one in texts.items() if (text := tidy(one))}
    if not said or any(len(text) > AT_MOST for text in said.values()):
        raise Conflict("nothing to say, or too much")
    now = timezone.now()
    with transaction.atomic():
        demand_membership(department, advisor)
        _demand_waiting(department, visit)
        Word.objects.filter(department=department, visit=visit).delete()
        Word.objects.create(
            department=department, visit=visit, texts=said, at=now, until=now + LASTS
        )
        announce(f"department:{department.slug}")


def withdraw(department: Department, advisor: User, visit: Visit | None = None) -> None:
    """Take back what is being said to all, or to this visit."""
    with transaction.atomic():
        demand_membership(department, advisor)
        Word.objects.filter(department=department, visit=visit).delete()
        announce(f"department:{department.slug}")


def _demand_waiting(department: Department, visit: Visit | None) -> None:
    if visit is None:
        return
    here = Visit.objects.filter(pk=visit.pk, state=State.WAITING, department=department)
    if not here.exists():
        raise Conflict("does not wait at this door")


def words_at(department: Department) -> Words:
    """For everybody who looks at this door, one of them or its desks: one query for all."""
    return _newest(_valid().filter(department=department))


def words_for(visit: Visit) -> Words:
    """For one who waits."""
    mine = Q(visit=None) | Q(visit=visit)
    return _newest(_valid().filter(mine, department=visit.department_id))


def _valid() -> QuerySet[Word]:
    waits_here = Q(visit__state=State.WAITING) & _AT_ITS_DOOR
    return Word.objects.filter(Q(visit=None) | waits_here, until__gt=timezone.now())


def _newest(rows: QuerySet[Word]) -> Words:
    found: dict[str | None, Said] = {}
    for pk, visit, texts, at in rows.order_by("at", "pk").values_list(
        "pk", "visit_id", "texts", "at"
    ):
        found[visit] = Said(pk, texts, at)
    to_all = found.pop(None, None)
    return Words(to_all, {visit: said for visit, said in found.items() if visit})


def erase_words() -> None:
    """What is over, and what was said to somebody who has gone or stands at another door."""
    elsewhere = Q(visit__isnull=False) & ~_AT_ITS_DOOR
    over = Q(until__lte=timezone.now()) | Q(visit__state=State.CLOSED)
    Word.objects.filter(over | elsewhere).delete()


def doors_of_words_just_over(recently: datetime, now: datetime) -> set[str]:
    over = Word.objects.filter(until__range=(recently, now))
    return set(over.values_list("department__slug", flat=True))
