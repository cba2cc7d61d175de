"""Takes the pictures in docs/screens: `bin/test tests/e2e/screens.py`. Runs only when named so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.company import agrees, link_for, sees_frames_of
from tests.e2e.drawn import ADVISOR, CITIZEN, INTERPRETER, RELATIVE, Look, film
from tests.e2e.guest import GuestPage
from tests.e2e.papers import Papers, expect_drawn, upload
from tests.e2e.people import SMALL, WIDE, People
from tests.e2e.sheets import pdf
from tests.e2e.visitor import Visitor
from tests.e2e.writing import Writing

SCREENS = Path(__file__).parents[2] / "docs/screens"


@pytest.fixture
def stage(engine: Playwright, chromium: Browser, tmp_path: Path) -> Iterator[dict[str, Browser]]:
    """Four computers, each with somebody in front of the camera."""

    def in_front(look: Look, name: str) -> tuple[str, ...]:
        path = film(chromium, look, tmp_path / f"{name}.mjpeg")
        return (f"--use-file-for-fake-video-capture={path}",)

    with (
        chromium_of(engine.chromium, flags=in_front(ADVISOR, "advisor")) as town_hall,
        chromium_of(engine.chromium, flags=in_front(CITIZEN, "citizen")) as home,
        chromium_of(engine.chromium, flags=in_front(INTERPRETER, "interpreter")) as elsewhere,
        chromium_of(engine.chromium, flags=in_front(RELATIVE, "relative")) as abroad,
    ):
        yield {"town hall": town_hall, "home": home, "elsewhere": elsewhere, "abroad": abroad}


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
    writes_along(krueger, brandt)
    gives_a_paper(krueger, brandt)
    interpreter_comes(people, stage["elsewhere"], krueger, brandt)
    relative_comes(people, stage["abroad"], krueger, brandt)
    brandt.opens_slip()
    brandt.writes(
        discussed="Der Antrag auf Elterngeld ist fast vollständig.",
        missing="Bescheinigung der Krankenkasse\nLohnabrechnung August",
        due="2099-10-06",
    )
    picture(brandt, "desk-slip-1280")
    brandt.ends_talk()
    krueger.is_bid_goodbye()
    expect(krueger.slip).to_be_visible()
    in_both_sizes(krueger, "goodbye")


def writes_along(citizen: CitizenPage, advisor: AdvisorPage) -> None:
    theirs, mine = Writing(advisor), Writing(citizen)
    theirs.opens()
    theirs.writes("Das Aktenzeichen steht oben rechts: E-2041-77.")
    mine.opens()
    mine.writes("Gefunden, danke.")
    theirs.types("Dann fehlt nur noch die Bescheini")
    expect(mine.texts().last).to_contain_text("Bescheini")
    in_both_sizes(citizen, "writing")
    for one in (citizen, advisor):
        one.page.locator("[data-side-panel=writing] [data-side-close]").click()


def interpreter_comes(
    people: People, browser: Browser, citizen: CitizenPage, advisor: AdvisorPage
) -> None:
    link = link_for(advisor, "interpreter")
    picture(advisor, "desk-inviting-1280")
    picture(citizen, "asked-360")
    agrees(citizen)
    guest_comes(people.guest(browser=browser), link, "Frau Adeyemi", advisor)
    sees_frames_of(citizen, 2)
    in_both_sizes(citizen, "room-three")
    pin = citizen.page.locator("figure.tile", has_text="Frau Adeyemi").locator("[data-control=pin]")
    pin.press("Enter")
    in_both_sizes(citizen, "room-three-one-large")
    pin.press("Enter")


def relative_comes(
    people: People, browser: Browser, citizen: CitizenPage, advisor: AdvisorPage
) -> None:
    link = link_for(advisor, "companion")
    agrees(citizen)
    guest_comes(people.guest(browser=browser), link, "Herr Krüger", advisor)
    sees_frames_of(citizen, 3)
    in_both_sizes(citizen, "room-four")


def guest_comes(guest: GuestPage, link: str, name: str, advisor: AdvisorPage) -> None:
    guest.opens(link)
    guest.knocks(name)
    checks_devices(guest)
    advisor.press("let-in")
    guest.is_("in")
    advisor.page.locator("[data-side-panel=people] [data-side-close]").click()


def gives_a_paper(citizen: CitizenPage, advisor: AdvisorPage) -> None:
    given, taken = Papers(advisor), Papers(citizen)
    given.gives(upload("Bescheid.pdf", pdf("Bescheid")))
    taken.is_offered("Bescheid.pdf", "Herr Brandt")
    picture(citizen, "paper-offered-360")
    taken.answers("accept")
    taken.has("Bescheid.pdf")
    expect_drawn(taken.looks_at("Bescheid.pdf"))
    in_both_sizes(citizen, "paper")
    for one in (citizen, advisor):
        one.page.locator("[data-side-panel=papers] [data-side-close]").click()


def knocks(citizen: CitizenPage, name: str, *, subject: int, need: str = "") -> None:
    citizen.page.locator("#subject").select_option(index=subject)
    if need:
        citizen.page.locator("details.more summary").click()
        citizen.page.locator(f"#need-{need}").check()
    citizen.knocks(name)


def checks_devices(visitor: Visitor) -> None:
    check = visitor.page.locator("#device-check")
    check.locator("[data-devices-start]").click()
    check.locator("[data-devices-sound]").click()
    check.locator("[data-devices-heard=yes]").click()
    expect(check.locator("[data-devices-ready]")).to_be_visible()
    visitor.page.evaluate("scrollTo(0, 0)")


def in_both_sizes(visitor: Visitor, name: str) -> None:
    for size in (WIDE, SMALL):
        visitor.page.set_viewport_size(size)
        picture(visitor, f"{name}-{size['width']}")


def picture(visitor: Visitor, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SCREENS / f"{name}.png", animations="disabled")
