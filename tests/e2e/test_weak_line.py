"""What a weak line does to a talk: people are understood first, and seen as well as it allows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e import axe, media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.namespaces import Host, two_hosts
from tests.e2e.people import People
from tests.e2e.waiting import eventually
from tests.servers import Office

pytestmark = [pytest.mark.network, pytest.mark.proof]

Talk = tuple[CitizenPage, AdvisorPage, Host, Host]
# Chromium's test camera is a slow one unless it is told.
CAMERA = "--use-fake-device-for-media-stream=fps=30"
NARROW_KBITS = 300
SIGNS_PER_SECOND = 20
LOST_PERCENT = 40
SMALLEST = (320, 240)
MEASURED_SECONDS = 10
VIDEO = """async () => {
  const open = ({ connectionState }) => connectionState !== "closed";
  const [connection] = noted.connections.filter(open);
  const reports = [...(await connection.getStats()).values()];
  const found = reports.find(({ type, kind }) => type === "inbound-rtp" && kind === "video");
  return [found.timestamp / 1000, found.framesDecoded, found.frameWidth, found.frameHeight];
}"""


@pytest.fixture
def talk(server: Office, engine: Playwright, people: People, tmp_path: Path) -> Iterator[Talk]:
    """Between two hosts: the citizen's, and the advisor's."""
    with two_hosts(server.port) as (near, far):
        programs = [host.starts("chromium", tmp_path) for host in (near, far)]
        how = {"devices": False, "flags": [CAMERA]}
        with (
            chromium_of(engine.chromium, program=str(programs[0]), **how) as one,  # type: ignore[arg-type]
            chromium_of(engine.chromium, program=str(programs[1]), **how) as other,  # type: ignore[arg-type]
        ):
            demir = people.advisor("demir", browser=other)
            ayla = people.citizen(browser=one)
            yield ayla, demir, near, far


def begin(ayla: CitizenPage, demir: AdvisorPage, *, signing: bool = False) -> None:
    ayla.goes_to()
    if signing:
        ayla.page.locator("details:has([name=needs]) summary").click()
        ayla.page.locator("[name=needs][value=sign]").check()
    ayla.knocks(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_hands_stay_smooth_on_a_weak_line(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """Row 25: twenty pictures a second of 320 × 240 at least, through 300 kbit/s."""
    ayla, demir, host, _ = talk
    begin(ayla, demir, signing=True)
    host.sends_at_most(NARROW_KBITS)

    def pictures() -> tuple[float, int, int]:
        before, frames, *_ = demir.page.evaluate(VIDEO)
        demir.page.wait_for_timeout(MEASURED_SECONDS * 1000)
        now, more, width, height = demir.page.evaluate(VIDEO)
        return (more - frames) / (now - before), width, height

    seen: list[tuple[float, int, int]] = []

    def good() -> bool:
        seen.append(pictures())
        rate, width, height = seen[-1]
        return rate >= SIGNS_PER_SECOND and width >= SMALLEST[0] and height >= SMALLEST[1]

    with capsys.disabled():
        try:
            eventually(demir.page, good, what="smooth hands", within=90)
        finally:
            print(*seen, sep="\n  ")  # noqa: T201  # the measurement
    expect(ayla.page.locator("[data-room-weak]")).to_be_hidden()


def test_the_sound_stays_when_the_line_is_too_weak_for_pictures(talk: Talk) -> None:
    """Said in words on both sides; it comes back by itself when the line has been good for a
    while."""
    ayla, demir, _, host = talk
    begin(ayla, demir)
    host.loses(LOST_PERCENT)
    words = ayla.word("room-weak")
    band = ayla.page.locator("[data-room-weak]")
    expect(band).to_be_visible(timeout=90_000)
    expect(band.locator("[role=status]")).to_have_text(words)
    expect(demir.other_tile.locator("[data-tile-blank]")).to_have_text(words)
    demir.hears_in_room("room-weak")
    axe.expect_accessible(ayla.page, "sound first")
    media.expect_sound(demir.page)
    still = media.flow(demir.page).frames
    media.expect_sound(demir.page)
    assert media.flow(demir.page).frames == still
    host.mend()
    expect(band).to_be_hidden(timeout=90_000)
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_whoever_wants_the_picture_keeps_it(talk: Talk) -> None:
    ayla, demir, _, host = talk
    begin(ayla, demir)
    host.loses(LOST_PERCENT)
    band = ayla.page.locator("[data-room-weak]")
    expect(band).to_be_visible(timeout=90_000)
    band.locator("button").press("Enter")
    expect(band).to_be_hidden()
    demir.talks_with("Ayla")
    media.expect_picture(demir.page)
