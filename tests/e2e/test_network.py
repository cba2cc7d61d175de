"""The network is really cut in the middle of a talk, and comes back.

Two browsers on two hosts of their own, joined by a cable. The kernel drops the packets, so the
browsers have to find out by themselves.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import chromium_of
from tests.e2e.citizen import CitizenPage
from tests.e2e.diary import Diary
from tests.e2e.namespaces import EVERYTHING, PICTURE_AND_SOUND, Host, two_hosts
from tests.e2e.people import People
from tests.e2e.waiting import eventually
from tests.servers import Office

pytestmark = pytest.mark.network

BACK_WITHIN_SECONDS = 10
NEW_ADDRESS = "10.213.7.3"


@dataclass(frozen=True)
class Line:
    """Where the two sit who talk."""

    citizens_host: Host
    advisors_host: Host
    citizens_browser: Browser
    advisors_browser: Browser


@pytest.fixture
def line(server: Office, engine: Playwright, tmp_path: Path) -> Iterator[Line]:
    with two_hosts(server.port) as (near, far):
        programs = [host.starts("chromium", tmp_path) for host in (near, far)]
        with (
            chromium_of(engine.chromium, program=str(programs[0])) as one,
            chromium_of(engine.chromium, program=str(programs[1])) as other,
        ):
            yield Line(near, far, one, other)


@pytest.fixture
def talk(line: Line, people: People) -> tuple[CitizenPage, AdvisorPage]:
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


@pytest.mark.parametrize("what", [PICTURE_AND_SOUND, EVERYTHING])
def test_packets_stop_and_come_back(
    talk: tuple[CitizenPage, AdvisorPage],
    line: Line,
    what: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """First the bytes stop, then both pages say so; mended, they flow again within ten seconds.

    EVERYTHING: the citizen's page does not reach the office either.
    """
    ayla, demir = talk
    ayla.watch.expect_lost_network()
    diaries = {"citizen": Diary(ayla.page), "advisor": Diary(demir.page)}
    measured = []
    cut_at = time.time()
    line.citizens_host.cut(what)
    for side, diary in diaries.items():
        silent, said = diary.last_bytes_at(cut_at) - cut_at, diary.says_so_at(cut_at) - cut_at
        measured.append(f"{side}: silent {silent:.1f} s after the cut, says so after {said:.1f} s")
        assert silent < said
    for visitor in talk:
        expect(visitor.restoring).to_be_visible()
        visitor.hears_in_room("room-restoring")
        visitor.reads_of_connection("room-connection-lost")

    mended_at = time.time()
    line.citizens_host.mend()
    for side, diary in diaries.items():
        flows = diary.flows_again_at(mended_at) - mended_at
        said = diary.says_no_more_at(mended_at) - mended_at
        measured.append(f"{side}: flows {flows:.1f} s after mending, words gone after {said:.1f} s")
        assert flows < BACK_WITHIN_SECONDS
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    demir.reads_of_connection("room-connection-good")
    media.expect_picture_and_sound(ayla.page, demir.page)
    tell(capsys, f"{what} cut", measured)


@pytest.mark.long
@pytest.mark.proof
def test_it_comes_back_after_the_connection_was_given_up(
    talk: tuple[CitizenPage, AdvisorPage], line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """Away so long that the pages have thrown the old connection away."""
    ayla, demir = talk
    ayla.watch.expect_lost_network()
    diaries = {"citizen": Diary(ayla.page), "advisor": Diary(demir.page)}
    line.citizens_host.cut(EVERYTHING)
    made = "noted.connections.length"
    eventually(demir.page, lambda: demir.page.evaluate(made) > 1, what="a new try", within=60)
    for visitor in talk:
        expect(visitor.restoring).to_be_visible()
    mended_at = time.time()
    line.citizens_host.mend()
    measured = []
    for side, diary in diaries.items():
        flows = diary.flows_again_at(mended_at) - mended_at
        measured.append(f"{side}: flows {flows:.1f} s after mending")
        assert flows < BACK_WITHIN_SECONDS
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)
    tell(capsys, "given up", measured)


def test_the_citizen_moves_to_another_network(
    talk: tuple[CitizenPage, AdvisorPage], line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old way through the network never comes back: a new one is found within ten seconds."""
    ayla, demir = talk
    diaries = {"citizen": Diary(ayla.page), "advisor": Diary(demir.page)}
    moved_at = time.time()
    line.citizens_host.moves_to(NEW_ADDRESS)
    found = (NEW_ADDRESS, line.advisors_host.address)
    eventually(ayla.page, lambda: media.addresses(ayla.page) == found, what="a new way")
    media.expect_picture_and_sound(ayla.page, demir.page)
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    measured = []
    for side, diary in diaries.items():
        silence = diary.longest_silence(moved_at)
        measured.append(f"{side}: silent for {silence:.1f} s")
        assert silence < BACK_WITHIN_SECONDS
    tell(capsys, "another network", measured)


def tell(capsys: pytest.CaptureFixture[str], what: str, measured: list[str]) -> None:
    with capsys.disabled():
        print(f"\n{what}", *measured, sep="\n  ")  # noqa: T201  # the measurement
