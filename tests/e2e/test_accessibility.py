"""Every state of every page for everybody: by axe, by keyboard, by ear."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import axe, media
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, somebody_waits
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.skipif(
    not axe.SCRIPT.exists(), reason="needs axe-core: bin/test installs it"
)
LAST_MISS = (
    "UPDATE visits_visit SET missed = 2, offer_until = datetime('now', '-1 seconds')"
    " WHERE state = 'called'"
)


def looks_at(visitor: Visitor, state: str) -> None:
    axe.expect_accessible(visitor.page, state)


# Row 17


def test_public_pages(people: People) -> None:
    """Row 17: no serious or critical finding of axe on the pages that everybody sees."""
    ayla = people.citizen()
    for path in (
        "/",
        "/departments/elterngeldstelle/",
        "/privacy/",
        "/imprint/",
        "/accessibility/",
    ):
        ayla.go(path)
        looks_at(ayla, path)
    ayla.watch.expect_answer(404, "/departments/kein-amt/")
    ayla.goes_to("kein-amt")
    looks_at(ayla, "error page")
    ayla.watch.expect_answer(404, "/visit/")
    ayla.go("/visit/")
    looks_at(ayla, "no visit")
    ayla.watch.expect_answer(400, "/departments/elterngeldstelle/knock")
    ayla.goes_to()
    ayla.page.locator("#name").fill("Ihr Landratsamt")
    ayla.press("knock")
    expect(ayla.page.locator("#name-e")).to_be_visible()
    looks_at(ayla, "form with an error")


def test_the_citizens_way(people: People) -> None:
    """Row 17: waiting, away, checking devices, called, in the room, hung up, goodbye."""
    ayla, demir = somebody_waits(people)
    looks_at(ayla, "waiting")
    ayla.page.locator("[data-devices-start]").click()
    expect(ayla.page.locator("[data-devices-stop]")).to_be_visible()
    looks_at(ayla, "checking devices")
    ayla.steps_out_for(5)
    looks_at(ayla, "away")
    ayla.is_back()
    ayla.press("leave")
    looks_at(ayla, "asked whether to go")
    ayla.confirm(yes=False)
    demir.calls_next()
    ayla.waits_until_called()
    looks_at(ayla, "called")
    ayla.enters()
    ayla.talks_with("Frau Demir")
    media.expect_picture(ayla.page)
    looks_at(ayla, "in the room")
    ayla.turns("camera", on=False)
    ayla.turns("microphone", on=False)
    looks_at(ayla, "in the room, everything off")
    ayla.hangs_up()
    looks_at(ayla, "hung up")
    demir.ends_talk()
    ayla.is_bid_goodbye()
    looks_at(ayla, "goodbye")


def test_other_goodbyes(people: People) -> None:
    """Row 17: the page of a missed call."""
    ayla, _ = somebody_is_called(people)
    ayla.office.sql(LAST_MISS)
    ayla.is_bid_goodbye("missed")
    looks_at(ayla, "missed")


def test_the_advisors_way(people: People) -> None:
    """Row 17: signing in, at an empty desk, with a line, calling, talking, on a break."""
    demir = people.advisor()
    looks_at(demir, "empty desk")
    ayla, boris = people.citizen(), people.citizen()
    ayla.knocks_at(name="Ayla")
    boris.knocks_at(name="Boris")
    demir.sees_line("E 01", "E 02")
    looks_at(demir, "desk with a line")
    demir.more_about("E 02")
    looks_at(demir, "menu of one person")
    demir.page.keyboard.press("Escape")
    demir.calls_next()
    looks_at(demir, "calling")
    ayla.waits_until_called()
    ayla.enters()
    demir.talks_with("Ayla")
    media.expect_picture(demir.page)
    looks_at(demir, "talking")
    demir.ends_talk()
    demir.is_now("break")
    looks_at(demir, "on a break")


def test_signing_in_and_out(people: People) -> None:
    """Row 17: the pages of the account, with an error too."""
    demir = people.advisor()
    for path in ("/accounts/password/change/", "/accounts/logout/"):
        demir.go(path)
        looks_at(demir, path)
    demir.page.locator("main form button").click()
    expect(demir.page.locator("#password")).to_be_visible()
    looks_at(demir, "signing in")
    demir.page.locator("#login").fill("demir")
    demir.page.locator("#password").fill("falsch")
    demir.page.locator("main form button").click()
    expect(demir.page.get_by_role("alert").first).to_be_visible()
    looks_at(demir, "signing in, refused")


# Row 19


def test_changes_are_spoken_by_elements_that_were_there_before(people: People) -> None:
    """Row 19: a screen reader hears only what changes inside of a region it already knows."""
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    ayla, demir = somebody_waits(people)
    remember = "(all) => all.forEach((one) => { one.known = true; })"
    known = "(one) => one.known === true"
    ayla.page.locator("[role=status]").evaluate_all(remember)
    ayla.sees_ahead(1)
    demir.calls_next()
    ayla.sees_ahead(0)
    ayla.is_told_place(0)
    announced = ayla.page.locator("#announce")
    assert announced.get_attribute("role") == "status"
    assert announced.evaluate(known)
    demir.takes_call_back()
    ayla.sees_ahead(1)
    ayla.is_told_place(1)
    assert announced.evaluate(known)
    boris.leaves()
    demir.calls_next()
    ayla.waits_until_called()
    expect(ayla.call.locator("h2")).to_be_focused()
    assert ayla.call.evaluate("dialog => dialog.getAttribute('aria-labelledby')") == "herein"


# Row 18


def tab_to(visitor: Visitor, target: Locator) -> None:
    """By the keyboard alone, with the focus to be seen on the way's end."""
    expect(target).to_be_visible()
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    eventually(visitor.page, lambda: target.evaluate(FOCUS_IS_SEEN), what=f"focus seen: {target}")


FOCUS_IS_SEEN = """(element) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const marked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return marked && (element.contains(there) || there?.contains(element));
}"""


def test_the_whole_way_by_keyboard(people: People) -> None:
    """Row 18: overview, knock, call, room, goodbye without a mouse, the focus always in sight."""
    demir = people.advisor()
    ayla = people.citizen()
    keyboard = ayla.page.keyboard
    ayla.go("/")
    tab_to(ayla, ayla.page.locator("#region-door-elterngeldstelle h3 a"))
    keyboard.press("Enter")
    tab_to(ayla, ayla.page.locator("#name"))
    keyboard.type("Ayla")
    tab_to(ayla, ayla.button("knock"))
    keyboard.press("Enter")
    ayla.wait_until_live()
    assert ayla.number == "E 01"
    tab_to(ayla, ayla.page.locator("[data-devices-start]"))
    keyboard.press("Enter")
    expect(ayla.page.locator("[data-devices-stop]")).to_be_focused()
    keyboard.press("Enter")
    expect(ayla.page.locator("[data-devices-start]")).to_be_focused()
    demir.calls_next()
    ayla.waits_until_called()
    expect(ayla.call.locator("h2")).to_be_focused()
    tab_to(ayla, ayla.call.locator("[data-choice=camera]"))
    keyboard.press("Space")
    keyboard.press("Space")
    tab_to(ayla, ayla.button("enter"))
    keyboard.press("Enter")
    ayla.talks_with("Frau Demir")
    tab_to(ayla, ayla.page.locator(".callbar [data-control=microphone]"))
    keyboard.press("Enter")
    expect(demir.other_tile.locator("[data-tile-no-sound]")).to_be_visible()
    tab_to(ayla, ayla.button("hang-up"))
    keyboard.press("Enter")
    stay, go = ayla.page.locator("dialog:modal button").all()
    expect(stay).to_be_focused()
    tab_to(ayla, go)
    keyboard.press("Enter")
    ayla.is_("hung-up")
    tab_to(ayla, ayla.button("enter"))
    keyboard.press("Enter")
    ayla.talks_with("Frau Demir")
    demir.ends_talk()
    ayla.is_bid_goodbye()
    expect(ayla.page.locator(".goodbye h1")).to_be_focused()
