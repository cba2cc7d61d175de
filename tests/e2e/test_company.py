"""Three and four people in a talk: they come, they are seen, and they go."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.e2e.company import (
    OKAFOR_S_DOOR,
    agrees,
    colleague_comes,
    colleague_of_another_door_comes,
    guest_comes,
    inside,
    link_for,
    panel,
    rings,
    role_of,
    sees_frames_of,
    shown_link,
)
from tests.e2e.papers import Papers
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.waiting import eventually

# Notes when this page receives from no more than so many others: each sends sound and picture.
WATCH = """(others) => {
  const receives = () => window.noted.connections
    .filter(({ connectionState }) => connectionState !== "closed")
    .flatMap((connection) => connection.getReceivers())
    .filter(({ track }) => track.readyState === "live").length;
  const look = () => {
    if (receives() <= 2 * others) window.freeAt = Date.now();
    else setTimeout(look, 10);
  };
  look();
}"""
TWO_SECONDS_MS = 2_000
# What a browser says to a page that it puts aside with its connections, and takes up again.
ASLEEP = "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
AWAKE = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
NOW = "() => Date.now()"
JSON = {"Accept": "application/json"}
# Well-formed: what refuses it is the gate.
SIGNAL = {"to": "x" * 22, "epochs": [1, 1], "body": {"kind": "restart"}}


def test_colleague_and_interpreter_come_talk_goes_over_and_all_see_all(people: People) -> None:
    """Row 28: the interpreter comes through the same gate. Three, then four people."""
    ayla, demir, brandt = colleague_comes(people)
    inside(ayla, "Frau Demir", "Herr Brandt")
    inside(demir, "Ayla", "Herr Brandt")
    for page in (ayla, demir, brandt):
        sees_frames_of(page, 2)
    adeyemi = guest_comes(people, ayla, demir, "sign", "Frau Adeyemi")
    expect(ayla.page.locator("[data-room-news]")).to_have_text(
        ayla.word("room-came", name="Frau Adeyemi")
    )
    inside(adeyemi, "Frau Demir", "Ayla", "Herr Brandt")
    for page in (ayla, demir, brandt):
        sees_frames_of(page, 3)
    role = ayla.page.locator(".tile--pinned [data-tile-role]")
    expect(role).to_have_text(ayla.word("role-sign"))


def test_the_talk_is_handed_over_and_its_connections_go_on(people: People) -> None:
    ayla, demir, brandt = colleague_comes(people)
    sees_frames_of(ayla, 2)
    before = ayla.page.evaluate("window.noted.connections.length")
    panel(demir).locator("form[action$='/hand-over'] button").click()
    demir.confirm()
    news = ayla.page.locator("[data-room-news]")
    expect(news).to_have_text(ayla.word("room-handed-over", name="Herr Brandt"))
    expect(brandt.button("end")).to_be_visible()
    brandt.opens_slip()
    expect(demir.page.locator("[data-slip-form]")).to_have_count(0)
    for who, leads in ((brandt, True), (demir, False)):
        Papers(who).opens()
        expect(who.page.locator("[data-papers=ask]")).to_be_visible(visible=leads)
        expect(who.page.locator(".callbar [data-side=slip]")).to_be_visible(visible=leads)
    brandt.page.locator("[data-papers=ask]").click()
    asked = ayla.page.locator("[data-papers-asked]")
    expect(asked).to_have_text(ayla.word("paper-asked", name="Herr Brandt"))
    sees_frames_of(ayla, 2)
    assert ayla.page.evaluate("window.noted.connections.length") == before
    demir.press("room/leave")
    demir.confirm()
    demir.is_alone()
    inside(ayla, "Herr Brandt")
    brandt.ends_talk()
    ayla.is_bid_goodbye()


def test_taken_over_behind_another_door_everybody_reads_where_the_talk_is(people: People) -> None:
    ayla, demir, okafor = colleague_of_another_door_comes(people)
    sees_frames_of(ayla, 2)
    before = ayla.page.evaluate("window.noted.connections.length")
    panel(demir).locator("form[action$='/hand-over'] button").click()
    expect(demir.page.locator("dialog:modal h2")).to_contain_text("„Frau Okafor“")
    demir.confirm()
    expect(ayla.page.locator("[data-room-news]")).to_have_text(
        ayla.word("room-handed-over-to", name="Frau Okafor", department=OKAFOR_S_DOOR)
    )
    for page in (ayla, demir, okafor):
        expect(page.page.locator("#room-title")).to_have_text(OKAFOR_S_DOOR)
    expect(role_of(ayla, "Frau Okafor")).to_have_text(OKAFOR_S_DOOR)
    expect(role_of(ayla, "Frau Demir")).to_have_text(ayla.word("role-colleague"))
    expect(role_of(demir, "Frau Okafor")).to_have_text(demir.word("role-advisor"))
    expect(ayla.page.locator(".ticket__office")).to_contain_text(OKAFOR_S_DOOR)
    sees_frames_of(ayla, 2)
    assert ayla.page.evaluate("window.noted.connections.length") == before
    demir.press("room/leave")
    demir.confirm()
    demir.is_alone()
    okafor.ends_talk()
    ayla.is_bid_goodbye()


def test_a_wish_that_is_refused_is_answered(people: People) -> None:
    ayla, demir = two_talk(people)
    wish = panel(ayla).locator("form[action$='/wish'] button")
    wish.click()
    demir.press("send-away")
    said = ayla.page.locator("#region-asking [role=alert]")
    expect(said).to_have_text("Frau Demir sagt: Gerade geht es nicht.")
    ayla.press("noted")
    expect(said).to_have_count(0)
    wish.click()
    ayla.press("give-up")
    expect(wish).to_be_visible()
    expect(demir.page.locator("#region-asking .asking")).to_have_count(0)


def test_whoever_is_removed_is_gone_everywhere_within_two_seconds(people: People) -> None:
    """Row 40, class C5: tracks ended, stream closed, signals, joining and replay refused."""
    ayla, demir = two_talk(people)
    guest = guest_comes(people, ayla, demir, "interpreter", "Herr Weiss")
    sees_frames_of(guest, 2)
    cookies = guest.context.cookies()
    panel(demir).locator("form[action$='/send-away'] button").click()
    for who, others in ((ayla, 1), (demir, 1), (guest, 0)):
        who.page.evaluate(WATCH, others)
    begun = demir.page.evaluate(NOW)
    demir.confirm()
    for who in (ayla, demir, guest):
        look = partial(who.page.evaluate, "() => window.freeAt")
        assert eventually(who.page, look, what="an end") - begun < TWO_SECONDS_MS
    guest.is_("removed")
    inside(ayla, "Frau Demir")
    inside(demir, "Ayla")
    replay = people.guest()
    replay.context.add_cookies(cookies)
    replay.go("/guest/")
    replay.is_("removed")
    asked = replay.context.request
    token = replay.page.locator("body").get_attribute("data-csrf") or ""
    headers = {**JSON, "X-CSRFToken": token, "Referer": people.office.url}
    for path, said in (("/guest/room/join", {}), ("/guest/room/signals", SIGNAL)):
        answer = asked.post(people.office.url + path, headers=headers, data=said)
        assert (answer.status, path) == (403, path)


def test_everybody_hears_that_somebody_has_hung_up_and_sees_them_come_back(people: People) -> None:
    ayla, demir = two_talk(people)
    guest = guest_comes(people, ayla, demir, "interpreter", "Herr Weiss")
    inside(guest, "Ayla", "Frau Demir")
    ayla.hangs_up()
    for page in (guest, demir):
        news = page.page.locator("[data-room-news]")
        expect(news).to_have_text(page.word("room-left", name="Ayla"))
        expect(page.restoring).to_be_hidden()
    inside(guest, "Frau Demir")
    ayla.press("enter")
    inside(guest, "Ayla", "Frau Demir")
    inside(ayla, "Frau Demir", "Herr Weiss")


@pytest.mark.parametrize("where", ["door", "in"])
def test_a_guest_whose_phone_slept_through_the_end_reads_that_it_is_over(
    people: People, where: str
) -> None:
    """Of the guest nothing is known any more, and nobody asks them to sign in."""
    ayla, demir = two_talk(people)
    guest = guest_comes(people, ayla, demir, "interpreter", "Herr Weiss", let_in=where == "in")
    guest.wait_until_live()
    cookies = guest.context.cookies()
    guest.watch.expect_answer(401, "/live/guest")
    guest.page.evaluate(ASLEEP)
    demir.ends_talk()
    ayla.is_bid_goodbye()
    asked = people.guest().context
    asked.add_cookies(cookies)
    stream = f"{people.office.url}/live/guest?lang=de&once=1"
    eventually(demir.page, lambda: asked.request.get(stream).status == 401, what="no guest")
    guest.is_(where)
    guest.page.evaluate(AWAKE)
    guest.is_("over")
    expect(guest.page.locator("h1")).to_have_text("Das Gespräch ist zu Ende")
    assert "abgemeldet" not in guest.page.locator("main").inner_text()


def test_without_the_citizens_yes_nobody_comes_in(people: People) -> None:
    brandt = people.advisor("brandt")
    ayla, demir = two_talk(people)
    rings(demir, "Herr Brandt")
    brandt.press("come")
    expect(ayla.page.locator("#region-asking [role=alert]")).to_contain_text("Herr Brandt")
    ayla.button("refuse").focus()
    ayla.page.keyboard.press("Enter")
    expect(demir.page.locator("#region-asking")).to_contain_text(re.compile("Ayla.*Herr Brandt"))
    expect(brandt.page.locator("#region-rings .ring")).to_have_count(0)
    brandt.is_alone()
    inside(ayla, "Frau Demir")
    demir.press("noted")
    expect(demir.page.locator("#region-asking .asking")).to_have_count(0)


def test_the_citizen_brings_a_companion(people: People) -> None:
    ayla, demir = two_talk(people)
    panel(ayla).locator("form[action$='/wish'] button").click()
    demir.press("allow")
    ayla.press("link")
    link = shown_link(ayla)
    uncle = people.guest()
    uncle.opens(link)
    assert link.partition("#")[2] not in uncle.page.url
    uncle.knocks("Onkel Deniz")
    expect(ayla.page.locator("[data-link-of]")).to_have_count(0)
    demir.press("let-in")
    uncle.is_("in")
    inside(uncle, "Ayla", "Frau Demir")
    # The link has been used.
    somebody = people.guest()
    somebody.opens(link)
    somebody.watch.expect_answer(400, "/join/")
    somebody.page.locator("#name").fill("Jemand")
    somebody.page.locator("form[data-invited] button").click()
    expect(somebody.page.locator("#name-e")).to_be_visible()


def test_a_refusal_is_read_where_the_request_was_made(people: People) -> None:
    """Not in another form's place, which nobody sees: the note's, the handing over's."""
    _, demir = two_talk(people)
    for role in ("companion", "interpreter"):
        link_for(demir, role)
    demir.watch.expect_answer(409, "/desk/room/invite")
    inviting = panel(demir).locator("form[action$='/invite']:has([value=sign]) button")
    inviting.click()
    said = panel(demir).locator("[role=alert]")
    expect(said).to_contain_text("Der Raum ist voll")
    assert said.bounding_box(), "seen"


def test_a_guest_needs_no_mouse(people: People) -> None:
    ayla, demir = two_talk(people)
    link = link_for(demir, "companion")
    agrees(ayla)
    guest = people.guest()
    guest.opens(link)
    guest.page.locator("#name").focus()
    guest.page.keyboard.type("Herr Weiss")
    guest.page.keyboard.press("Enter")
    guest.is_("door")
    guest.wait_until_live()
    demir.press("let-in")
    guest.is_("in")
    expect(guest.page.locator("#room-title")).to_be_focused()
    guest.page.locator("[data-leave] button").focus()
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Enter")
    guest.is_("left")
    expect(guest.page.locator("#region-guest h1")).to_be_focused()
