"""From the click on *Eintreten* to the first decoded frame on both sides, beside two bare pages."""

import argparse
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import chromium, office
from bench.figures import keep, percentile, table

HERE = Path(__file__).parent
LOOKS, LOOK_MS = 400, 50
# Remembers when the first frame of the other side was shown, in milliseconds since 1970.
SPY = """
window.now = () => performance.timeOrigin + performance.now();
document.addEventListener('click', (event) => {
  if (event.target.closest('form[data-enter] button')) {
    window.clickedAt = window.now();
    window.frameAt = undefined;
  }
}, true);
const seen = new WeakSet();
setInterval(() => {
  for (const video of document.querySelectorAll('[data-room] .tile:not(.tile--self) video')) {
    if (seen.has(video) || !video.srcObject) continue;
    seen.add(video);
    window.video = video;
    video.requestVideoFrameCallback(() => { window.frameAt ??= window.now(); });
  }
}, 5);
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench door", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs: int = parser.parse_args().runs
    with chromium() as browser:
        bare = _bare(browser, runs)
        ours = _ours(browser, runs)
    rows = [_row("bare pages, devices and candidates ready", bare, bare)]
    rows += [_row(name, values, bare) for name, values in ours.items()]
    head = ("what", "median", "p95", "× bare")
    keep(f"door: first frame on both sides, {runs} runs", table(head, rows))


def _row(name: str, values: list[float], bare: list[float]) -> tuple[str, str, str, str]:
    ratio = median(values) / median(bare)
    return name, f"{median(values):.0f} ms", f"{percentile(values, 0.95):.0f} ms", f"{ratio:.2f}"


# The baseline


def _bare(browser: Browser, runs: int) -> list[float]:
    with _served(HERE) as url:
        return [_bare_run(browser, url) for _ in range(runs)]


@contextmanager
def _served(directory: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(directory))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def _bare_run(browser: Browser, url: str) -> float:
    context = browser.new_context()
    try:
        pages = [context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(f"{url}/bare.html")
            page.add_script_tag(url="bare.js")
            page.evaluate("openDevices()")
        pages[0].evaluate("prepare()")
        pages[0].evaluate("go()")
        frames = [_frame(page) for page in pages]
        return max(frames) - float(pages[0].evaluate("clickedAt"))
    finally:
        context.close()


def _frame(page: Page) -> float:
    # Asking from outside: the page's policy lets nobody wait inside with a string of code.
    for _ in range(LOOKS):
        if at := page.evaluate("window.frameAt"):
            return float(at)
        page.wait_for_timeout(LOOK_MS)
    raise SystemExit("No frame arrived.")


# The office


def _ours(browser: Browser, runs: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"both sides": [], "citizen's side": [], "advisor's side": []}
    with office() as (url, passwords, _):
        advisor = _signed_in(browser, url, passwords["demir"])
        for _run in range(runs):
            clicked, citizen_frame, advisor_frame = _visit(browser, url, advisor)
            found["citizen's side"].append(citizen_frame - clicked)
            found["advisor's side"].append(advisor_frame - clicked)
            found["both sides"].append(max(citizen_frame, advisor_frame) - clicked)
    return found


def _signed_in(browser: Browser, url: str, password: str) -> Page:
    page = browser.new_context(locale="de-DE").new_page()
    page.add_init_script(SPY)
    page.goto(f"{url}/desk/")
    page.fill("#login", "demir")
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_selector("#region-queue")
    return page


def _visit(browser: Browser, url: str, advisor: Page) -> tuple[float, float, float]:
    context = browser.new_context(locale="de-DE")
    try:
        citizen = context.new_page()
        citizen.add_init_script(SPY)
        citizen.goto(f"{url}/departments/elterngeldstelle/")
        citizen.click(".knock-form button.kern-btn--primary")
        advisor.evaluate("window.frameAt = undefined")
        advisor.click("form[data-call] button.kern-btn--primary")
        citizen.wait_for_selector("dialog#called:modal")
        citizen.wait_for_timeout(1500)  # a person reads first; meanwhile both pages get ready
        citizen.click("form[data-enter] button")
        frames = _frame(citizen), _frame(advisor)
        clicked = float(citizen.evaluate("window.clickedAt"))
        advisor.click("text=Gespräch beenden")
        advisor.click("dialog button:has-text('Beenden')")
        citizen.wait_for_selector(".goodbye")
        return clicked, *frames
    finally:
        context.close()


if __name__ == "__main__":
    main()
