"""Another camera, the screen, the sound: what changes in the talk without a new connection."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import axe, media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import MANY_DEVICES, chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import Panel, has_phone, sent
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

SIDEWAYS = {"width": 800, "height": 360}
NARROW = {"width": 320, "height": 640}
# Do two elements lie over each other?
OVERLAP = """([one, other]) => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const [a, b] = [box(one), box(other)];
  const across = a.left < b.right - 1 && b.left < a.right - 1;
  return across && a.top < b.bottom - 1 && b.top < a.bottom - 1;
}"""


@pytest.fixture(scope="module")
def rich_browser(engine: Playwright) -> Iterator[Browser]:
    """With several cameras, microphones and speakers."""
    with chromium_of(engine.chromium, devices=False, flags=[MANY_DEVICES]) as browser:
        yield browser


@pytest.fixture
def talk(people: People, rich_browser: Browser) -> tuple[CitizenPage, AdvisorPage]:
    people.browser = rich_browser
    return two_talk(people)


def connections(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("noted.connections.length"))


def test_another_camera_and_microphone_in_the_talk(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """The other side goes on seeing and hearing, over the same connection."""
    ayla, demir = talk
    before = [connections(ayla), connections(demir)]
    panel = Panel(ayla)
    panel.opens()
    for kind, sort in (("camera", "video"), ("microphone", "audio")):
        was = sent(ayla, sort)["deviceId"]
        chosen = panel.device(kind).locator("option").last.get_attribute("value")
        assert chosen != was
        panel.device(kind).select_option(chosen)
        eventually(
            ayla.page,
            lambda c=chosen, s=sort: sent(ayla, s).get("deviceId") == c,
            what=f"new {kind}",
        )
        media.expect_picture_and_sound(demir.page)
    assert ayla.open_tracks() == 2
    assert [connections(ayla), connections(demir)] == before
    expect(ayla.page.locator("[data-room-trouble]")).to_be_hidden()


def test_the_sound_comes_out_where_the_person_chose(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    ayla, _ = talk
    panel = Panel(ayla)
    panel.opens()
    chosen = panel.device("speaker").locator("option").last.get_attribute("value")
    panel.device("speaker").select_option(chosen)
    video = ayla.other_tile.locator("video")
    eventually(
        ayla.page, lambda: video.evaluate("video => video.sinkId") == chosen, what="new speaker"
    )


UNPLUGS = """() => {
  const devices = navigator.mediaDevices;
  const list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () =>
    (await list()).filter(({ label }) => label !== "fake_device_2");
  devices.dispatchEvent(new Event("devicechange"));
}"""


def test_the_lists_follow_what_is_plugged_in(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """Chromium's test cameras cannot be unplugged: the browser's list and its news are put in."""
    ayla, _ = talk
    panel = Panel(ayla)
    panel.opens()
    cameras = panel.device("camera").locator("option")
    expect(cameras).to_have_text(["fake_device_0", "fake_device_1", "fake_device_2"])
    ayla.page.evaluate(UNPLUGS)
    expect(cameras).to_have_text(["fake_device_0", "fake_device_1"])


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, NARROW, SIDEWAYS])
def test_the_panel_pushes_the_pictures(
    talk: tuple[CitizenPage, AdvisorPage], size: dict[str, int]
) -> None:
    """Rows 17, 18 and 21: it covers neither pictures nor call bar; Escape gives the focus back."""
    ayla, _ = talk
    ayla.page.set_viewport_size(size)  # type: ignore[arg-type]
    panel = Panel(ayla)
    panel.opens("Enter")
    expect(panel.root).to_be_visible()
    expect(panel.root.locator("[data-side-title]")).to_be_focused()
    expect(panel.device("microphone")).to_be_attached()
    for other in ("[data-room-stage]", ".callbar"):
        assert not ayla.page.evaluate(OVERLAP, ["[data-side-panel=devices]", other]), other
    assert not ayla.page.evaluate(OVERLAP, ["[data-room-stage]", ".callbar"])
    width = ayla.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    axe.expect_accessible(ayla.page, "devices in the talk")
    ayla.page.keyboard.press("Escape")
    expect(panel.root).to_be_hidden()
    expect(panel.button).to_be_focused()
    panel.opens("Enter")
    panel.root.locator("[data-side-close]").press("Enter")
    expect(panel.root).to_be_hidden()
    expect(panel.button).to_be_focused()


def test_the_bar_of_a_phone_has_five_items(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """Row 21: at 320 px and sideways, each whole and inside of the window."""
    ayla, _ = talk
    items = ayla.page.locator(".callbar .control").filter(visible=True)
    for size in (NARROW, SIDEWAYS):
        ayla.page.set_viewport_size(size)  # type: ignore[arg-type]
        expect(items).to_have_count(5)
        for item in items.all():
            item.scroll_into_view_if_needed()
            expect(item).to_be_in_viewport(ratio=1)
            assert item.evaluate("one => one.scrollWidth <= one.clientWidth + 1")


def test_a_phone_changes_from_front_to_rear(people: People, rich_browser: Browser) -> None:
    people.browser = rich_browser
    demir, ayla = people.advisor(), people.citizen()
    has_phone(ayla)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    bar = ayla.page.locator(".callbar")
    expect(bar.locator("[data-control=screen]")).to_be_hidden()
    expect(bar.locator(".control").filter(visible=True)).to_have_count(5)
    own = ayla.page.locator("[data-room-self] video")
    expect(own).to_have_class("tile__video is-mirrored")
    panel = Panel(ayla)
    panel.button.click()
    panel.more.locator("[data-control=camera-switch]").click()
    eventually(
        ayla.page,
        lambda: sent(ayla, "video").get("facingMode") == "environment",
        what="the rear camera",
    )
    expect(own).to_have_class("tile__video")
    media.expect_picture(demir.page)
    assert ayla.open_tracks() == 2
    panel.more.locator("[data-side=devices]").click()
    expect(panel.device("camera")).to_be_hidden()
    expect(panel.device("microphone")).to_be_visible()


# The screen


def shows_screen(visitor: Visitor) -> None:
    """On a narrow page the button stands behind *Mehr*."""
    more = visitor.page.locator(".callbar [data-side=more]")
    if more.is_visible():
        more.click()
    visitor.page.locator("[data-control=screen]").filter(visible=True).click()
    expect(visitor.page.locator("[data-room-screen]")).to_be_visible()


def sees_screen(visitor: Visitor, name: str) -> None:
    visitor.hears_in_room("screen-other", name=name)
    expect(visitor.other_tile.locator("[data-tile-screen]")).to_be_visible()
    fit = visitor.other_tile.locator("video").evaluate("video => getComputedStyle(video).objectFit")
    assert fit == "contain"
    media.expect_picture(visitor.page)


def sees_no_screen(visitor: Visitor, name: str) -> None:
    visitor.hears_in_room("room-connected", name=name)
    expect(visitor.other_tile.locator("[data-tile-screen]")).to_be_hidden()
    fit = visitor.other_tile.locator("video").evaluate("video => getComputedStyle(video).objectFit")
    assert fit == "cover"


def test_the_advisor_shows_the_screen(people: People) -> None:
    """Both sides read it; nothing is cut off or mirrored; the camera's picture comes back."""
    ayla, demir = two_talk(people)
    shows_screen(demir)
    sees_screen(ayla, "Frau Demir")
    assert "displaySurface" in sent(demir, "video")
    # Letters stay sharp.
    assert demir.page.evaluate("noted.tracks.at(-1).contentHint") == "detail"
    own = demir.page.locator("[data-room-self] video")
    expect(own).to_have_class("tile__video tile__video--whole")
    axe.expect_accessible(demir.page, "showing the screen")
    axe.expect_accessible(ayla.page, "seeing a screen")
    demir.page.locator("[data-control=screen-end]").press("Enter")
    expect(demir.page.locator("[data-room-screen]")).to_be_hidden()
    expect(demir.page.locator(".callbar [data-control=screen]")).to_be_focused()
    sees_no_screen(ayla, "Frau Demir")
    assert "displaySurface" not in sent(demir, "video")
    media.expect_picture(ayla.page)
    assert demir.open_tracks() == 2


def test_the_citizen_shows_the_screen_without_camera(people: People) -> None:
    """The browser's own button ends it too; then there is no picture, as before."""
    ayla, demir = two_talk(people)
    ayla.turns("camera", on=False)
    shows_screen(ayla)
    sees_screen(demir, "Ayla")
    expect(demir.other_tile.locator("[data-tile-blank]")).to_be_hidden()
    # Chromium's own button lies outside of the page; this is what it does to it.
    ayla.page.evaluate("noted.tracks.at(-1).stop()")
    ayla.page.evaluate("noted.tracks.at(-1).dispatchEvent(new Event('ended'))")
    expect(ayla.page.locator("[data-room-screen]")).to_be_hidden()
    sees_no_screen(demir, "Ayla")
    expect(demir.other_tile.locator("[data-tile-blank]")).to_be_visible()
    assert ayla.open_tracks() == 1


def test_the_other_picture_fills_the_screen_on_both_sides(people: People) -> None:
    """Row 18: by keyboard, and back again. The own picture hides the button in no corner."""
    for visitor in two_talk(people):
        visitor.page.bring_to_front()
        button = visitor.other_tile.locator("[data-control=full-screen]")
        expect(button).to_have_attribute("aria-label", visitor.word("full-screen"))
        for _ in range(4):
            button.click(trial=True)
            visitor.page.locator("[data-room-self] [data-control=corner]").click()
        button.press("Enter")
        expect(button).to_have_attribute("aria-label", visitor.word("full-screen-exit"))
        assert visitor.page.evaluate("document.fullscreenElement.matches('figure.tile')")
        button.press("Enter")
        expect(button).to_have_attribute("aria-label", visitor.word("full-screen"))
