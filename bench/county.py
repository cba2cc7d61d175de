"""Rows for measurements: doors, people at the desks, and whoever waits. Needs Django set up."""

import http.client
from datetime import time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, DutyState, Membership, OpeningHours
from buergerbuero.visits import access
from buergerbuero.visits.models import NumberRoll, Visit

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LANGUAGES = ("de", "en")


def add_department(number: int) -> Department:
    """Open all day; its numbers begin with two letters."""
    department = Department.objects.create(
        slug=f"tuer-{number}",
        letter=LETTERS[number // len(LETTERS)] + LETTERS[number % len(LETTERS)],
        names={"de": f"Tür {number}", "en": f"Door {number}"},
        phone="01234 567-300",
        address="Rathausplatz 1",
        capacity=32_000,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(department=department, weekday=day, opens=time(0), closes=time(0))
        for day in range(7)
    )
    return department


def add_waiting(department: Department, count: int) -> list[tuple[str, str]]:
    """So many more wait there. Returns the cookie and language of each, in order of the line."""
    now, day = timezone.now(), timezone.localdate()
    already = Visit.objects.filter(department=department).count()
    secrets = [access.new_secret() for _ in range(count)]
    Visit.objects.bulk_create(
        Visit(
            department=department,
            letter=department.letter,
            number=already + number,
            day=day,
            since=now + timedelta(microseconds=number),
            seen_at=now,
            secret_hash=access.hash_of(secret),
            name=f"Person {already + number}",
            case_number=f"AZ-{already + number}",
            language=LANGUAGES[number % 2],
        )
        for number, secret in enumerate(secrets, start=1)
    )
    NumberRoll.objects.update_or_create(
        department=department, day=day, defaults={"last": already + count}
    )
    return [
        (f"{access.COOKIE}={secret}", LANGUAGES[number % 2])
        for number, secret in enumerate(secrets, start=1)
    ]


class Advisor:
    """Somebody signed in at a desk, with a session as signing in makes it."""

    def __init__(self, port: int, name: str, department: Department) -> None:
        self.user = User.objects.create(username=name, name=f"Frau {name.title()}")
        Membership.objects.create(user=self.user, department=department)
        Duty.objects.create(user=self.user, state=DutyState.FREE, seen_at=timezone.now())
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={self._sign_in()}"
        self._department = department
        self._port = port

    def _sign_in(self) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.save()
        return str(session.session_key)

    def call(self) -> None:
        self._post("/desk/call")

    def take_back(self) -> None:
        visit = Visit.objects.get(advisor=self.user)
        self._post(f"/desk/visits/{visit.pk}/take-back")

    def _post(self, path: str) -> None:
        token = "a" * 32
        headers: dict[str, Any] = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("POST", path, urlencode({}), headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if answer.status != 204:
            raise SystemExit(f"{path} was refused: {answer.status} {said[:200]!r}")
