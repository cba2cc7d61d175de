"""Before the call: a call with oneself, inside of the page, shows whether it will go."""

import re

from playwright.sync_api import expect

from tests.e2e import axe
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import NOT_THERE, Check, lacks
from tests.e2e.people import People
from tests.e2e.waiting import eventually

SCRIPT = re.compile(r"/test-line\.")
# What a company's browser or a firewall on the device does.
NEVER_CONNECTS = """() => {
  RTCPeerConnection.prototype.addIceCandidate = async () => {};
}"""
NO_PICTURE = """() => {
  const add = RTCPeerConnection.prototype.addTrack;
  RTCPeerConnection.prototype.addTrack = function (track, ...streams) {
    return track.kind === "audio" ? add.call(this, track, ...streams) : null;
  };
}"""
OPEN = "noted.connections.filter((one) => one.connectionState !== 'closed').length"


def checks(ayla: CitizenPage, script: str = "") -> Check:
    """Camera and microphone are on, and the person asks for the connection too."""
    if script:
        ayla.context.add_init_script(f"({script})()")
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    check.starts()
    expect(check.find("stop")).to_be_visible()
    check.root.locator("[data-test-line]").press("Enter")
    return check


def says(check: Check, key: str) -> None:
    expect(check.find("line")).to_have_text(check.visitor.word(key))


def test_who_tests_the_line_sees_what_others_would_see(people: People) -> None:
    """Nothing is fetched for it before the click, and nothing stays open after it."""
    ayla = people.citizen()
    fetched: list[str] = []
    ayla.page.on("request", lambda request: fetched.append(request.url))
    check = checks(ayla)
    says(check, "line-running")
    echo = check.root.locator("video[data-devices-echo]")
    expect(echo).to_be_visible()
    eventually(ayla.page, lambda: echo.evaluate("video => video.videoWidth > 0"), what="a picture")
    says(check, "line-good")
    expect(echo).to_be_hidden()
    expect(check.find("row").last).not_to_have_class(re.compile("is-open"))
    assert ayla.page.evaluate(OPEN) == 0
    [asked] = [place for place, url in enumerate(fetched) if SCRIPT.search(url)]
    assert not any("/signals" in url or "/join" in url for url in fetched[asked:])
    ayla.is_("waiting")


def test_who_cannot_connect_reads_what_helps_and_keeps_the_place(people: People) -> None:
    check = checks(people.citizen(), NEVER_CONNECTS)
    says(check, "line-none")
    expect(check.steps).to_have_count(2)
    expect(check.ways_in).to_have_count(1)
    expect(check.root.locator(".help__contact a")).to_be_visible()
    check.visitor.is_("waiting")  # type: ignore[attr-defined]


def test_where_only_sound_comes_the_person_may_enter_with_sound_only(people: People) -> None:
    check = checks(people.citizen(), NO_PICTURE)
    says(check, "line-sound")
    check.ways_in.first.click()
    expect(check.find("chosen")).to_have_text(check.visitor.word("device-chosen-sound"))


def test_without_a_camera_the_sound_alone_is_tested(people: People) -> None:
    ayla = people.citizen()
    lacks(ayla, camera=NOT_THERE)
    says(checks(ayla), "line-sound")


def test_a_check_that_ends_takes_the_test_along(people: People) -> None:
    """Row 11: no connection and no camera is left behind."""
    ayla = people.citizen()
    check = checks(ayla)
    expect(check.root.locator("video[data-devices-echo]")).to_be_visible()
    check.find("stop").click()
    ayla.gives_devices_back()
    eventually(ayla.page, lambda: ayla.page.evaluate(OPEN) == 0, what="connections closed")
    expect(check.root.locator("video[data-devices-echo]")).to_be_hidden()
    expect(check.root.locator("[data-test-line]")).to_be_hidden()


def test_all_of_it_can_be_tried_before_knocking(people: People) -> None:
    """Rows 1, 11 and 18: without a cookie, on the click only, and everything is given back."""
    ayla = people.citizen()
    ayla.goes_to()
    link = ayla.page.locator("a[href$='/check/']")
    link.press("Enter")
    check = Check(ayla)
    expect(check.root).to_be_visible()
    assert ayla.noted("asked") == []
    check.starts()
    expect(check.find("camera")).to_have_text(ayla.word("device-camera-good"))
    check.root.locator("[data-test-line]").press("Enter")
    says(check, "line-good")
    axe.expect_accessible(ayla.page, "trying out before the knock")
    check.find("stop").press("Enter")
    ayla.gives_devices_back()
    assert ayla.context.cookies() == []
