"""The people of the tests, each with a name of their own, and the doors they serve or knock at.

Frau Demir heads the parental allowance office and advises at the integration centre. Herr Brandt
is her colleague at the first. Frau Okafor serves another department only. Frau Albrecht
administers the county and serves nobody. Citizens are Ayla, Boris and Chen; a stranger has no
cookie at all.
"""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import (
    Department,
    Duty,
    DutyState,
    Membership,
    OpeningHours,
    Role,
    Subject,
)
from buergerbuero.visits import access, actions
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.rules import By, Kind, Outcome, State

PASSWORD = "sieben-blaue-tueren"  # of people who exist in tests only


def make_department(slug: str = "elterngeldstelle", letter: str = "E", **facts: Any) -> Department:
    """A department that is open all day, every day."""
    facts.setdefault("names", {"de": slug.title(), "en": f"{slug.title()} (en)"})
    department = Department.objects.create(
        slug=slug, letter=letter, phone="01234 567-330", address="Rathausplatz 1", **facts
    )
    for weekday in range(7):
        OpeningHours.objects.create(
            department=department, weekday=weekday, opens=time(0), closes=time(0)
        )
    Subject.objects.create(department=department, labels={"de": "Nachweise", "en": "Documents"})
    return department


def make_advisor(
    username: str, name: str, *departments: Department, role: Role = Role.ADVISOR
) -> User:
    user = User.objects.create_user(username, password=PASSWORD, name=name)
    for department in departments:
        Membership.objects.create(user=user, department=department, role=role)
    return user


def on_duty(user: User, state: DutyState = DutyState.FREE, **facts: Any) -> User:
    """Somebody sits at this desk now."""
    Duty.objects.update_or_create(
        user=user, defaults={"state": state, "seen_at": timezone.now(), **facts}
    )
    return user


def knock(department: Department, name: str = "Ayla", **facts: Any) -> Visit:
    """A citizen knocks, from an address of their own, and their page is alive."""
    secret = access.new_secret()
    visit = actions.knock(
        department,
        actions.Request(name=name, **facts),
        secret_hash=access.hash_of(secret),
        source=f"source of {secret}",
    )
    Visit.objects.filter(pk=visit.pk).update(seen_at=timezone.now())
    visit.refresh_from_db()
    visit.secret = secret  # type: ignore[attr-defined]  # what the browser keeps in its cookie
    return visit


def has_served(department: Department, minutes: float = 10, count: int = 20) -> None:
    """So many talks of about this length, yesterday: from them people learn how long it takes."""
    for number in range(count):
        ended = timezone.now() - timedelta(days=1, minutes=count - number)
        took = timedelta(minutes=minutes * (0.9 + 0.2 * number / count))
        visit = Visit.objects.create(
            department=department,
            letter="ZZ",
            number=Visit.objects.count() + 1,
            day=ended.date(),
            state=State.CLOSED,
            outcome=Outcome.SERVED,
            since=ended - took,
            closed_at=ended,
        )
        for kind, by, at in (
            (Kind.CALL, By.ADVISOR, ended - took),
            (Kind.END, By.ADVISOR, ended),
        ):
            Event.objects.create(visit=visit, kind=kind, by=by, department=department, at=at)
