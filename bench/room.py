"""What a talk costs: processor and line for so many people, beside bare pages connected as much."""

import argparse
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import ARGUMENTS, chromium, office
from bench.figures import keep, table
from bench.meeting import TOGETHER, bare_room, office_room

# Chromium's test camera shows twenty pictures a second unless it is told.
CAMERA = "--use-fake-device-for-media-stream=fps=30"
SETTLING_MS = 10_000
READ = """async () => {
  const open = noted.connections.filter(({ connectionState }) => connectionState !== "closed");
  const stats = await Promise.all(open.map((one) => one.getStats()));
  const all = stats.flatMap((one) => [...one.values()]);
  const video = all.filter(({ type, kind }) => type === "inbound-rtp" && kind === "video");
  const total = (reports, field) => reports.reduce((sum, one) => sum + (one[field] ?? 0), 0);
  return {
    links: open.length,
    sent: total(all.filter(({ type }) => type === "transport"), "bytesSent"),
    frames: total(video, "framesDecoded"),
    sizes: video.map(({ frameWidth, frameHeight }) => `${frameWidth}×${frameHeight}`),
  };
}"""
HEAD = ("what", "people", "CPU", "× bare", "sent by each", "× bare", "pictures a second", "size")


@dataclass(frozen=True, slots=True)
class Cost:
    cores: float  # of all processes of the browser
    kbits: float  # sent by each page
    rate: float  # pictures a second, over each connection
    size: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench room", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[2, 3, 4])
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--only-print", action="store_true", help="leave bench/RESULTS.md alone")
    options = parser.parse_args()
    flags = [one for one in ARGUMENTS if not CAMERA.startswith(one)]
    rows = []
    with chromium([*flags, CAMERA]) as browser, office() as (url, passwords, _):
        for people in options.people:
            with bare_room(browser, people) as pages:
                bare = _measured(browser, pages, options.seconds)
            rows.append(_row("bare pages", people, bare, bare))
            if people > TOGETHER:  # nobody brings more into one room
                continue
            with office_room(browser, url, passwords["demir"], people) as pages:
                rows.append(_row("talk", people, _measured(browser, pages, options.seconds), bare))
            with office_room(browser, url, passwords["demir"], people, signing=True) as pages:
                cost = _measured(browser, pages, options.seconds)
                rows.append(_row("talk, sign language", people, cost, bare))
    title = f"room: {options.seconds} s of talk in one browser on one machine"
    keep(title, table(HEAD, rows), only_print=options.only_print)


def _measured(browser: Browser, pages: list[Page], seconds: int) -> Cost:
    # The first pictures are small, and the line has to be got to know.
    pages[0].wait_for_timeout(SETTLING_MS)
    busy, before = _busy_seconds(browser), [page.evaluate(READ) for page in pages]
    pages[0].wait_for_timeout(seconds * 1000)
    spent, after = _busy_seconds(browser) - busy, [page.evaluate(READ) for page in pages]
    return Cost(
        cores=spent / seconds,
        kbits=_grown(before, after, "sent") * 8 / 1000 / seconds / len(pages),
        rate=_grown(before, after, "frames") / seconds / sum(one["links"] for one in after),
        size=", ".join(sorted({size for one in after for size in one["sizes"]})),
    )


def _busy_seconds(browser: Browser) -> float:
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return float(sum(one["cpuTime"] for one in found))


def _grown(before: list[dict[str, Any]], after: list[dict[str, Any]], field: str) -> float:
    return float(sum(now[field] - then[field] for then, now in zip(before, after, strict=True)))


def _row(what: str, people: int, cost: Cost, bare: Cost) -> tuple[str, ...]:
    return (
        what,
        str(people),
        f"{cost.cores:.0%}",
        f"{cost.cores / bare.cores:.2f}",
        f"{cost.kbits:.0f} kbit/s",
        f"{cost.kbits / bare.kbits:.2f}",
        f"{cost.rate:.1f}",
        cost.size,
    )


if __name__ == "__main__":
    main()
