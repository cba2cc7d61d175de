"""The network is really cut in the middle of a talk, and comes back.

Two browsers on two hosts of their own, joined by a cable. The kernel drops the packets, so the
browsers have to find out by themselves.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.diary import Diary
from tests.e2e.namespaces import Host, two_hosts
from tests.e2e.people import People
from tests.e2e.waiting import eventually
from tests.servers import Office

pytestmark = pytest.mark.network

BACK_WITHIN_SECONDS = 10
PLATE = "Die Verbindung ist kurz weg"


@dataclass(frozen=True)
class Line:
    """Where the two sit who talk."""

    citizens_host: Host
    advisors_host: Host
    citizens_browser: Browser
    advisors_browser: Browser


@pytest.fixture(scope="module")
def line(
    server: Office, engine: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("hosts")
    with two_hosts(server.port) as (near, far):
        programs = [host.starts("chromium", folder) for host in (near, far)]
        with (
            chromium_of(engine.chromium, program=str(programs[0])) as one,
            chromium_of(engine.chromium, program=str(programs[1])) as other,
        ):
            yield Line(near, far, one, other)


@pytest.fixture
def talk(people: People, line: Line) -> tuple[CitizenPage, AdvisorPage]:
    """Picture and sound arrive on both sides, over the cable."""
    demir = people.advisor("demir", browser=line.advisors_browser)
    ayla = people.citizen(browser=line.citizens_browser)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)
    assert media.addresses(ayla.page) == (line.citizens_host.address, line.advisors_host.address)
    return ayla, demir


def test_packets_stop_and_come_back(
    talk: tuple[CitizenPage, AdvisorPage], line: Line, record_property
) -> None:
    """First the bytes stop, then both pages say so; mended, it flows again within ten seconds."""
    ayla, demir = talk
    diaries = {"citizen": Diary(ayla.page), "advisor": Diary(demir.page)}
    cut_at = time.time()
    line.citizens_host.cut()
    for visitor in talk:
        expect(visitor.other_tile.get_by_text(PLATE)).to_be_visible()
        visitor.hears_in_room("Verbindung wird wiederhergestellt")
    expect(demir.page.locator("[data-room-connection]")).to_have_text("Verbindung unterbrochen")
    for side, diary in diaries.items():
        stopped, said = diary.stopped_at(cut_at), diary.words_at(cut_at)
        print(f"{side}: silent {stopped - cut_at:.1f} s after the cut, said {said - cut_at:.1f} s")
        assert stopped < said

    mended_at = time.time()
    line.citizens_host.mend()
    for visitor in talk:
        expect(visitor.other_tile.get_by_text(PLATE)).to_be_hidden()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    for side, diary in diaries.items():
        flows, gone = diary.flows_again_at(mended_at), diary.words_gone_at(mended_at)
        print(f"{side}: flows {flows - mended_at:.1f} s after mending, says so {gone - mended_at:.1f} s")
        assert flows - mended_at < BACK_WITHIN_SECONDS
    media.expect_picture_and_sound(ayla.page, demir.page)
