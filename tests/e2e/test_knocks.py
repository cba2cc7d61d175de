"""A knock is heard and seen at the desk, except where it would disturb."""

import re
import time

from playwright.sync_api import Locator, expect

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


def knocks(people: People, name: str) -> None:
    people.citizen().knocks_at(name=name)


def bell_of(demir: AdvisorPage) -> Locator:
    return demir.page.locator("[data-bell]")


def blocked_band(demir: AdvisorPage) -> Locator:
    return demir.page.locator("[data-sound-allow]")


def test_a_knock_rings_and_stays_in_sight_until_it_is_seen(people: People) -> None:
    """Row 19: as an alert, in an element that was there before."""
    demir = people.advisor()
    demir.knock.evaluate("(one) => { one.known = true; }")
    expect(demir.seen_button).to_be_hidden()
    shows_count(demir, 0)
    knocks(people, "Ayla")
    hears(demir, "knock", 1)
    expect(demir.knock).to_have_text(re.compile(r"E\s01, Elterngeldstelle – Ayla$"))
    expect(demir.knock).to_be_visible()
    assert demir.knock.evaluate("(one) => one.known === true")
    expect(demir.rows.locator("[data-new]")).to_be_visible()
    shows_count(demir, 1)
    demir.has_seen()
    expect(demir.seen_button).to_be_hidden()
    expect(demir.page.locator("main h1")).to_be_focused()
    expect(demir.rows.locator("[data-new]")).to_be_hidden()
    shows_count(demir, 1)
    expect(blocked_band(demir)).to_be_hidden()


def test_several_knocks_at_once_sound_once(people: People) -> None:
    demir = people.advisor()
    for place, name in enumerate(("Ayla", "Boris", "Chen")):
        knocks(people, name)
        expect(demir.rows).to_have_count(place + 1)
    expect(demir.knock).to_have_text(re.compile("Chen"))
    said = demir.word("knock-and-more", who="E\u00a003, Elterngeldstelle – Chen", others=2)
    expect(demir.knock).to_have_text(said)
    assert demir.rang("knock") == 1


def test_a_flood_sounds_once(people: People) -> None:
    """Row 46: thirty knocks of one source are one sound, at most one in ten seconds."""
    demir = people.advisor()
    flood = people.browser.new_context()
    office = demir.office.url
    statuses, begun = [], time.monotonic()
    for number in range(30):
        flood.clear_cookies()
        answer = flood.request.post(
            f"{office}/departments/elterngeldstelle/knock",
            headers={"Origin": office},
            form={"name": "Chen", "form": f"{number:022d}"},
            max_redirects=0,
        )
        statuses.append(answer.status)
    assert statuses == [303] * 20 + [429] * 10
    shows_count(demir, 20)
    assert 1 <= demir.rang("knock") <= 1 + (time.monotonic() - begun) // 10
    flood.close()


def test_no_knock_rings_during_a_talk(people: People) -> None:
    """Row 16: silent in the conversation; what is seen stays."""
    _, demir = two_talk(people)
    rung = demir.rang("knock")
    knocks(people, "Boris")
    expect(demir.knock).to_have_text(re.compile("Boris"))
    expect(demir.seen_button).to_be_visible()
    shows_count(demir, 1)
    demir.sees_line("E 02")
    assert demir.rang("knock") == rung


def test_the_sound_stays_off_until_it_is_switched_on(people: People) -> None:
    """Through a reload and a new sign-in; what is seen stays."""
    demir = people.advisor()
    spoken = bell_of(demir).get_attribute("aria-label") or ""
    bell_of(demir).click()
    expect(bell_of(demir)).not_to_have_attribute("aria-label", spoken)
    knocks(people, "Ayla")
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    assert demir.rang("knock") == 0
    demir.reload()
    demir.sits_at_desk()
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    assert demir.rang("knock") == 0
    elsewhere = people.advisor()
    expect(bell_of(elsewhere)).not_to_have_attribute("aria-label", spoken)
    assert elsewhere.rang("knock") == 0
    bell_of(elsewhere).click()
    expect(bell_of(elsewhere)).to_have_attribute("aria-label", spoken)
    knocks(people, "Boris")
    hears(elsewhere, "knock", 1)


def test_a_choice_that_the_server_did_not_keep_is_taken_back(people: People) -> None:
    demir = people.advisor()
    spoken = bell_of(demir).get_attribute("aria-label") or ""
    demir.watch.expect_lost_network()
    demir.context.set_offline(True)
    bell_of(demir).click()
    expect(demir.page.locator("#command-message")).to_have_text(demir.word("offline"))
    expect(bell_of(demir)).to_have_attribute("aria-label", spoken)
    demir.context.set_offline(False)
    bell_of(demir).click()
    expect(bell_of(demir)).not_to_have_attribute("aria-label", spoken)


def test_the_sound_can_be_tried_also_while_it_is_off(people: People) -> None:
    demir = people.advisor()
    bell_of(demir).click()
    demir.page.locator("[data-sound-test]").click()
    hears(demir, "knock", 1)


def test_a_browser_that_lets_no_sound_out_is_named_before_anybody_knocks(people: People) -> None:
    """Chromium lets a page sound that was touched; one that was loaded anew was not."""
    demir = people.advisor(by_form=True)
    expect(blocked_band(demir)).to_be_hidden()
    demir.reload()
    expect(blocked_band(demir)).to_be_visible()
    blocked_band(demir).locator("button").click()
    expect(blocked_band(demir)).to_be_hidden()
    hears(demir, "knock", 1)


def test_whoever_was_seen_does_not_knock_again_after_a_reload(people: People) -> None:
    demir = people.advisor()
    knocks(people, "Ayla")
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    demir.has_seen()
    demir.reload()
    demir.sits_at_desk()
    expect(demir.seen_button).to_be_hidden()
    knocks(people, "Boris")
    expect(demir.knock).to_have_text(re.compile("Boris$"))


def test_whoever_is_called_and_taken_back_does_not_knock_anew(people: People) -> None:
    _, demir = somebody_is_called(people)
    rung = demir.rang("knock")
    demir.takes_call_back()
    demir.sees_line("E 01")
    expect(demir.seen_button).to_be_hidden()
    assert demir.rang("knock") == rung


def test_the_call_is_heard_in_the_waiting_room(people: People) -> None:
    ayla, _ = somebody_is_called(people)
    hears(ayla, "called", 1)
    expect(ayla.page).to_have_title(re.compile(r"E\s01$"))


def test_notices_are_asked_for_by_a_click_only(people: People) -> None:
    """No question of the browser before the advisor wants one."""
    demir = people.advisor()
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    assert demir.noted("notificationsAsked") == 0
    assert ayla.noted("notificationsAsked") == 0
    demir.page.locator("[data-notify]").click()
    assert demir.noted("notificationsAsked") == 1
