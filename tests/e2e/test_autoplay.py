"""A browser that lets no sound out before the person has touched the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import media
from tests.e2e.browser import chromium_of
from tests.e2e.people import People
from tests.e2e.waiting import eventually

SILENT = "video => [video.paused, video.muted]"


@pytest.fixture(scope="module")
def quiet_browser(engine: Playwright) -> Iterator[Browser]:
    flags = ["--autoplay-policy=document-user-activation-required"]
    with chromium_of(engine.chromium, yes=False, flags=flags) as browser:
        yield browser


def test_after_a_reload_while_waiting_the_page_asks_for_a_touch(
    people: People, quiet_browser: Browser
) -> None:
    """Else the call would come without a sound."""
    ayla = people.citizen(browser=quiet_browser)
    ayla.knocks_at(name="Ayla")
    hint = ayla.page.locator("[data-devices-sound-blocked]")
    expect(hint).to_be_hidden()
    ayla.reload()
    expect(hint).to_be_visible()
    ayla.page.locator("h1").first.click()
    expect(hint).to_be_hidden()
    demir = people.advisor()
    demir.calls_next()
    ayla.waits_until_called()
    assert ayla.rang("called") == 1


def test_after_a_reload_in_the_talk_one_touch_brings_the_sound_back(
    people: People, quiet_browser: Browser
) -> None:
    """The picture goes on meanwhile; the button says what to do. A page with an open microphone may
    always make sound, so she has entered without."""
    demir = people.advisor()
    ayla = people.citizen(browser=quiet_browser)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.chooses("camera", on=False)
    ayla.chooses("microphone", on=False)
    ayla.enters()
    ayla.talks_with("Frau Demir")
    video = ayla.other_tile.locator("video")
    play = ayla.other_tile.locator("[data-tile-play]")
    expect(play).to_be_hidden()
    assert video.evaluate(SILENT) == [False, False]
    before = demir.page.evaluate("noted.connections.length")
    ayla.reload()
    # To look at her page would count as a touch: it is left alone until it plays.
    eventually(
        demir.page,
        lambda: demir.page.evaluate("noted.connections.length") > before,
        what="a new connection",
    )
    demir.talks_with("Ayla")
    expect(play).to_be_visible()
    assert video.evaluate(SILENT) == [False, True]
    media.expect_picture(ayla.page)
    play.click()
    expect(play).to_be_hidden()
    assert video.evaluate(SILENT) == [False, False]
