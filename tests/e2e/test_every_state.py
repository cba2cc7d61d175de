"""Whoever looks, however they look: each state of each page, small and wide, light and dark.

By eye and by axe; what is heard and what is done by keyboard has tests of its own.
"""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from tests.e2e import axe, layout, preferences, states
from tests.e2e.browser import chromium_of
from tests.e2e.people import SMALL, WIDE, People

pytestmark = [
    pytest.mark.looks,
    pytest.mark.skipif(not axe.SCRIPT.exists(), reason="needs axe-core: bin/test installs it"),
]
EVERY = states.CITIZEN | states.ADVISOR
# The shell knows no notices of the system, and opens no camera again by itself.
WHOLE = re.compile(r"messages|(three|five|six) talk")
FAULTY = """
  <title>Fehler</title><main><h1>Fehler</h1>
  <p style="width: 30px; overflow: hidden">Elterngeldstelle</p>
  <p style="margin-top: -40px; color: #888">Pflegeberatung</p>
  <button class="kern-btn" style="border: 0; transition: color 1s">
    <svg class="icon" style="color: Canvas"></svg>Eintreten
  </button></main>"""


@pytest.fixture(scope="module")
def shell(engine: Playwright, chromium: Browser) -> Iterator[Browser]:
    """Chromium without windows looks the same in half the time. Where there is none, the whole."""
    program = shutil.which("chromium-headless-shell")
    if not program:
        yield chromium
        return
    with chromium_of(engine.chromium, program=program) as shell:
        yield shell


@pytest.fixture
def people(people: People, shell: Browser, request: pytest.FixtureRequest) -> People:
    """In the shell, wherever it can do what it takes."""
    if not WHOLE.search(request.node.name):
        people.browser = shell
    return people


@pytest.mark.parametrize("name", EVERY)
def test_everybody_can_use_it(people: People, name: str) -> None:
    """Rows 17, 21, 22 and 23: every state, for citizen and advisor."""
    page = where_axe_runs(people, EVERY[name](people).page)
    for size in (SMALL, WIDE):
        page.set_viewport_size(size)
        axe.expect_accessible(page, f"{name}, {size['width']} px")
        preferences.expect_forced_colours_to_tell(page, name)
    preferences.expect_no_motion(page, name)
    layout.expect_nothing_lost(page, name)


def where_axe_runs(people: People, page: Page) -> Page:
    """A page whose scripts are off runs none of axe either: a copy that looks the same."""
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        return page
    copy = people.browser.new_context(locale="de-DE").new_page()
    html = re.sub(r"</?noscript>|<meta http-equiv=.refresh.[^>]*>", "", page.content())
    copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    copy.route("**/*.js", lambda route: route.abort())
    copy.route("**/*.css", unscripted)
    copy.goto(page.url)
    return copy


def unscripted(route: Route) -> None:
    css = route.fetch().text()
    route.fulfill(body=css.replace("(scripting: none)", "all"), content_type="text/css")


@pytest.mark.parametrize(
    "look",
    [
        axe.expect_accessible,
        preferences.expect_forced_colours_to_tell,
        preferences.expect_no_motion,
        layout.expect_nothing_lost,
    ],
)
def test_each_look_finds_what_is_wrong(people: People, look: axe.Look) -> None:
    """Rows 17, 21 and 23: on a page that shows every fault."""
    page = people.browser.new_page()
    page.set_content(FAULTY)
    with pytest.raises(AssertionError, match="Fehlerseite"):
        look(page, "Fehlerseite")
    page.close()
