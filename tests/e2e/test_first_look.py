"""What a citizen's first look weighs, where it comes from, and that it waits for no script."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.waiting import eventually

BYTES_AT_MOST = 100_000
DOOR = "/departments/elterngeldstelle/"
VISIT = "/visit/"
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"


class Scales:
    """Every answer's bytes as they came over the line, headers included."""

    def __init__(self, page: Page) -> None:
        self._sizes: dict[str, int] = {}
        self.hosts: set[str] = set()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.dataReceived", self._received)
        devtools.on("Network.loadingFinished", self._finished)

    @property
    def total(self) -> int:
        return sum(self._sizes.values())

    def _answered(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["response"]["url"])
        if address.scheme not in ("data", "blob"):  # nothing that crosses the line
            self._sizes[event["requestId"]] = event["response"]["encodedDataLength"]
            self.hosts.add(address.netloc)

    def _received(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._sizes:
            self._sizes[event["requestId"]] += event["encodedDataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._sizes:
            self._sizes[event["requestId"]] = event["encodedDataLength"]


def somebody_at(people: People, path: str, **options: Any) -> CitizenPage:
    """A citizen whose browser has been nowhere; who goes to the visit's page has just knocked."""
    ayla = people.citizen(**options)
    if path == VISIT:
        boris = people.citizen()
        boris.knocks_at()
        ayla.context.add_cookies(boris.context.cookies())  # type: ignore[arg-type]
    return ayla


@pytest.mark.parametrize("path", ["/", DOOR, VISIT])
def test_a_first_look_weighs_little_and_comes_from_here(people: People, path: str) -> None:
    """Fonts, scripts and the first messages included."""
    ayla = somebody_at(people, path)
    scales = Scales(ayla.page)
    ayla.go(path)
    ayla.page.wait_for_load_state()
    ayla.wait_until_live()
    assert 40_000 < scales.total <= BYTES_AT_MOST
    assert scales.hosts == {urlsplit(people.office.url).netloc}


@pytest.mark.parametrize("path", ["/", DOOR, VISIT])
def test_text_is_painted_before_any_script_or_font_comes(people: People, path: str) -> None:
    ayla = somebody_at(people, path)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for kind in ("js", "woff2"):
        ayla.page.route(f"**/*.{kind}", hold)
    ayla.page.goto(people.office.url + path, wait_until="commit")
    expect(ayla.page.locator("main h1").first).to_be_visible()
    eventually(ayla.page, lambda: ayla.page.evaluate(PAINTED), what="a first paint")
    assert {route.request.url.rpartition(".")[2] for route in held} == {"js", "woff2"}
    for route in held:
        route.continue_()
    ayla.wait_until_live()


def test_doors_and_the_form_are_there_without_javascript(people: People) -> None:
    ayla = people.citizen(java_script_enabled=False)
    ayla.go("/")
    expect(ayla.page.locator("[id^='region-door-'] .door").first).to_be_visible()
    ayla.goes_to()
    expect(ayla.button("knock")).to_be_visible()
