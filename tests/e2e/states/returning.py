"""A visit that goes on at another device."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.visitor import Visitor

WRONG = "XXX-XXX-XXX"


def code_shown(people: People) -> CitizenPage:
    visitor = people.citizen()
    visitor.knocks_at(name="Frau Krüger")
    visitor.press("return-code")
    expect(letters(visitor)).to_be_visible()
    return visitor


def letters(visitor: CitizenPage) -> Locator:
    return visitor.page.locator("[data-return-code-shown] [translate=no]")


def code_shown_plain(people: People) -> Visitor:
    visitor = people.citizen(java_script_enabled=False)
    visitor.goes_to()
    visitor.press("knock")
    visitor.press("return-code")
    return visitor


def code_asked_for(people: People) -> CitizenPage:
    visitor = people.citizen()
    visitor.go(f"/visit/continue#{WRONG}")
    expect(visitor.page.locator("#code")).to_have_value(WRONG)
    return visitor


def wrong_code(people: People) -> Visitor:
    visitor = code_asked_for(people)
    visitor.watch.expect_answer(400, "/visit/continue")
    visitor.press("continue")
    expect(visitor.page.locator("#code")).to_be_focused()
    return visitor


def has_a_place(people: People) -> Visitor:
    visitor = people.citizen()
    visitor.knocks_at(name="Frau Krüger")
    visitor.go("/visit/continue")
    return visitor


def gone_on_elsewhere(people: People) -> Visitor:
    visitor = code_shown(people)
    visitor.watch.expect_answer(410, "/visit/")
    other = people.citizen()
    other.go("/visit/continue")
    other.page.locator("#code").fill(letters(visitor).inner_text())
    other.press("continue")
    expect(visitor.page.locator("main.sorry")).to_be_visible()
    return visitor


STATES: dict[str, Callable[[People], Visitor]] = {
    "return code": code_shown,
    "return code, no script": code_shown_plain,
    "return code asked for": code_asked_for,
    "return code wrong": wrong_code,
    "return code, has a place": has_a_place,
    "goes on elsewhere": gone_on_elsewhere,
}
