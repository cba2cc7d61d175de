"""A discreet door tells nobody who looks over a shoulder what it is about."""

import pytest
from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People

DOOR, NAME = "beratungsstelle", "Vertrauliche Beratungsstelle"
ELSEWHERE = "https://de.wikipedia.org/"


@pytest.fixture
def alex(people: People) -> CitizenPage:
    rows.open_all_day(people.office, DOOR)
    alex = people.citizen()
    html = {"body": "<title>Elsewhere</title>", "content_type": "text/html"}
    alex.context.route("https://**", lambda route: route.fulfill(**html))
    alex.go("/")
    return alex


def is_elsewhere(citizen: CitizenPage) -> None:
    """Nothing was asked of a foreign address before, and the way back does not lead to the door."""
    expect(citizen.page).to_have_title("Elsewhere")
    assert citizen.watch.complaints == [f"foreign origin: {ELSEWHERE}"]
    citizen.watch.complaints.clear()
    citizen.page.go_back()
    expect(citizen.page).to_have_url(citizen.office.url + "/")


def test_one_click_leads_elsewhere_and_no_way_back(alex: CitizenPage) -> None:
    alex.goes_to(DOOR)
    alex.page.locator("[data-way-out]").click()
    is_elsewhere(alex)


def test_escape_three_times_does_the_same_and_twice_does_not(alex: CitizenPage) -> None:
    alex.goes_to(DOOR)
    alex.page.keyboard.press("Escape")
    alex.page.keyboard.press("Escape")
    expect(alex.page.get_by_role("heading", level=1)).to_have_text(NAME)
    alex.page.keyboard.press("Escape")
    is_elsewhere(alex)


def test_who_waits_has_it_too_and_no_title_names_the_door(alex: CitizenPage) -> None:
    alex.goes_to(DOOR)
    assert NAME not in alex.page.title()
    alex.knocks("Alex")
    alex.is_("waiting")
    assert NAME not in alex.page.title()
    expect(alex.page.locator("[data-way-out]")).to_be_in_viewport()
    alex.page.mouse.wheel(0, 2000)
    expect(alex.page.locator("[data-way-out]")).to_be_in_viewport()


def test_other_doors_have_none(people: People) -> None:
    ayla = people.citizen()
    ayla.goes_to("elterngeldstelle")
    expect(ayla.page.locator("[data-way-out]")).to_have_count(0)


def test_paper_names_it_neither(alex: CitizenPage) -> None:
    """What is printed in the waiting room is the ticket."""
    alex.goes_to(DOOR)
    alex.knocks("Alex")
    alex.page.emulate_media(media="print")
    printed = alex.page.locator("body").inner_text()
    assert "V\u00a001" in printed
    assert NAME not in printed
