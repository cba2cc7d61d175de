"""Pages around, and those of a browser without scripts."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.visitor import Visitor

Bring = Callable[[People], Visitor]


def plain(path: str, people: People) -> Visitor:
    visitor = people.citizen(java_script_enabled=False)
    visitor.go(path)
    return visitor


def plain_waiting(people: People) -> CitizenPage:
    rows.line_up(people.office, 2)
    visitor = people.citizen(java_script_enabled=False)
    visitor.goes_to()
    visitor.page.locator("#name").fill("Frau Krüger")
    visitor.press("knock")
    expect(visitor.page.locator(".ticket__number")).to_be_visible()
    return visitor


def plain_called(people: People) -> Visitor:
    visitor = plain_waiting(people)
    people.office.sql("DELETE FROM visits_visit WHERE secret_hash = ''")
    people.advisor().calls_next()
    visitor.reload()
    return visitor


def plain_talking(people: People) -> Visitor:
    visitor = plain_called(people)
    visitor.press("enter")
    visitor.is_("talking")
    return visitor


def page(path: str, people: People) -> Visitor:
    visitor = people.citizen()
    visitor.go(path)
    return visitor


def refused(status: int, path: str, people: People) -> Visitor:
    visitor = people.citizen()
    visitor.watch.expect_answer(status, path)
    visitor.go(path)
    return visitor


def sign_in_refused(people: People) -> Visitor:
    visitor = page("/accounts/login/", people)
    visitor.page.locator("#login").fill("demir")
    visitor.page.locator("#password").fill("falsch")
    visitor.page.locator("main form button").click()
    expect(visitor.page.get_by_role("alert").first).to_be_visible()
    return visitor


STATES: dict[str, Bring] = {
    "overview, no script": partial(plain, "/"),
    "no script, waiting": plain_waiting,
    "no script, called": plain_called,
    "no script, talking": plain_talking,
    "no such page": partial(refused, 404, "/gibt/es/nicht"),
    "no visit": partial(refused, 404, "/visit/"),
    "nothing to look at": partial(refused, 405, "/visit/enter"),
    "privacy": partial(page, "/privacy/"),
    "imprint": partial(page, "/imprint/"),
    "accessibility": partial(page, "/accessibility/"),
    "signing in": partial(page, "/accounts/login/"),
    "signing in, refused": sign_in_refused,
}
