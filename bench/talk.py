"""A citizen and an advisor who meet again and again, each in a browser window of their own."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from bench.browser import look

READING_MS = 1500
FULL_SIZE_MS = 2500
# Remembers, in milliseconds since 1970, the click, the other side's first frame, and the first of
# full width.
SPY = """
window.now = () => performance.timeOrigin + performance.now();
document.addEventListener('click', (event) => {
  if (event.target.closest('form[data-enter] button')) window.clickedAt = window.now();
}, true);
const seen = new WeakSet();
const watch = (video) => video.requestVideoFrameCallback((_, { width }) => {
  window.frameAt ??= window.now();
  if (width >= 1280) window.fullAt ??= window.now();
  else watch(video);
});
setInterval(() => {
  for (const video of document.querySelectorAll('[data-room] .tile:not(.tile--self) video')) {
    if (seen.has(video) || !video.srcObject) continue;
    seen.add(video);
    watch(video);
  }
}, 5);
"""
FORGET = "window.frameAt = window.fullAt = undefined"


@dataclass(frozen=True, slots=True)
class Opened:
    """Milliseconds from the click to what each of the two sees.

    `full_size` on both sides; infinite where one of them has not seen it after `FULL_SIZE_MS`.
    """

    citizen: float
    advisor: float
    full_size: float


class Talk:
    def __init__(self, browser: Browser, url: str, password: str) -> None:
        self._browser = browser
        self._url = url
        self._advisor = self._page()
        self._advisor.goto(f"{url}/desk/")
        self._advisor.fill("#login", "demir")
        self._advisor.fill("#password", password)
        self._advisor.click("main form button")
        self._advisor.wait_for_selector("#region-queue")

    def _page(self) -> Page:
        page = self._browser.new_context(locale="de-DE").new_page()
        page.add_init_script(SPY)
        return page

    def visit(self, *, checked: bool) -> Opened:
        """A knock, a call, a talk. `checked`: the citizen has tried camera and microphone."""
        citizen = self._page()
        try:
            self._knock(citizen, checked=checked)
            self._advisor.evaluate(FORGET)
            self._advisor.click("form[data-call] button.kern-btn--primary")
            citizen.wait_for_selector("dialog#called:modal")
            citizen.wait_for_timeout(READING_MS)  # a person reads first
            citizen.click("form[data-enter] button")
            opened = self._measured(citizen)
            self._advisor.click("text=Gespräch beenden")
            self._advisor.click("dialog button:has-text('Beenden')")
            citizen.wait_for_selector(".goodbye")
            return opened
        finally:
            citizen.context.close()

    def _knock(self, citizen: Page, *, checked: bool) -> None:
        citizen.goto(f"{self._url}/departments/elterngeldstelle/")
        citizen.click(".knock-form button.kern-btn--primary")
        citizen.wait_for_selector("html[data-live=open]")
        if checked:
            citizen.click("[data-devices-start]")
            citizen.wait_for_selector("[data-devices-stop]:visible")
            citizen.click("[data-devices-stop]")

    def _measured(self, citizen: Page) -> Opened:
        frames = look(citizen, "frameAt"), look(self._advisor, "frameAt")
        clicked = look(citizen, "clickedAt")
        citizen.wait_for_timeout(FULL_SIZE_MS)
        full = [page.evaluate("window.fullAt ?? Infinity") for page in (citizen, self._advisor)]
        return Opened(frames[0] - clicked, frames[1] - clicked, max(full) - clicked)
