"""The whole way by keyboard, for citizen and advisor: seen, in order, without a trap."""

import re

from playwright.sync_api import expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import Panel
from tests.e2e.keyboard import Keyboard
from tests.e2e.layout import MAGNIFIED
from tests.e2e.people import WIDE, People
from tests.e2e.scenes import somebody_waits

OFF = re.compile(r"\bcontrol--off\b")


def test_a_citizen_from_the_door_to_the_goodbye(people: People) -> None:
    """Row 18: overview, knock, device check, a pause, the call, the room, back again, goodbye."""
    demir, ayla = people.advisor(), people.citizen()
    keys = Keyboard(ayla)
    skips_to_the_doors(ayla, keys)
    keys.presses(ayla.page.locator("#region-door-elterngeldstelle h3 a"))
    knocks(ayla, keys)
    checks_devices(ayla, keys)
    steps_out_and_back(ayla, keys)
    thinks_better_of_leaving(ayla, keys)
    demir.calls_next()
    ayla.waits_until_called()
    enters(ayla, keys)
    talks(ayla, keys)
    hangs_up(ayla, keys)
    keys.presses(ayla.button("enter"))
    ayla.talks_with("Frau Demir")
    demir.ends_talk()
    ayla.is_bid_goodbye()
    expect(ayla.page.locator(".goodbye h1")).to_be_focused()
    keys.goes_round()


def skips_to_the_doors(ayla: CitizenPage, keys: Keyboard) -> None:
    ayla.go("/")
    ayla.wait_until_live()
    keys.goes_round()
    ayla.reload()
    keys.presses(ayla.page.locator(".skip-link"))
    keys.press("Tab")
    assert ayla.page.evaluate("!!document.activeElement.closest('main')")


def knocks(ayla: CitizenPage, keys: Keyboard) -> None:
    ayla.wait_until_live()
    keys.goes_round()
    keys.tabs_to(ayla.page.locator("#name"))
    keys.types("Ayla")
    keys.presses(ayla.page.locator("details.more summary"))
    keys.presses(ayla.page.locator("#need-sign"), "Space")
    expect(ayla.page.locator("#need-sign")).to_be_checked()
    keys.presses(ayla.button("knock"))
    expect(ayla.page).to_have_url(re.compile(r"/visit/$"))
    ayla.wait_until_live()


def checks_devices(ayla: CitizenPage, keys: Keyboard) -> None:
    keys.goes_round()
    start, stop = (ayla.page.locator(f"[data-devices-{what}]") for what in ("start", "stop"))
    keys.presses(start)
    expect(stop).to_be_focused()
    keys.press("Enter")
    expect(start).to_be_focused()


def steps_out_and_back(ayla: CitizenPage, keys: Keyboard) -> None:
    keys.presses(ayla.page.locator("details.menu:has(form[action$='/pause']) summary"))
    keys.presses(ayla.page.locator("button[name=minutes]").first)
    expect(ayla.button("back")).to_be_focused()
    keys.press("Enter")
    expect(ayla.button("back")).to_be_hidden()


def thinks_better_of_leaving(ayla: CitizenPage, keys: Keyboard) -> None:
    keys.presses(ayla.button("leave"))
    expect(ayla.page.locator("dialog:modal button").first).to_be_focused()
    keys.goes_round()
    keys.press("Escape")
    expect(ayla.button("leave")).to_be_focused()


def enters(ayla: CitizenPage, keys: Keyboard) -> None:
    expect(ayla.call.locator("h2")).to_be_focused()
    keys.goes_round()
    camera = ayla.call.locator("[data-choice=camera]")
    keys.presses(camera, "Space")
    expect(camera).to_have_class(re.compile("toggle--off"))
    keys.press("Space")
    keys.presses(ayla.button("more-time"))
    expect(ayla.call.locator("[data-offer-left]")).to_have_text(re.compile("4:00|3:5"))
    keys.presses(ayla.button("enter"))
    ayla.talks_with("Frau Demir")


def talks(ayla: CitizenPage, keys: Keyboard) -> None:
    expect(ayla.page.locator(".callbar [data-side=writing]")).to_be_visible()
    keys.goes_round()
    microphone = ayla.page.locator(".callbar [data-control=microphone]")
    keys.presses(microphone)
    expect(microphone).to_have_class(OFF)
    keys.press("Space")
    expect(microphone).not_to_have_class(OFF)
    panel = Panel(ayla)
    keys.presses(panel.button)
    keys.presses(panel.more.locator("[data-side=devices]"))
    expect(panel.root.locator("[data-side-title]")).to_be_focused()
    expect(panel.root.locator("select").filter(visible=True).first).to_be_visible()
    keys.goes_round()
    keys.press("Escape")
    expect(panel.button).to_be_focused()


def hangs_up(ayla: CitizenPage, keys: Keyboard) -> None:
    keys.presses(ayla.button("hang-up"))
    stay, go = ayla.page.locator("dialog:modal button").all()
    expect(stay).to_be_focused()
    keys.presses(go)
    ayla.is_("hung-up")


def test_an_advisor_from_the_knock_to_the_end(people: People) -> None:
    """Row 18: band, call, room, end, own state, menus; without a single key of the desk's own."""
    ayla, demir = somebody_waits(people)
    keys = Keyboard(demir)
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    for size in (MAGNIFIED, WIDE):
        demir.page.set_viewport_size(size)
        keys.goes_round()
    keys.presses(demir.seen_button)
    expect(demir.page.locator("main h1")).to_be_focused()
    opens_and_closes_menus(demir, keys)
    keys.presses(demir.button("desk/call"))
    demir.has_called()
    expect(demir.page.locator("#room-title")).to_be_focused()
    expect(demir.page.locator(".callbar [data-side=writing]")).to_be_visible()
    keys.goes_round()
    ayla.waits_until_called()
    ayla.enters()
    demir.talks_with("Ayla")
    keys.goes_round()
    microphone = demir.page.locator(".callbar [data-control=microphone]")
    keys.presses(microphone)
    expect(microphone).to_have_class(OFF)
    ends_the_talk(demir, keys)
    takes_a_break(demir, keys)


def opens_and_closes_menus(demir: AdvisorPage, keys: Keyboard) -> None:
    for menu in (demir.rows.nth(0), demir.page.locator(".me")):
        summary = menu.locator("summary")
        keys.presses(summary)
        expect(menu.locator(".menu__list")).to_be_visible()
        keys.goes_round()
        keys.press("Escape")
        summary.focus()
        keys.press("Enter")
        keys.press("Escape")
        expect(menu.locator(".menu__list")).to_be_hidden()
        expect(summary).to_be_focused()


def ends_the_talk(demir: AdvisorPage, keys: Keyboard) -> None:
    keys.presses(demir.button("end"))
    stay, go = demir.page.locator("dialog:modal button").all()
    expect(stay).to_be_focused()
    keys.press("Escape")
    expect(demir.button("end")).to_be_focused()
    keys.press("Enter")
    keys.presses(go)
    demir.is_alone()
    expect(demir.page.locator("main h1")).to_be_focused()


def takes_a_break(demir: AdvisorPage, keys: Keyboard) -> None:
    keys.tabs_to(demir.page.locator("#region-duty input[value=free]"))
    keys.press("ArrowRight")
    expect(demir.page.locator("#region-duty[data-state=break]")).to_be_attached()
    expect(demir.page.locator("#region-duty input[value=break]")).to_be_focused()


def test_an_advisor_signs_in_and_out(people: People) -> None:
    """Row 18, without a mouse; a password can be pasted."""
    demir = people.advisor()
    keys = Keyboard(demir)
    keys.presses(demir.page.locator(".me summary"))
    keys.presses(demir.page.locator(".me form[action$='/logout/'] button"))
    keys.presses(demir.page.locator("main form button"))
    expect(demir.page.locator("#password")).to_be_visible()
    keys.goes_round()
    keys.tabs_to(demir.page.locator("#login"))
    keys.types("demir")
    keys.tabs_to(demir.page.locator("#password"))
    keys.types(demir.office.passwords["demir"])
    keys.press("Enter")
    demir.sits_at_desk()
