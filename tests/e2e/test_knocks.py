"""A knock is heard and seen at the desk, except where it would disturb."""

import re

from playwright.sync_api import expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually


def hears(visitor: Visitor, sound: str, times: int) -> None:
    eventually(visitor.page, lambda: visitor.rang(sound) >= times, what=f"{sound} is heard")
    assert visitor.rang(sound) == times


def shows_count(demir: AdvisorPage, waiting: int) -> None:
    expect(demir.page).to_have_title(re.compile(rf"^\({waiting}\) "))


def test_a_knock_rings_and_stays_in_sight_until_it_is_seen(people: People) -> None:
    demir = people.advisor()
    band = demir.page.locator("#region-knocks")
    expect(band).to_be_hidden()
    shows_count(demir, 0)
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    hears(demir, "knock", 1)
    expect(band).to_be_visible()
    expect(band).to_have_attribute("role", "alert")
    expect(band).to_contain_text(re.compile(r"E\s01.*Ayla", re.DOTALL))
    shows_count(demir, 1)
    band.locator("[data-knocks-seen]").click()
    expect(band).to_be_hidden()
    shows_count(demir, 1)
    assert demir.page.locator("[data-sound-allow]").is_hidden()


def test_no_knock_rings_during_a_talk(people: People) -> None:
    """Row 16: silent in the conversation; what is seen stays."""
    _, demir = two_talk(people)
    rung = demir.rang("knock")
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    expect(demir.page.locator("#region-knocks")).to_be_visible()
    shows_count(demir, 1)
    demir.sees_line("E 02")
    assert demir.rang("knock") == rung


def test_the_sound_can_be_switched_off(people: People) -> None:
    demir = people.advisor()
    bell = demir.page.locator("[data-bell]")
    spoken = bell.get_attribute("aria-label")
    bell.click()
    expect(bell).not_to_have_attribute("aria-label", spoken or "")
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    expect(demir.page.locator("#region-knocks")).to_be_visible()
    assert demir.rang("knock") == 0


def test_the_call_is_heard_in_the_waiting_room(people: People) -> None:
    ayla, _ = somebody_is_called(people)
    hears(ayla, "called", 1)
    expect(ayla.page).to_have_title(re.compile(r"E\s01$"))


def test_notices_are_asked_for_by_a_click_only(people: People) -> None:
    """No question of the browser before the advisor wants one."""
    demir = people.advisor()
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    expect(demir.page.locator("#region-knocks")).to_be_visible()
    assert demir.noted("notificationsAsked") == 0
    assert ayla.noted("notificationsAsked") == 0
    demir.page.locator("[data-notify]").click()
    assert demir.noted("notificationsAsked") == 1
