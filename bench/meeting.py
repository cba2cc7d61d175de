"""So many people in one room of the office, or on so many bare pages: each page in a window."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from bench.bare import HERE, served

OPENING_MS = 2_000
TOGETHER = 6
SPY = """
window.noted = { connections: [] };
const Connection = window.RTCPeerConnection;
window.RTCPeerConnection = class RTCPeerConnection extends Connection {
  constructor(...options) {
    super(...options);
    window.noted.connections.push(this);
  }
};
"""


@contextmanager
def bare_room(browser: Browser, people: int) -> Iterator[list[Page]]:
    """One window, since they speak over a channel of the browser's own."""
    context = browser.new_context()
    try:
        with served(HERE) as url:
            pages = [context.new_page() for _ in range(people)]
            for number, page in enumerate(pages):
                page.goto(f"{url}/mesh.html")
                page.add_script_tag(url="mesh.js")
                page.evaluate("number => openDevices(number)", number)
            for number, page in enumerate(pages):
                page.evaluate("others => callAll(others)", list(range(number + 1, people)))
            yield pages
    finally:
        context.close()


@contextmanager
def office_room(
    browser: Browser, url: str, password: str, people: int, *, signing: bool = False
) -> Iterator[list[Page]]:
    pages = [_window(browser) for _ in range(people)]
    advisor, citizen, *guests = pages
    try:
        _sits_down(advisor, url, password)
        _knocks(citizen, url, signing=signing)
        advisor.click("form[data-call] button.kern-btn--primary")
        citizen.wait_for_selector("dialog#called:modal")
        citizen.click("form[data-enter] button")
        for guest in guests:
            _is_brought_in(advisor, citizen, guest)
        yield pages
        advisor.click("text=Gespräch beenden")
        advisor.click("dialog button:has-text('Beenden')")
        citizen.wait_for_selector(".goodbye")
    finally:
        for page in pages:
            page.context.close()


def _is_brought_in(advisor: Page, citizen: Page, guest: Page) -> None:
    if not advisor.is_visible("[data-side-panel=people]"):
        advisor.click(".callbar [data-side=people]")
    advisor.click("form[action$='/invite']:has([value=companion]) button")
    link = advisor.input_value("[data-link-of] input")
    citizen.click("form[action$='/agree'] button")
    guest.goto(link)
    guest.fill("#name", "Gast")
    guest.click("form[data-invited] button")
    advisor.click("form[action$='/let-in'] button")
    # Where the browser has been told yes for good, camera and microphone open by themselves.
    guest.wait_for_timeout(OPENING_MS)
    if guest.is_visible("[data-room-devices-off]"):
        guest.click("[data-room-devices-off] [data-control=both]")
    guest.wait_for_selector(".callbar [data-control=camera]:not(.control--off)")
    advisor.wait_for_selector("[data-link-of]", state="detached")


def _window(browser: Browser) -> Page:
    page = browser.new_context(locale="de-DE").new_page()
    page.add_init_script(SPY)
    return page


def _sits_down(advisor: Page, url: str, password: str) -> None:
    advisor.goto(f"{url}/desk/")
    advisor.fill("#login", "demir")
    advisor.fill("#password", password)
    advisor.click("main form button")
    advisor.wait_for_selector("#region-queue")


def _knocks(citizen: Page, url: str, *, signing: bool) -> None:
    citizen.goto(f"{url}/departments/elterngeldstelle/")
    if signing:
        citizen.click("details:has([name=needs]) summary")
        citizen.check("[name=needs][value=sign]")
    citizen.click(".knock-form button.kern-btn--primary")
    citizen.wait_for_selector("html[data-live=open]")
