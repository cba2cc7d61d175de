"""No camera, no permission, an old browser: each has help of its own and a way on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, Route, expect

from tests.e2e import axe, media
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import BY_SYSTEM, FORBIDDEN, IN_USE, NOT_THERE, Check, lacks
from tests.e2e.people import People

PHONE_OF_THE_OFFICE = "tel:01234 567-330"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def refusing_browser(engine: Playwright) -> Iterator[Browser]:
    """Its person says no to everything it asks for."""
    flags = ["--deny-permission-prompts"]
    with chromium_of(engine.chromium, yes=False, flags=flags) as browser:
        yield browser


def checks(ayla: CitizenPage) -> Check:
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    check.starts()
    return check


def offers_phone_and_address(check: Check) -> None:
    contact = check.root.locator(".help__contact")
    expect(contact.locator("a")).to_have_attribute("href", PHONE_OF_THE_OFFICE)
    expect(contact).to_contain_text("Rathausplatz")


def keeps_place(ayla: CitizenPage) -> None:
    ayla.is_("waiting")
    ayla.sees_ahead(0)


def test_who_has_refused_reads_how_to_allow_it(people: People, refusing_browser: Browser) -> None:
    """Rows 17 and 21: the help, too, is accessible and fits 320 px."""
    ayla = people.citizen(browser=refusing_browser)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-blocked"))
    expect(check.steps).to_have_count(2)
    expect(check.steps.first).to_contain_text("links neben der Adresse")
    expect(check.ways_in).to_have_count(2)
    offers_phone_and_address(check)
    expect(check.find("start")).to_be_visible()
    keeps_place(ayla)
    axe.expect_accessible(ayla.page, "refused")
    ayla.page.set_viewport_size({"width": 320, "height": 640})
    assert ayla.page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("agent", "step"), [(ANDROID, "Berechtigungen"), (IPHONE, "Website-Einstellungen")]
)
def test_the_steps_are_those_of_the_browser(people: People, agent: str, step: str) -> None:
    ayla = people.citizen(user_agent=agent)
    lacks(ayla, camera=FORBIDDEN, microphone=FORBIDDEN)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-blocked"))
    expect(check.steps).to_have_count(2)
    expect(check.steps.filter(has_text=step)).to_have_count(1)


def test_a_device_that_the_system_forbids_has_other_steps(people: People) -> None:
    ayla = people.citizen()
    lacks(ayla, camera=FORBIDDEN, microphone=FORBIDDEN, message=BY_SYSTEM)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-blocked-system"))
    expect(check.steps.first).to_have_text(re.compile("Einstellungen Ihres Geräts"))
    offers_phone_and_address(check)


def test_a_camera_that_another_program_uses(people: People) -> None:
    """Chromium's test camera serves everybody at once, so its refusal is put in."""
    ayla, demir = people.citizen(), people.advisor()
    lacks(ayla, camera=IN_USE)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-in-use"))
    expect(check.steps.first).to_have_text(re.compile("Programme"))
    expect(check.find("microphone")).to_have_text(ayla.word("device-microphone-good"))
    expect(check.ways_in).to_have_count(2)
    check.ways_in.first.click()
    expect(check.find("chosen")).to_have_text(ayla.word("device-chosen-sound"))
    keeps_place(ayla)

    demir.calls_next()
    ayla.waits_until_called()
    expect(ayla.call.locator("[data-enter-word]")).to_have_text(ayla.word("enter-sound"))
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(ayla.page.locator("[data-room-trouble]")).to_be_hidden()
    media.expect_sound_only(demir.page)


def test_who_has_no_camera_may_speak(people: People) -> None:
    ayla = people.citizen()
    lacks(ayla, camera=NOT_THERE)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-no-camera"))
    expect(check.find("camera")).to_have_text(ayla.word("device-not-there"))
    expect(check.ways_in).to_have_count(1)
    expect(check.ways_in).to_have_attribute("data-devices-without", "camera")
    offers_phone_and_address(check)


def test_who_has_no_microphone_may_watch_and_call(people: People) -> None:
    ayla = people.citizen()
    lacks(ayla, microphone=NOT_THERE)
    check = checks(ayla)
    expect(check.problem).to_have_text(ayla.word("device-no-microphone"))
    expect(check.find("camera")).to_have_text(ayla.word("device-camera-good"))
    expect(check.ways_in).to_have_attribute("data-devices-without", "camera microphone")
    offers_phone_and_address(check)


def test_a_page_without_https_says_so_before_any_click(people: People) -> None:
    """Without https a browser keeps no cookie of ours, so no such page is ever reached by the way
    a person goes; the browser's answer is put in."""
    ayla = people.citizen()
    ayla.context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    expect(check.problem).to_have_text(ayla.word("device-insecure"))
    expect(check.root.get_by_text("https://").filter(visible=True)).to_be_visible()
    offers_phone_and_address(check)
    assert ayla.noted("asked") == []


def test_a_browser_without_video_says_so_before_any_click(people: People) -> None:
    ayla = people.citizen()
    ayla.context.add_init_script("delete window.RTCPeerConnection")
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    expect(check.problem).to_have_text(ayla.word("device-browser"))
    expect(check.ways_in).to_have_count(0)
    expect(check.root.locator("[data-too-old]")).to_be_hidden()
    offers_phone_and_address(check)
    assert ayla.noted("asked") == []
    keeps_place(ayla)


def test_a_browser_too_old_for_our_scripts_is_told_by_the_page_itself(people: People) -> None:
    """Its parser stops at the first new word, so what it reads may not need a script."""
    ayla = people.citizen()
    ayla.goes_to()

    def in_a_language_of_the_future(route: Route) -> None:
        route.fulfill(body="let people = 1 §;", content_type="text/javascript")

    ayla.context.route("**/*.js", in_a_language_of_the_future)
    ayla.page.locator("#name").fill("Ayla")
    ayla.press("knock")
    expect(ayla.page).to_have_url(re.compile(r"/visit/$"))
    ayla.page.wait_for_load_state()
    notice = ayla.page.locator("[data-too-old]")
    expect(notice).to_be_hidden()
    expect(notice).to_be_visible()
    expect(notice.locator("a")).to_have_attribute("href", PHONE_OF_THE_OFFICE)
    assert {complaint.partition(":")[0] for complaint in ayla.watch.complaints} == {"uncaught"}
    ayla.watch.complaints.clear()


def test_trouble_in_the_talk_has_the_same_help(people: People) -> None:
    """Row 18: the band names it, its button opens the help beside the pictures."""
    ayla, demir = people.citizen(), people.advisor()
    lacks(ayla, camera=IN_USE)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    band = ayla.page.locator("[data-room-trouble]")
    expect(band.locator("[data-room-problem]")).to_have_text(ayla.word("device-in-use"))
    band.locator("button").press("Enter")
    panel = ayla.page.locator("[data-side-panel=devices]")
    expect(panel.locator(".help__steps > li").filter(visible=True)).to_have_count(2)
    expect(panel.locator(".help__contact a")).to_have_attribute("href", PHONE_OF_THE_OFFICE)
    panel.locator("[data-control=sound-only]").press("Enter")
    expect(band).to_be_hidden()
    expect(panel.locator("[data-side-title]")).to_be_focused()
    ayla.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    media.expect_sound_only(demir.page)
