"""A door that takes nobody notes who wants to be called back; the desk lists them."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.states.doors import goes, no_more
from tests.e2e.visitor import Visitor

NUMBER = "0151 23456789"


def offered(people: People) -> CitizenPage:
    no_more(people)
    rows.set_door(people.office, takes_callbacks=1)
    return goes(people, f"/departments/{rows.OFFICE}/")


def wrong_number(people: People) -> CitizenPage:
    visitor = offered(people)
    visitor.watch.expect_answer(400, f"/departments/{rows.OFFICE}/callback")
    asks(visitor, "0151 abc")
    expect(visitor.page.locator("#phone")).to_have_attribute("aria-invalid", "true")
    return visitor


def asks(visitor: CitizenPage, phone: str, name: str = "Frau Krüger", when: str = "") -> None:
    visitor.page.locator("#phone").fill(phone)
    visitor.page.locator("#callback-name").fill(name)
    if when:
        visitor.page.locator("#when").select_option(when)
    visitor.press("callback")


def noted(people: People) -> CitizenPage:
    visitor = offered(people)
    asks(visitor, NUMBER, when="morning")
    expect(visitor.page.get_by_text(NUMBER)).to_be_visible()
    return visitor


def two_wishes(people: People) -> AdvisorPage:
    noted(people)
    asks(offered_again(people), "089 12345", name="")
    demir = people.advisor()
    expect(demir.page.locator("#region-callbacks li")).to_have_count(2)
    return demir


def offered_again(people: People) -> CitizenPage:
    return goes(people, f"/departments/{rows.OFFICE}/")


CITIZEN: dict[str, Callable[[People], Visitor]] = {
    "callback offered": offered,
    "callback, no number": wrong_number,
    "callback noted": noted,
}
ADVISOR: dict[str, Callable[[People], Visitor]] = {"desk, callbacks": two_wishes}
