"""Pages change by themselves, say so when they cannot, and catch up."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Request, Route, expect

from tests.e2e import media
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually
from tests.servers import Office, running_office

DOOR = "#region-door-elterngeldstelle"


def mark(visitor: Visitor) -> None:
    visitor.page.evaluate("window.marked = true")


def was_never_loaded_again(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("window.marked === true"))


def shows_door(visitor: Visitor, state: str, waiting: int = 0) -> None:
    door = visitor.page.locator(DOOR)
    expect(door).to_have_attribute("data-state", state)
    number = rf"\b{waiting}\b" if waiting else r"^\D+$"
    expect(door.locator(".state__word")).to_have_text(re.compile(number))


def test_doors_change_on_the_overview_and_the_department_page(people: People) -> None:
    """Row 19: what changes on the department page is said to screen readers too."""
    ayla, boris = people.citizen(), people.citizen()
    ayla.go("/")
    boris.goes_to()
    for citizen in (ayla, boris):
        citizen.wait_until_live()
        mark(citizen)
        shows_door(citizen, "unstaffed")
    demir = people.advisor("demir")
    for citizen in (ayla, boris):
        shows_door(citizen, "open")
    demir.is_now("break")
    shows_door(ayla, "on_break")
    demir.is_now("away")
    for citizen in (ayla, boris):
        shows_door(citizen, "unstaffed")
    demir.is_now("free")
    chen = people.citizen()
    chen.knocks_at(name="Chen")
    for citizen in (ayla, boris):
        shows_door(citizen, "open", waiting=1)
    demir.calls_next()
    for citizen in (ayla, boris):
        shows_door(citizen, "busy")
        assert was_never_loaded_again(citizen)
    said = boris.page.locator(f"{DOOR} .state__word").inner_text()
    expect(boris.page.locator("#announce")).to_contain_text(said)


def test_a_command_without_network_says_so_and_loses_nothing(people: People) -> None:
    ayla, demir = somebody_waits(people)
    ayla.watch.expect_lost_network()
    ayla.context.set_offline(True)
    ayla.leaves()
    message = ayla.page.locator("#command-message")
    expect(message).to_have_text(ayla.word("offline"))
    ayla.context.set_offline(False)
    demir.sees_line("E 01")
    ayla.leaves()
    ayla.is_bid_goodbye("left")


class Proxy:
    """Waits for the end of an answer before it passes it on: streams never arrive."""

    def __init__(self, visitor: Visitor) -> None:
        self._held: list[Route] = []
        visitor.context.route("**/live/visit?*", self._pass)

    def _pass(self, route: Route, request: Request) -> None:
        if "once=1" in request.url:
            route.continue_()
        else:
            self._held.append(route)

    def ends(self) -> None:
        for route in self._held:
            route.abort()


def comes_back_until(visitor: Visitor, sight: Locator) -> None:
    """Without a stream a page asks every 15 seconds, and at once when one comes back to it."""

    def comes_back() -> bool:
        visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        return sight.is_visible()

    eventually(visitor.page, comes_back, what="seen on coming back")


def test_where_streams_are_swallowed_the_page_asks_by_itself(people: People) -> None:
    """From the waiting room to the goodbye without one stream."""
    demir, boris = people.advisor(), people.citizen()
    boris.knocks_at(name="Boris")
    ayla = people.citizen()
    proxy = Proxy(ayla)
    ayla.goes_to()
    ayla.page.locator("#name").fill("Ayla")
    ayla.press("knock")
    expect(ayla.page.locator("[data-live-status]")).to_have_text(ayla.word("live-polling"))
    ayla.sees_ahead(1)
    boris.leaves()
    demir.sees_line("E 02")
    comes_back_until(ayla, ayla.page.locator("#region-place h1", has_not_text=re.compile(r"\d")))
    ayla.sees_ahead(0)
    demir.calls_next()
    comes_back_until(ayla, ayla.call)
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)
    demir.ends_talk()
    ayla.is_bid_goodbye()
    ayla.watch.expect_lost_network()
    proxy.ends()


def test_waiting_survives_the_death_of_the_server(
    people: People, server: Office, tmp_path: Path
) -> None:
    """Killed without warning and started again: everybody has kept number and place.

    Meanwhile the page says how old it is.
    """
    data = tmp_path / "data"
    with running_office(data, like=server.data) as office:
        boris, ayla = (people.citizen(office=office) for _ in range(2))
        for citizen, name in ((boris, "Boris"), (ayla, "Ayla")):
            citizen.watch.expect_lost_network()
            citizen.knocks_at(name=name)
        mark(ayla)
        office.process.kill()
        says_how_old_it_is(ayla)
    with running_office(data, port=office.port):
        for citizen in (boris, ayla):
            citizen.wait_until_live()
        assert ayla.number == "E 02"
        ayla.sees_ahead(1)
        boris.leaves()
        ayla.sees_ahead(0)
        expect(ayla.page.locator("[data-live-status]")).to_have_text(ayla.word("live-open"))
        assert was_never_loaded_again(ayla)


def says_how_old_it_is(citizen: CitizenPage) -> None:
    before, after = (re.escape(part) for part in citizen.word("live-lost", time="#").split("#"))
    status = citizen.page.locator("[data-live-status]")
    expect(status).to_have_text(re.compile(rf"^{before}\d\d?:\d\d{after}$"))
