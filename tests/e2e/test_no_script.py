"""Without JavaScript: knocking, waiting and leaving work; the talk says what it needs."""

import re

from playwright.sync_api import expect

from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People


def knocks(ayla: CitizenPage, name: str) -> None:
    ayla.goes_to()
    ayla.page.locator("#name").fill(name)
    ayla.press("knock")
    expect(ayla.page).to_have_url(re.compile("/visit/$"))


def test_waiting_and_leaving_without_javascript(people: People) -> None:
    boris = people.citizen(java_script_enabled=False)
    ayla = people.citizen(java_script_enabled=False)
    knocks(boris, "Boris")
    knocks(ayla, "Ayla")
    assert ayla.number == "E 02"
    ayla.sees_ahead(1)
    boris.press("leave")
    boris.is_bid_goodbye("left")
    ayla.reload()
    assert ayla.number == "E 02"
    ayla.sees_ahead(0)
    ayla.press("leave")
    ayla.is_bid_goodbye("left")


def test_the_page_loads_again_by_itself_until_one_says_no(people: People) -> None:
    """Row 20: what happens by itself can be switched off, and on again."""
    ayla = people.citizen(java_script_enabled=False)
    refresh = ayla.page.locator("meta[http-equiv=refresh]")
    knocks(ayla, "Ayla")
    expect(refresh).to_have_attribute("content", "15")
    ayla.page.locator(".noscript-note a").click()
    expect(ayla.page).to_have_url(re.compile("refresh=off$"))
    expect(refresh).to_have_count(0)
    assert ayla.number == "E 01"
    ayla.page.locator(".noscript-note a").click()
    expect(refresh).to_have_count(1)


def test_called_without_javascript(people: People) -> None:
    """The call stands in the page; the room says that video needs JavaScript, and whom to ring."""
    demir = people.advisor()
    ayla = people.citizen(java_script_enabled=False)
    knocks(ayla, "Ayla")
    demir.calls_next()
    ayla.reload()
    expect(ayla.page.locator("dialog#called[open] h2")).to_have_text(re.compile("Frau Demir"))
    ayla.press("not-yet")
    ayla.is_("waiting")
    ayla.press("back")
    demir.sees_next("E 01")
    demir.calls_next()
    ayla.reload()
    ayla.press("enter")
    ayla.is_("talking")
    expect(ayla.page.locator(".noscript-note a[href^='tel:']").last).to_be_visible()
    demir.ends_talk()
    ayla.reload()
    ayla.is_bid_goodbye()
