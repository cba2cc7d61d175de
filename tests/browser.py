"""A browser of the tests: its own cookies, its own address, and the manners of a real one."""

import json
from typing import Any

from django.test import Client

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.visits import access
from buergerbuero.visits.models import Visit
from tests import html

ORIGIN = "http://testserver"


class Browser(Client):
    """Signs in without a form and needs no CSRF token, unless it is told to be `strict`."""

    def __init__(self, *, address: str = "192.0.2.7", strict: bool = False, **facts: Any) -> None:
        facts = {"HTTP_HOST": "testserver", "REMOTE_ADDR": address, **facts}
        super().__init__(enforce_csrf_checks=strict, **facts)

    def page(self, path: str, status: int = 200) -> html.Element:
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        return html.read(response.content)

    def knock(self, department: Department, *, page: str = "", **fields: Any) -> Any:
        """From the department's page, or from the one at /en/."""
        prefix = f"/{page}" if page else ""
        path = f"{prefix}/departments/{department.slug}/knock"
        return self.post(path, fields, headers={"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"})

    def command(self, path: str, **fields: Any) -> Any:
        """As a page's script sends it."""
        return self.post(path, fields, headers={"Accept": "application/json"})

    def say(self, path: str, value: Any) -> Any:
        """JSON, as the room sends it."""
        raw = value if isinstance(value, bytes) else json.dumps(value)
        return self.post(path, raw, "application/json", headers={"Accept": "application/json"})

    def holds(self, visit: Visit) -> "Browser":
        """The browser that has knocked: it keeps the visit's secret."""
        self.cookies[access.COOKIE] = visit.secret  # type: ignore[attr-defined]  # set by people.knock
        return self

    def is_signed_in_as(self, user: User) -> "Browser":
        self.force_login(user)
        return self


def sentence(response: Any) -> tuple[int, str]:
    """What a command answers: its status and its sentence for the person."""
    content = response.content
    return response.status_code, json.loads(content)["message"] if content else ""
