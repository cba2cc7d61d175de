"""What a citizen's first look weighs and how soon it shows, beside a bare page of the same text.

Cold: every load is a new browser profile. Bytes are what came over the line, headers included, over
HTTP/1.1 without TLS. The network is what Chrome's developer tools call fast and slow 4G.
"""

import argparse
import html
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from bench.browser import chromium, office
from bench.figures import keep, table
from buergerbuero.live.http import Receive, Scope, Send, chunk, start

OFFICE_PORT, BARE_PORT = 8396, 8395
QUIET_MS = 1500
# Milliseconds, and bytes a second.
NETWORKS: dict[str, dict[str, float]] = {
    "fast 4G": {"latency": 165, "downloadThroughput": 1_012_500, "uploadThroughput": 168_750},
    "slow 4G": {"latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375},
}
DOOR = "/departments/elterngeldstelle/"
PAGES = {"overview": "/", "department": DOOR, "visit": "/visit/"}
SPY = """
new PerformanceObserver((list) => {
  window.largest = list.getEntries().at(-1).startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
SCRIPT = (
    "Math.max(0, ...performance.getEntriesByType('resource')"
    ".filter((one) => one.initiatorType === 'script').map((one) => one.responseEnd))"
)
Cookies = Sequence[Mapping[str, Any]]


@dataclass
class Load:
    """One page in a new profile. `script`: when the last script had arrived, 0 without any."""

    sizes: dict[str, float] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    first: float = 0.0
    largest: float = 0.0
    script: float = 0.0

    @property
    def kilobytes(self) -> float:
        return sum(self.sizes.values()) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench pages", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-keep", action="store_true", help="only print")
    options = parser.parse_args()
    with chromium() as browser, office("--port", str(OFFICE_PORT)) as (url, _, _):
        mine = _knock(browser, url)
        parts = [_network(browser, url, mine, name, options.runs) for name in NETWORKS]
    title = f"pages: the first look, cold, median of {options.runs} runs"
    keep(title, *parts, only_print=options.no_keep)


def _knock(browser: Browser, url: str) -> Cookies:
    """The cookie of somebody who waits."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(url + DOOR)
    page.click(".knock-form button.kern-btn--primary")
    page.wait_for_url("**/visit/")
    held = [
        {"name": one["name"], "value": one["value"], "url": url.replace("http:", "https:")}
        for one in context.cookies()
    ]
    context.close()
    return [{**one, "secure": True} for one in held]


def _network(browser: Browser, url: str, mine: Cookies, network: str, runs: int) -> str:
    rows = []
    for name, path in PAGES.items():
        ours = [_load(browser, url + path, mine, network) for _ in range(runs)]
        with _bare(_text(browser, url + path, mine)) as bare_url:
            bare = [_load(browser, bare_url, (), network) for _ in range(runs)]
        rows += [_row(f"{name}, bare text", bare, bare), _row(name, ours, bare)]
    delay, down, up = NETWORKS[network].values()
    said = f"{network}: {delay:g} ms, {down * 8 / 1e6:g} Mbit/s down, {up * 8 / 1e6:g} up."
    head = ("page", "KB", "requests", "hosts", "first paint", "× bare", "largest", "script there")
    return f"{said}\n\n{table(head, rows)}"


def _row(name: str, loads: Sequence[Load], bare: Sequence[Load]) -> tuple[str, ...]:
    first = median(load.first for load in loads)
    script = median(load.script for load in loads)
    return (
        name,
        f"{median(load.kilobytes for load in loads):.1f}",
        f"{median(len(load.sizes) for load in loads):.0f}",
        f"{len(set().union(*(load.hosts for load in loads)))}",
        f"{first:.0f} ms",
        f"{first / median(load.first for load in bare):.2f}",
        f"{median(load.largest for load in loads):.0f} ms",
        f"{script:.0f} ms" if script else "–",
    )


# One load


def _load(browser: Browser, url: str, cookies: Cookies, network: str) -> Load:
    with _profile(browser, cookies) as page:
        load = Load()
        _watch(page, load, network)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(QUIET_MS)
        load.first = float(page.evaluate(FIRST))
        load.largest = float(page.evaluate("window.largest"))
        load.script = float(page.evaluate(SCRIPT))
        return load


def _watch(page: Page, load: Load, network: str) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", {"offline": False, **NETWORKS[network]})

    def answered(event: dict[str, Any]) -> None:
        address = urlsplit(event["response"]["url"])
        if address.scheme in ("http", "https") and not event["response"].get("fromDiskCache"):
            load.sizes[event["requestId"]] = event["response"]["encodedDataLength"]
            load.hosts.add(address.netloc)

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in load.sizes:
            load.sizes[event["requestId"]] += event["encodedDataLength"]

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in load.sizes:
            load.sizes[event["requestId"]] = event["encodedDataLength"]

    devtools.on("Network.responseReceived", answered)
    devtools.on("Network.dataReceived", received)
    devtools.on("Network.loadingFinished", finished)


@contextmanager
def _profile(browser: Browser, cookies: Cookies) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(locale="de-DE")
    context.add_init_script(SPY)
    if cookies:
        context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    try:
        yield context.new_page()
    finally:
        context.close()


# The baseline: the same words, nothing else, from the same server


def _text(browser: Browser, url: str, cookies: Cookies) -> bytes:
    with _profile(browser, cookies) as page:
        page.goto(url)
        lines = page.inner_text("body").splitlines()
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    return f'<!DOCTYPE html><html lang="de"><meta charset="utf-8"><title>.</title>{body}'.encode()


@contextmanager
def _bare(page: bytes) -> Iterator[str]:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await start(send, 200, [(b"content-type", b"text/html; charset=utf-8")])
        await chunk(send, page, more=False)

    config = uvicorn.Config(
        application, port=BARE_PORT, lifespan="off", ws="none", log_level="error", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://localhost:{BARE_PORT}/"
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
