"""Between the call and the step into the room both pages get ready, and nothing leaves them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bench.relay import relay
from tests.e2e import media
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.waiting import eventually
from tests.servers import running_office

SENT = """async () => {
  let bytes = 0;
  for (const connection of window.noted.connections) {
    if (connection.connectionState === "closed") continue;
    for (const report of (await connection.getStats()).values())
      if (report.type === "outbound-rtp") bytes += report.bytesSent;
  }
  return bytes;
}"""
OPEN_TRACKS = "() => noted.tracks.filter((track) => track.readyState === 'live').length"
STATES = "() => noted.connections.map(({ connectionState }) => connectionState)"
# What a page knows of where the other is: from its description, and from what followed it.
PLACES = """async () => {
  const found = [];
  for (const connection of noted.connections) {
    const { sdp = "" } = connection.currentRemoteDescription ?? {};
    found.push(...sdp.split("\\r\\n").filter((line) => /^a=candidate|^c=/.test(line)));
    for (const report of (await connection.getStats()).values())
      if (report.type === "remote-candidate") found.push(report.address ?? "hidden");
  }
  return found;
}"""


def checks_devices(citizen: CitizenPage) -> None:
    citizen.page.locator("[data-devices-start]").click()
    expect(citizen.page.locator("[data-devices-stop]")).to_be_visible()
    citizen.page.locator("[data-devices-stop]").click()
    eventually(citizen.page, lambda: open_tracks(citizen) == 0, what="devices given back")


def open_tracks(citizen: CitizenPage) -> int:
    return int(citizen.page.evaluate(OPEN_TRACKS))


def test_devices_that_were_checked_are_ready_before_the_person_enters(people: People) -> None:
    """Rows 11 and 33: the person sees the own picture, and that nobody else does."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.knocks_at(name="Ayla")
    checks_devices(ayla)
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    expect(ayla.call.locator("video")).to_be_visible()
    eventually(ayla.page, lambda: open_tracks(ayla) == 2, what="camera and microphone")
    nowhere = {"c=IN IP4 0.0.0.0"}
    for page in (ayla.page, demir.page):
        eventually(page, lambda page=page: set(page.evaluate(PLACES)) == nowhere, what="keys only")
        assert page.evaluate(STATES) == ["new"], "nobody knows where the other is"
    ayla.chooses("camera", on=False)
    expect(ayla.call.locator("video")).to_be_hidden()
    eventually(ayla.page, lambda: open_tracks(ayla) == 1, what="the camera off again")
    ayla.chooses("camera", on=True)
    eventually(ayla.page, lambda: open_tracks(ayla) == 2, what="the camera on again")
    asked = len(ayla.page.evaluate("noted.asked"))
    ayla.enters()
    media.expect_picture_and_sound(ayla.page, demir.page)
    assert len(ayla.page.evaluate("noted.asked")) == asked, "the devices were not opened again"


def test_devices_that_were_not_checked_stay_off_until_the_click(people: People) -> None:
    """Row 11."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    eventually(ayla.page, lambda: ayla.page.evaluate(STATES) == ["new"], what="keys only")
    assert ayla.page.evaluate("noted.asked") == []
    expect(ayla.call.locator("video")).to_be_hidden()


def test_a_call_that_is_taken_back_turns_the_devices_off(people: People) -> None:
    """Row 11."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.knocks_at(name="Ayla")
    checks_devices(ayla)
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    eventually(ayla.page, lambda: open_tracks(ayla) == 2, what="camera and microphone")
    eventually(ayla.page, lambda: ayla.page.evaluate(STATES) == ["new"], what="keys exchanged")
    demir.takes_call_back()
    ayla.is_("waiting")
    eventually(ayla.page, lambda: open_tracks(ayla) == 0, what="devices given back")
    assert ayla.page.evaluate(STATES) == ["closed"]


# Where all media pass a relay


@pytest.fixture
def relayed(tmp_path, chromium: Browser) -> Iterator[People]:
    with relay() as settings, running_office(tmp_path / "data", settings=settings) as office:
        people = People(office, chromium)
        yield people
        people.go_home()
        assert people.complaints == []


@pytest.mark.relay
def test_through_a_relay_both_are_connected_at_the_call_and_send_nothing(relayed: People) -> None:
    """Row 33: no address, no picture and no sound before the click on Eintreten."""
    demir, ayla = relayed.advisor(), relayed.citizen()
    ayla.knocks_at(name="Ayla")
    checks_devices(ayla)
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    for page in (ayla.page, demir.page):
        eventually(page, lambda page=page: page.evaluate(STATES) == ["connected"], what="connected")
    expect(demir.other_tile).to_have_count(0)
    assert [page.evaluate(SENT) for page in (ayla.page, demir.page)] == [0, 0]
    ayla.enters()
    media.expect_picture_and_sound(ayla.page, demir.page)
    for page in (ayla.page, demir.page):
        assert {one["candidateType"] for one in media.reports(page, "local-candidate")} == {"relay"}
        assert page.evaluate(STATES) == ["connected"], "the connection is the one of before"


@pytest.mark.relay
def test_through_a_relay_a_reload_at_the_call_connects_anew(relayed: People) -> None:
    demir, ayla = relayed.advisor(), relayed.citizen()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    ayla.reload()
    ayla.waits_until_called("Frau Demir")
    ayla.enters()
    ayla.talks_with("Frau Demir")
    media.expect_picture_and_sound(ayla.page, demir.page)
