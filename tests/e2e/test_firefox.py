"""Row 58. A talk between two kinds of browsers: Chromium and Debian's Firefox, both ways round."""

from collections.abc import Iterator

import pytest

from tests.e2e import media
from tests.e2e.bidi import Browser, Window, firefox
from tests.e2e.people import People
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.firefox

DOOR = "/departments/elterngeldstelle/"
# What the channels between the two say of themselves.
CHANNELS = """async () => {
  const reports = await Promise.all(noted.connections.map((one) => one.getStats()));
  const all = reports.flatMap((one) => [...one.values()]);
  return all.filter(({ type }) => type === "data-channel").map(({ state }) => state);
}"""
FLOWS_ON = f"""async (before) => {{
  const now = await ({media.FLOW})();
  return now.frames > before.frames && now.sound > before.sound;
}}"""


@pytest.fixture(scope="module")
def fox() -> Iterator[Browser]:
    with firefox() as fox:
        yield fox


@pytest.fixture
def window(fox: Browser) -> Iterator[Window]:
    window = fox.window()
    yield window
    window.closes()


def both_see_and_hear(visitor: Visitor, window: Window) -> None:
    """Frames are decoded and sound comes on both sides, and both can write."""
    media.expect_picture_and_sound(visitor.page)
    window.eventually(FLOWS_ON, window.eventually(media.FLOW))
    eventually(visitor.page, lambda: all_open(visitor.page.evaluate(CHANNELS)), what="channels")
    assert all_open(window.asks(CHANNELS))


def all_open(states: list[str]) -> bool:
    return bool(states) and set(states) == {"open"}


def test_a_citizen_in_firefox_talks_with_an_advisor_in_chromium(
    people: People, window: Window
) -> None:
    demir = people.advisor()
    window.go(people.office.url + DOOR)
    window.types("#name", "Ayla")
    window.clicks("form[action$='/knock'] button")
    window.sees("html[data-live=open]")
    demir.calls_next()
    window.clicks("dialog#called form[action$='/enter'] button")
    window.sees("#region-visit[data-state=talking]")
    demir.talks_with("Ayla")
    both_see_and_hear(demir, window)
    window.reload()
    demir.talks_with("Ayla")
    window.clicks("[data-control=both]")
    both_see_and_hear(demir, window)
    window.clicks("form[action$='/hang-up'] button")
    window.clicks("dialog:modal button:last-of-type")
    window.sees("#region-visit[data-state=hung-up]")
    demir.ends_talk()
    window.sees("#region-visit[data-state=closed]")


def test_an_advisor_in_firefox_talks_with_a_citizen_in_chromium(
    people: People, window: Window
) -> None:
    window.go(f"{people.office.url}/desk/")
    window.types("#login", "demir")
    window.types("#password", people.office.passwords["demir"])
    window.clicks("main form button")
    window.sees("html[data-live=open] #region-queue")
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    window.clicks("form[action$='desk/call'] button")
    ayla.waits_until_called("Frau Demir")
    ayla.enters()
    ayla.talks_with("Frau Demir")
    both_see_and_hear(ayla, window)
    window.clicks("form[action$='/end'] button")
    window.clicks("dialog:modal button:last-of-type")
    ayla.is_bid_goodbye()
    window.sees("#region-talk[data-state='']")
