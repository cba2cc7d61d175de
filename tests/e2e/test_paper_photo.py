"""*Papier zeigen*: the rear camera, a still seen first, nothing but the picture in it (row 9)."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import axe
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import MANY_DEVICES, chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import has_phone, sent
from tests.e2e.papers import Papers, expect_drawn, upload
from tests.e2e.people import People
from tests.e2e.sheets import EXIF_TURNED, photograph
from tests.e2e.waiting import eventually

# A real JPEG, wider than high.
JPEG = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 20 });
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, 30, 20);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}"""
SIZE = "canvas => [canvas.width, canvas.height]"
MOST = 10  # files that may wait for an answer
NO_STILLS = "() => { delete window.ImageCapture; }"


@pytest.fixture(scope="module")
def rich_browser(engine: Playwright) -> Iterator[Browser]:
    """With several cameras, of which a phone has a front and a rear one."""
    with chromium_of(engine.chromium, devices=False, flags=[MANY_DEVICES]) as browser:
        yield browser


@pytest.fixture(params=["photograph", "frame"])
def talk(
    people: People, rich_browser: Browser, request: pytest.FixtureRequest
) -> tuple[CitizenPage, AdvisorPage]:
    """On a phone whose browser takes photographs, and on one that only has the film."""
    people.browser = rich_browser
    demir, ayla = people.advisor(), people.citizen(has_touch=True, is_mobile=True)
    has_phone(ayla)
    if request.param == "frame":
        ayla.context.add_init_script(f"({NO_STILLS})()")
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    demir.turns("camera", on=False)
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    return ayla, demir


def looks(visitor: CitizenPage, facing: str) -> None:
    eventually(
        visitor.page,
        lambda: sent(visitor, "video").get("facingMode") == facing,
        what=f"camera {facing}",
    )


def test_a_paper_is_photographed_seen_and_sent(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """The advisor asks; the camera turns only when the citizen acts, and turns back afterwards."""
    ayla, demir = talk
    desk, papers = Papers(demir), Papers(ayla)
    desk.opens()
    desk.panel.locator("[data-papers=ask]").click()
    asked = ayla.word("paper-asked", name="Frau Demir")
    expect(papers.panel.locator("[data-papers-asked]")).to_have_text(asked)
    papers.hears("paper-asked", name="Frau Demir")
    assert sent(ayla, "video").get("facingMode") == "user"
    papers.panel.locator("[data-photo=open]").click()
    looks(ayla, "environment")
    axe.expect_accessible(ayla.page, "the camera looks at a paper")
    papers.photo.locator("[data-photo=take]").click()
    sheet = papers.photo.locator("canvas")
    expect_drawn(sheet)
    papers.hears("paper-photo-look")
    axe.expect_accessible(ayla.page, "the photograph is seen first")
    expect(desk.band).to_be_hidden()
    papers.photo.locator("[data-photo=again]").click()
    papers.photo.locator("[data-photo=take]").click()
    expect_drawn(sheet)
    size = sheet.evaluate(SIZE)
    papers.photo.locator("[data-photo=send]").click()
    looks(ayla, "user")
    expect(papers.photo).to_be_hidden()
    desk.presses("Papier 1.jpg", "accept")
    desk.has("Papier 1.jpg")
    shown = desk.looks_at("Papier 1.jpg")
    expect_drawn(shown)
    assert shown.evaluate(SIZE) == size
    assert ayla.open_tracks() == 2


def test_who_goes_back_has_sent_nothing(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    ayla, demir = talk
    papers = Papers(ayla)
    papers.opens()
    papers.panel.locator("[data-photo=open]").click()
    looks(ayla, "environment")
    papers.photo.locator("[data-photo=take]").click()
    expect_drawn(papers.photo.locator("canvas"))
    ayla.page.keyboard.press("Escape")
    expect(papers.panel).to_be_hidden()
    looks(ayla, "user")
    assert Papers(demir).panel.locator("[data-paper]").count() == 0


def test_a_photograph_nobody_can_take_yet_stays_and_is_sent_once_more(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    ayla, demir = talk
    papers, desk = Papers(ayla), Papers(demir)
    papers.gives(*(upload(f"Seite {number}.txt", b"Seite") for number in range(MOST)))
    desk.opens()
    expect(desk.panel.locator("[data-paper]")).to_have_count(MOST)
    papers.panel.locator("[data-photo=open]").click()
    papers.photo.locator("[data-photo=take]").click()
    expect_drawn(papers.photo.locator("canvas"))
    papers.photo.locator("[data-photo=send]").click()
    expect(papers.problem).to_have_text(ayla.word("paper-too-many", most=MOST))
    expect(papers.photo.locator("canvas")).to_be_visible()
    desk.presses("Seite 0.txt", "refuse")
    papers.reads("Seite 0.txt", "paper-not-taken", name="Frau Demir")
    papers.photo.locator("[data-photo=send]").click()
    expect(papers.photo).to_be_hidden()
    expect(papers.problem).to_be_hidden()
    desk.presses("Papier 1.jpg", "accept")
    desk.has("Papier 1.jpg")


def test_the_place_in_a_photograph_stays_behind(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """One of the camera's own app: the right way up, without what it has written into it."""
    ayla, demir = talk
    papers, desk = Papers(ayla), Papers(demir)
    papers.opens()
    papers.panel.locator("[data-photo=open]").click()
    taken = photograph(base64.b64decode(ayla.page.evaluate(JPEG)))
    papers.photo.locator("[data-photo-app]").set_input_files(
        [upload("IMG_1.jpg", taken, "image/jpeg")]
    )
    sheet = papers.photo.locator("canvas")
    expect_drawn(sheet)
    assert sheet.evaluate(SIZE) == [20, 60]
    papers.photo.locator("[data-photo=send]").click()
    desk.answers("accept")
    desk.has("Papier 1.jpg")
    name, content = desk.saves("Papier 1.jpg")
    assert (name, content[:2], EXIF_TURNED in taken) == ("Papier 1.jpg", b"\xff\xd8", True)
    assert b"Exif" not in content


def test_while_an_identity_card_is_shown_nothing_is_photographed(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    ayla, _ = talk
    papers = Papers(ayla)
    papers.opens()
    papers.panel.locator("[data-photo=open]").click()
    papers.photo.locator("[data-photo=take]").click()
    expect_drawn(papers.photo.locator("canvas"))
    ayla.page.evaluate("document.querySelector('[data-room]').dataset.identity = 'asked'")
    papers.photo.locator("[data-photo=send]").click()
    expect(papers.problem).to_have_text(ayla.word("paper-photo-identity"))
    papers.photo.locator("[data-photo=back]").click()
    papers.panel.locator("[data-photo=open]").click()
    expect(papers.photo).to_be_hidden()
    expect(papers.problem).to_have_text(ayla.word("paper-photo-identity"))
    assert papers.panel.locator("[data-paper]").count() == 0


def test_with_the_camera_off_nobody_sees_what_it_looks_at(people: People) -> None:
    """A camera is opened for the photograph only, and given back with it."""
    ayla, demir = _talk_unseen(people)
    papers = Papers(ayla)
    papers.opens()
    papers.panel.locator("[data-photo=open]").press("Enter")
    expect(papers.photo.locator("button:focus")).to_be_visible()
    expect(papers.photo.locator("[data-photo=take]")).to_be_visible()
    expect(papers.photo.locator("button:focus")).to_be_visible()
    assert sent(ayla, "video") == {}
    expect(demir.other_tile.locator("[data-tile-blank]")).to_be_visible()
    papers.photo.locator("[data-photo=back]").click()
    eventually(ayla.page, lambda: ayla.open_tracks() == 1, what="camera given back")


def _talk_unseen(people: People) -> tuple[CitizenPage, AdvisorPage]:
    demir, ayla = people.advisor(), people.citizen()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.chooses("camera", on=False)
    ayla.enters()
    ayla.talks_with("Frau Demir")
    return ayla, demir
