"""Takes the pictures in docs/screens: `bin/test tests/e2e/screens.py`. Runs only when named so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import media
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.drawn import ADVISOR, CITIZEN, Look, film
from tests.e2e.people import SMALL, WIDE, People
from tests.e2e.visitor import Visitor

SCREENS = Path(__file__).parents[2] / "docs/screens"


@pytest.fixture
def stage(engine: Playwright, chromium: Browser, tmp_path: Path) -> Iterator[dict[str, Browser]]:
    """Two computers, each with somebody in front of the camera."""

    def in_front(look: Look, name: str) -> tuple[str, ...]:
        path = film(chromium, look, tmp_path / f"{name}.mjpeg")
        return (f"--use-file-for-fake-video-capture={path}",)

    with (
        chromium_of(engine.chromium, flags=in_front(ADVISOR, "advisor")) as town_hall,
        chromium_of(engine.chromium, flags=in_front(CITIZEN, "citizen")) as home,
    ):
        yield {"town hall": town_hall, "home": home}


def test_screens(people: People, stage: dict[str, Browser]) -> None:
    demir = people.advisor(browser=stage["town hall"])
    krueger = people.citizen(browser=stage["home"])
    krueger.go("/")
    krueger.wait_until_live()
    in_both_sizes(krueger, "overview")
    krueger.goes_to()
    krueger.wait_until_live()
    picture(krueger, "department-360")
    knocks(krueger, "Frau Krüger", subject=2)
    brandt = people.advisor("brandt", browser=stage["town hall"])
    smith, weber = people.citizen("en"), people.citizen(browser=stage["home"])
    smith.goes_to()
    knocks(smith, "Ms Smith", subject=1, need="sign")
    weber.goes_to()
    knocks(weber, "", subject=3)
    weber.sees_ahead(2)
    checks_devices(weber)
    in_both_sizes(weber, "waiting")
    demir.sees_line("E 01", "E 02", "E 03")
    demir.page.locator("[data-knocks-seen]").click()
    picture(demir, "desk-1280")
    brandt.calls_next()
    krueger.waits_until_called("Herr Brandt")
    in_both_sizes(krueger, "called")
    krueger.enters()
    krueger.talks_with("Herr Brandt")
    media.expect_picture_and_sound(krueger.page, brandt.page)
    for visitor in (krueger, brandt):
        expect(visitor.other_tile.locator("video")).to_have_js_property("videoWidth", 1280)
    in_both_sizes(krueger, "room")
    brandt.page.locator("[data-knocks-seen]").click()
    picture(brandt, "desk-in-talk-1280")
    brandt.ends_talk()
    krueger.is_bid_goodbye()
    picture(krueger, "goodbye-360")


def knocks(citizen: CitizenPage, name: str, *, subject: int, need: str = "") -> None:
    citizen.page.locator("#subject").select_option(index=subject)
    if need:
        citizen.page.locator("details.more summary").click()
        citizen.page.locator(f"#need-{need}").check()
    citizen.knocks(name)


def checks_devices(citizen: CitizenPage) -> None:
    check = citizen.page.locator("#device-check")
    check.locator("[data-devices-start]").click()
    check.locator("[data-devices-sound]").click()
    check.locator("[data-devices-heard=yes]").click()
    expect(check.locator("[data-devices-ready]")).to_be_visible()
    citizen.page.evaluate("scrollTo(0, 0)")


def in_both_sizes(visitor: Visitor, name: str) -> None:
    for size in (WIDE, SMALL):
        visitor.page.set_viewport_size(size)
        picture(visitor, f"{name}-{size['width']}")


def picture(visitor: Visitor, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SCREENS / f"{name}.png", animations="disabled")
