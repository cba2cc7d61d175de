"""As many as a room holds: six at desktops, each connected with the five others."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.company import agrees, inside, link_for, panel, sees_frames_of
from tests.e2e.media import REPORTS
from tests.e2e.people import WIDE, People
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.proof

GUESTS = ("Frau Adeyemi", "Herr Weiss", "Frau Okafor", "Herr Lindqvist")
SENT = """() => window.noted.connections
  .filter(({ connectionState }) => connectionState !== "closed")
  .flatMap((connection) => connection.getSenders())
  .filter(({ track }) => track?.kind === "video")
  .map((sender) => sender.getParameters().encodings[0])"""


def test_six_are_all_connected_with_each_other_and_a_seventh_is_told(people: People) -> None:
    demir, ayla = people.advisor(), people.citizen(viewport=WIDE)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    demir.talks_with("Ayla")
    everybody: list[Visitor] = [ayla, demir]
    for name in GUESTS:
        link = link_for(demir, "companion")
        agrees(ayla)
        guest = people.guest(viewport=WIDE)
        guest.opens(link)
        guest.knocks(name)
        demir.press("let-in")
        guest.is_("in")
        everybody.append(guest)
    inside(ayla, "Frau Demir", *GUESTS)
    for somebody in everybody:
        hears(somebody, 5)
        sees_frames_of(somebody, 5)
    eventually(demir.page, lambda: all(map(is_reduced, sent(demir))), what="smaller pictures")
    seventh = panel(demir).locator("form[action$='/invite']:has([value=companion]) button")
    expect(seventh).to_be_enabled()
    demir.watch.expect_answer(409, "/desk/room/invite")
    seventh.click()
    demir.reads(re.compile("Der Raum ist voll"))


def sent(somebody: Visitor) -> list[dict[str, float]]:
    found: list[dict[str, float]] = somebody.page.evaluate(SENT)
    assert len(found) == len(GUESTS) + 1
    return found


def is_reduced(encoding: dict[str, float]) -> bool:
    return encoding["scaleResolutionDownBy"] >= 2 and encoding.get("maxBitrate", 1e9) <= 350_000


def hears(somebody: Visitor, others: int) -> None:
    def heard() -> int:
        reports = somebody.page.evaluate(REPORTS, "inbound-rtp")
        return sum(1 for one in reports if one["kind"] == "audio" and one["bytesReceived"] > 0)

    eventually(somebody.page, lambda: heard() == others, what=f"sound of {others} others")
