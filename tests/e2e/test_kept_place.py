"""The place is kept when a phone sleeps, a connection dies silently, the network changes, or the
server is started again: the same number, the same place, and the page right again by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.asleep import frozen
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire, wire_to
from tests.servers import Office, running_office

# What minutes of silence do to the rows, without the minutes.
SILENT = "UPDATE visits_visit SET seen_at = datetime('now', '-4 minutes') WHERE number = ?"
OFFER_OVER = "UPDATE visits_visit SET offer_until = datetime('now', '-1 seconds') WHERE number = 1"
MISSED = "SELECT absence, missed FROM visits_visit WHERE number = 1"
WATCHDOG, SAID_AFTER, FIRST_MESSAGE = 45_000, 3_000, 5_000


def absence(citizen: CitizenPage, number: int = 1) -> str:
    rows = citizen.office.sql("SELECT absence FROM visits_visit WHERE number = ?", number)
    return str(rows[0][0])


def is_the_page_it_was(citizen: CitizenPage) -> bool:
    return bool(citizen.page.evaluate("window.marked === true"))


def mark(citizen: CitizenPage) -> None:
    citizen.page.evaluate("window.marked = true")


@pytest.mark.proof
def test_a_frozen_page_is_passed_over_and_is_right_again_when_it_wakes(people: People) -> None:
    """A call that it cannot show is no missed one."""
    ayla, demir = somebody_waits(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    mark(ayla)
    with frozen(ayla):
        ayla.office.sql(SILENT, 1)
        demir.sees_next("E 02")
        demir.sees_line("E 01", "E 02")
        assert absence(ayla) == "unseen"
        demir.more_about("E 01").locator("form[action$='/call'] button").click()
        demir.confirm()
        demir.has_called()
        expect(demir.talk.locator(".mark--care")).to_be_visible()
        ayla.office.sql(OFFER_OVER)
        demir.is_alone()
        assert ayla.office.sql(MISSED) == [("unseen", 0)]
    eventually(demir.page, lambda: absence(ayla) == "", what="she is present again")
    demir.sees_next("E 01")
    assert (ayla.number, is_the_page_it_was(ayla)) == ("E 01", True)
    ayla.is_("waiting")
    ayla.sees_ahead(0)
    boris.sees_ahead(1)
    demir.calls_next()
    ayla.waits_until_called()


@pytest.fixture
def wire(office: Office) -> Iterator[Wire]:
    with wire_to(office.port) as wire:
        yield wire


def at_the_end_of(wire: Wire, people: People, office: Office) -> CitizenPage:
    """Whose page reaches the office through this wire only."""
    citizen = people.citizen(office=replace(office, url=f"http://localhost:{wire.port}"))
    citizen.watch.expect_lost_network()
    return citizen


def test_a_connection_of_which_only_the_socket_is_left_is_noticed_and_made_anew(
    people: People, office: Office, wire: Wire
) -> None:
    """No error tells of it. Meanwhile the page says how old it is."""
    boris, ayla = people.citizen(), at_the_end_of(wire, people, office)
    ayla.page.clock.install()
    boris.knocks_at(name="Boris")
    ayla.knocks_at(name="Ayla")
    ayla.sees_ahead(1)
    mark(ayla)
    wire.goes_dead()
    boris.leaves()
    ayla.page.clock.run_for(WATCHDOG)
    ayla.page.clock.run_for(SAID_AFTER)
    before, after = (re.escape(part) for part in ayla.word("live-lost", time="#").split("#"))
    status = ayla.page.locator("[data-live-status]")
    expect(status).to_have_text(re.compile(rf"^{before}\d\d?:\d\d{after}$"))
    expect(ayla.page.locator("html")).to_have_attribute("data-stale", "")
    ayla.sees_ahead(1)
    wire.comes_back()

    def catches_up() -> bool:
        ayla.page.clock.run_for(FIRST_MESSAGE)
        return ayla.page.locator("html[data-live=open]").is_visible()

    eventually(ayla.page, catches_up, what="connected again")
    ayla.sees_ahead(0)
    expect(status).to_have_text(ayla.word("live-open"))
    assert (ayla.number, is_the_page_it_was(ayla)) == ("E 02", True)


def test_another_network_on_the_way_changes_nothing(
    people: People, office: Office, wire: Wire
) -> None:
    """From the one at home to that of the phone: the cookie is what counts, not the address."""
    ayla = at_the_end_of(wire, people, office)
    ayla.knocks_at(name="Ayla")
    demir = people.advisor()
    mark(ayla)
    wire.moves_to("127.77.7.7")
    ayla.wait_until_live()
    demir.calls_next()
    ayla.waits_until_called()
    assert (ayla.number, is_the_page_it_was(ayla)) == ("E 01", True)
    wire.moves_to("127.88.8.8")
    ayla.enters()
    ayla.talks_with("Frau Demir")


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_whoever_is_called_is_still_called_after_a_restart(
    people: People, server: Office, tmp_path: Path, end: str
) -> None:
    """SIGKILL, and the orderly stop of an update; the page was never loaded again."""
    data = tmp_path / "data"
    with running_office(data, like=server.data) as office:
        demir, ayla = people.advisor(office=office), people.citizen(office=office)
        for somebody in (demir, ayla):
            somebody.watch.expect_lost_network()
        ayla.knocks_at(name="Ayla")
        demir.calls_next()
        ayla.waits_until_called()
        mark(ayla)
        getattr(office.process, end)()
        expect(ayla.page.locator("html[data-live=lost]")).to_be_attached()
    with running_office(data, port=office.port):
        for somebody in (demir, ayla):
            somebody.wait_until_live()
        ayla.waits_until_called()
        demir.has_called()
        assert is_the_page_it_was(ayla)
        ayla.enters()
        ayla.talks_with("Frau Demir")
        demir.talks_with("Ayla")
        for somebody in (demir, ayla):
            somebody.page.close()
