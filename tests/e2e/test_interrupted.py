"""Interrupted is not ended: everybody is back with one tap at most. What has ended stays so."""

import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Request, expect

from tests.e2e import media
from tests.e2e.asleep import frozen
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually
from tests.servers import running_office

GONE_WITHIN_SECONDS = 2
# As a telephone call does it on a phone: the browser keeps the devices and lets nothing in.
RINGS = """() => {
  for (const track of noted.tracks) {
    Object.defineProperty(track, "muted", { value: true });
    track.dispatchEvent(new Event("mute"));
  }
}"""
HEARD = "noted.tracks.filter((t) => t.readyState === 'live' && !t.muted).length"
GONE = """() => {
  window.goneAt = 0;
  const look = () => {
    const receivers = noted.connections.flatMap((one) => one.getReceivers());
    const over = receivers.every(({ track }) => track.readyState === "ended");
    if (over && noted.connections.every(({ signalingState }) => signalingState === "closed"))
      window.goneAt ||= Date.now() / 1000;
  };
  setInterval(look, 50);
}"""


def connections(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("noted.connections.length"))


def test_the_talk_goes_on_while_the_office_is_killed_and_started_again(
    tmp_path: Path, chromium: Browser
) -> None:
    """Picture and sound need no office. When it is back, so are words and commands, and nobody
    has been connected anew."""
    data = tmp_path / "data"
    with ExitStack() as stack:
        office = stack.enter_context(running_office(data))
        people = People(office, chromium)
        stack.callback(people.go_home)
        ayla, demir = two_talk(people)
        for visitor in (ayla, demir):
            visitor.watch.expect_lost_network()
        media.expect_picture_and_sound(ayla.page, demir.page)
        office.process.kill()
        office.process.wait()
        for visitor in (ayla, demir):
            expect(visitor.page.locator("html[data-live=lost]")).to_be_attached()
        ayla.turns("microphone", on=False)
        media.expect_picture(ayla.page)
        media.expect_picture(demir.page)
        stack.enter_context(running_office(data, port=office.port))
        for visitor in (ayla, demir):
            visitor.wait_until_live()
            expect(visitor.restoring).to_be_hidden()
        expect(demir.other_tile.locator("[data-tile-no-sound]")).to_be_visible()
        media.expect_picture_and_sound(ayla.page)
        media.expect_picture(demir.page)
        assert [connections(ayla), connections(demir)] == [1, 1]
        demir.ends_talk()
        ayla.is_bid_goodbye()
        assert people.complaints == []


def test_a_laptop_is_shut_and_opened_again(people: People) -> None:
    ayla, demir = two_talk(people)
    media.expect_picture_and_sound(ayla.page, demir.page)
    with frozen(ayla):
        expect(demir.restoring).to_be_visible()
        demir.hears_in_room("room-restoring")
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(demir.restoring).to_be_hidden()
    media.expect_picture_and_sound(ayla.page, demir.page)


@pytest.mark.parametrize("who", ["citizen", "advisor"])
def test_a_browser_crashes_and_a_new_window_goes_on(people: People, who: str) -> None:
    ayla, demir = two_talk(people)
    media.expect_picture_and_sound(ayla.page, demir.page)
    crashed, other = (ayla, demir) if who == "citizen" else (demir, ayla)
    with suppress(Error):
        crashed.page.goto("chrome://crash")
    expect(other.restoring).to_be_visible()
    name = "Ayla" if who == "citizen" else "Frau Demir"
    expect(other.other_tile.locator("[data-tile-restoring-text]")).to_have_text(
        other.word("room-restoring-other", name=name)
    )
    crashed.reopen()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_a_telephone_call_stops_the_picture_and_one_tap_brings_it_back(people: People) -> None:
    """Chromium's test camera knows no telephone: what a phone's browser says is put in."""
    ayla, demir = two_talk(people)
    media.expect_picture_and_sound(demir.page)
    ayla.page.evaluate(RINGS)
    wake = ayla.page.locator("[data-room-stopped]")
    expect(wake).to_be_visible()
    wake.click()
    expect(wake).to_be_hidden()
    media.expect_picture_and_sound(ayla.page, demir.page)
    assert ayla.page.evaluate(HEARD) == 2
    assert ayla.open_tracks() == 2


def test_after_the_end_nothing_comes_and_nothing_is_let_in(people: People) -> None:
    """Row 40: tracks ended within two seconds, the stream closed, what was said before refused."""
    ayla, demir = two_talk(people)
    said: dict[str, Request] = {}
    closed: list[str] = []
    for visitor in (ayla, demir):
        visitor.page.on("request", lambda asked: said.update({path_of(asked): asked}))
        visitor.page.evaluate(GONE)
    for event in ("requestfinished", "requestfailed"):
        ayla.page.on(event, lambda asked: closed.append(path_of(asked)))  # type: ignore[call-overload]
    ayla.reload()
    ayla.page.evaluate(GONE)
    ayla.turns("microphone", on=False)
    demir.talks_with("Ayla")
    expect(demir.other_tile.locator("[data-tile-no-sound]")).to_be_visible()
    closed.clear()

    demir.press("end")
    ended_at = time.time()
    demir.confirm()
    ayla.is_bid_goodbye()
    for visitor in (ayla, demir):
        gone_at = eventually(
            visitor.page, lambda v=visitor: v.page.evaluate("window.goneAt"), what="all ended"
        )
        assert gone_at - ended_at < GONE_WITHIN_SECONDS
    eventually(ayla.page, lambda: "/live/visit" in closed, what="the stream closed")
    for path in ("/visit/room/join", "/visit/room/signals"):
        answer = ayla.context.request.post(
            said[path].url, headers=said[path].all_headers(), data=said[path].post_data or ""
        )
        assert answer.status in (403, 409), path
    ayla.gives_devices_back()


def path_of(asked: Request) -> str:
    return "/" + asked.url.split("?")[0].split("/", 3)[3]
