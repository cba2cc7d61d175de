"""From the click on *Eintreten* to the first decoded frame on both sides, beside two bare pages."""

import argparse
from statistics import median

from bench.bare import bare_runs
from bench.browser import chromium, office
from bench.figures import keep, percentile, table
from bench.relay import relay
from bench.talk import Opened, Talk

COLD = "cold: nothing was checked, the camera opens at the click"
READY = "camera and candidates ready at *called*"
CONNECTED = "transport connected at *called* (relay only)"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench door", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only-print", action="store_true", help="leave bench/RESULTS.md alone")
    options = parser.parse_args()
    with chromium() as browser:
        bare = bare_runs(browser, options.runs)
        with office() as (url, passwords, _):
            talk = Talk(browser, url, passwords["demir"])
            cold = [talk.visit(checked=False) for _ in range(options.runs)]
            ready = [talk.visit(checked=True) for _ in range(options.runs)]
        with relay() as settings, office(settings=settings) as (url, passwords, _):
            talk = Talk(browser, url, passwords["demir"])
            connected = [talk.visit(checked=True) for _ in range(options.runs)]
    rows = [("bare pages, devices and candidates ready", *_figures(bare, bare), "", "", "")]
    rows += [
        _row(name, opened, bare)
        for name, opened in ((COLD, cold), (READY, ready), (CONNECTED, connected))
    ]
    title = f"door: click on Eintreten to the first frame on both sides, {options.runs} runs"
    keep(title, table(HEAD, rows), only_print=options.only_print)


HEAD = ("what", "median", "p95", "× bare", "citizen sees", "advisor sees", "full size within 2 s")


def _row(
    name: str, opened: list[Opened], bare: list[float]
) -> tuple[str, str, str, str, str, str, str]:
    both = [max(one.citizen, one.advisor) for one in opened]
    return (
        name,
        *_figures(both, bare),
        f"{median(one.citizen for one in opened):.0f} ms",
        f"{median(one.advisor for one in opened):.0f} ms",
        f"{sum(one.full_size <= 2000 for one in opened)} of {len(opened)}",
    )


def _figures(values: list[float], bare: list[float]) -> tuple[str, str, str]:
    ratio = median(values) / median(bare)
    return f"{median(values):.0f} ms", f"{percentile(values, 0.95):.0f} ms", f"{ratio:.2f}"


if __name__ == "__main__":
    main()
