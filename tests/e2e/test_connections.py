"""From any network: two houses, their routers, a relay as it is shipped, and the real pages.

Rows 34 and 36, class C12. What a router lets out and how it writes the sender is the kernel's doing
(nftables); whether it does so is asked before each talk.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from time import time

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from buergerbuero.consultations.backends.peer import CREDENTIALS_LAST_SECONDS, credentials
from tests.e2e import media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.browser import chromium_of, home_that_trusts
from tests.e2e.citizen import CitizenPage
from tests.e2e.internet import (
    CONE,
    NO_UDP,
    ONLY_443,
    RELAYS,
    SYMMETRIC,
    House,
    Internet,
    internet,
    seen_as,
)
from tests.e2e.people import People
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually
from tests.e2e.ways import Way, begin_to_look, expect_way, opened, others_addresses, way
from tests.relays import SECRET, RunningRelay, running_relay
from tests.servers import Office, running_office

pytestmark = [pytest.mark.network, pytest.mark.relay, pytest.mark.trust]

WITH, WITHOUT = "with", "without"
LEFT = 10
RELAY_NAME = "noted.connections.at(-1).getConfiguration().iceServers.at(-1).username"
STUN = {"BUERGERBUERO_STUN_URLS": f"stun:{RELAYS[0]}:3478"}
TURN = STUN | {
    "BUERGERBUERO_TURN_URLS": ",".join(
        (
            f"turn:{RELAYS[0]}:3478?transport=udp",
            f"turn:{RELAYS[0]}:3478?transport=tcp",
            f"turns:{RELAYS[0]}:443?transport=tcp",
        )
    ),
    "BUERGERBUERO_TURN_SECRET": SECRET,
}


@dataclass(frozen=True)
class World:
    net: Internet
    relay: RunningRelay
    offices: dict[str, Office]
    citizens_browser: Browser
    advisors_browser: Browser


@pytest.fixture(scope="module")
def world(engine: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("internet")
    with ExitStack() as stack:
        offices = {
            name: stack.enter_context(running_office(folder / name, settings=settings))
            for name, settings in ((WITH, TURN), (WITHOUT, STUN))
        }
        for one in offices.values():
            one.keep_state()
        net = stack.enter_context(internet(*(one.port for one in offices.values())))
        place = ("ip", "netns", "exec", net.relay.namespace)
        relay = stack.enter_context(
            running_relay(folder, addresses=RELAYS, ports=(3478, 443), inside=place)
        )
        home = home_that_trusts(relay.certificate, folder)
        browsers = [
            stack.enter_context(chromium_of(engine.chromium, program=str(program)))
            for house in (net.citizens, net.advisors)
            for program in [house.host.starts("chromium", folder, HOME=str(home))]
        ]
        yield World(net, relay, offices, *browsers)


@dataclass(frozen=True)
class Row:
    name: str
    arrange: Callable[[House], None]
    names: int  # under how many a socket of this house is known outside; 0: nothing comes back
    citizen: tuple[Way, ...]
    advisor: tuple[Way, ...]
    office: str = WITH
    hidden: bool = False


def cone(house: House) -> None:
    house.shuts(CONE)


def symmetric(house: House) -> None:
    house.shuts(SYMMETRIC)


def no_udp(house: House) -> None:
    house.shuts(CONE, NO_UDP)


def only_443(house: House) -> None:
    house.shuts(CONE, ONLY_443)


def direct(own: str, other: str) -> tuple[Way, ...]:
    return (Way(own, other),)


def relayed(other: str, *transports: str) -> tuple[Way, ...]:
    """Chromium stops looking for ways as soon as one is open: of several possible transports, the
    first, which on a busy machine need not be UDP."""
    return tuple(Way("relay", other, transport) for transport in transports)


ALL = ("udp", "tcp", "tls")
HOST, BEHIND_CONE = direct("host", "host"), direct("srflx", "srflx")
ROWS = [
    Row("both reachable, no relay", House.opens, 1, HOST, HOST, WITHOUT),
    Row("both port-restricted, no relay", cone, 1, BEHIND_CONE, BEHIND_CONE, WITHOUT),
    Row("both reachable", House.opens, 1, direct("host", "relay"), relayed("host", *ALL)),
    Row("both port-restricted", cone, 1, direct("srflx", "relay"), relayed("srflx", *ALL)),
    Row("both symmetric", symmetric, 2, direct("prflx", "relay"), relayed("prflx", *ALL)),
    Row("UDP blocked", no_udp, 0, relayed("relay", "tcp", "tls"), relayed("relay", "tcp", "tls")),
    Row("only 443", only_443, 0, relayed("relay", "tls"), relayed("relay", "tls")),
    Row(
        "both port-restricted, the citizen hides their address",
        cone, 1, relayed("relay", *ALL), relayed("relay", *ALL), hidden=True,
    ),
]  # fmt: skip


@pytest.fixture
def office(world: World, request: pytest.FixtureRequest) -> Iterator[Office]:
    """`people` of conftest.py go to this one."""
    said = getattr(request.node, "callspec", None)
    office = world.offices[said.params["row"].office if said else WITH]
    office.restore_state()
    read = len(office.log)
    yield office
    assert "Traceback" not in office.log[read:], office.log[read:]


@pytest.fixture
def chromium(world: World) -> Browser:
    return world.citizens_browser


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_picture_and_sound_arrive(
    row: Row, world: World, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows 34 and 36, class C12."""
    live_behind(row, world)
    ayla, demir = called(people, world)
    if row.hidden:
        ayla.hides_address()
    begin_to_look(ayla.page, demir.page)
    ayla.enters()
    media.expect_picture_and_sound(ayla.page, demir.page)
    expect_way(ayla.page, *row.citizen)
    expect_way(demir.page, *row.advisor)
    for page, hidden in ((ayla.page, row.office == WITH), (demir.page, row.hidden)):
        if hidden:
            assert others_addresses(page) <= set(RELAYS), "an address that nobody should learn"
    took = opened(ayla.page, demir.page)
    with capsys.disabled():
        figures = f"{took.connected} ms | {took.picture} ms"
        print(f"\n| {row.name} | {way(ayla.page)} – {way(demir.page)} | {figures} |")  # noqa: T201


def test_the_talk_goes_on_when_the_credentials_of_its_beginning_have_ended(
    world: World, people: People
) -> None:
    """Row 34: shortened here from ten minutes to seconds; the relay's clock and checks are real."""
    live_behind(ROWS[-1], world)
    ayla, demir = people.citizen(), people.advisor(browser=world.advisors_browser)
    for somebody in (ayla, demir):
        somebody.page.route("**/room/join", shorten)
    meets(ayla, demir)
    ayla.hides_address()
    ayla.enters()
    media.expect_picture_and_sound(ayla.page, demir.page)
    end_of_the_first = time() + LEFT
    for somebody in (ayla, demir):
        eventually(somebody.page, lambda s=somebody: lasts(s) > 2 * LEFT, what="new credentials")
    eventually(ayla.page, lambda: time() > end_of_the_first + 2, what="the end of the first")
    generation = way_of_restart(ayla.page)
    ayla.page.evaluate("window.dispatchEvent(new Event('online'))")
    eventually(ayla.page, lambda: way_of_restart(ayla.page) != generation, what="a new way")
    for somebody in (ayla, demir):
        expect_way(somebody.page, *relayed("relay", *ALL))
    media.expect_picture_and_sound(ayla.page, demir.page)


def shorten(route: Route) -> None:
    """A ticket as it is when nearly ten minutes have passed."""
    answer = route.fetch()
    ticket = answer.json()
    name, secret = credentials(SECRET, "somebody", int(time()) - CREDENTIALS_LAST_SECONDS + LEFT)
    ticket["ice_servers"][-1] |= {"username": name, "credential": secret}
    route.fulfill(response=answer, json=ticket | {"ice_seconds": LEFT})


def lasts(somebody: Visitor) -> float:
    """For how many seconds the connection could still ask the relay."""
    name: str = somebody.page.evaluate(RELAY_NAME)
    return int(name.partition(":")[0]) - time()


def way_of_restart(page: Page) -> str:
    """Each restart of ICE has a name of its own."""
    (transport,) = media.reports(page, "transport")
    name: str = transport["iceLocalUsernameFragment"]
    return name


def live_behind(row: Row, world: World) -> None:
    for house in (world.net.citizens, world.net.advisors):
        row.arrange(house)
        assert len(names(house)) == row.names


def names(house: House) -> set[tuple[str, int]]:
    try:
        return seen_as(house, *((one, 3478) for one in RELAYS))
    except TimeoutError:
        return set()


def called(people: People, world: World) -> tuple[CitizenPage, AdvisorPage]:
    ayla, demir = people.citizen(), people.advisor(browser=world.advisors_browser)
    meets(ayla, demir)
    return ayla, demir


def meets(ayla: CitizenPage, demir: AdvisorPage) -> None:
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
