"""Simulated days: how often the truth lies in the range that was told, and how narrow it is.

Told at the knock, from nothing but what the office has seen until then. Counted: everybody who was
called and had to wait (no advisor was free). The score (Winkler, for 85 %) is the width plus
2 ÷ 0.15 times the distance by which the truth lies outside.
"""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from statistics import fmean, median

from bench.figures import keep, table
from bench.office import Office, Person, Plan
from buergerbuero.visits.estimate import Error, Range, Reading, outlook

WARM_UP_DAYS = 3
INSIDE = 0.85
TURNS_READ, ERRORS_READ = 250, 300
RESAMPLES = 60
TWO_KINDS = Plan("two kinds", talk=5, long_talk=30, long_share=0.3, spread=0.35)
PLANS = (
    Plan("1 advisor", advisors=1),
    Plan("2 advisors"),
    Plan("3 advisors", advisors=3, days=24),
    Plan("4 advisors", advisors=4, days=20),
    Plan("5 advisors", advisors=5, days=16),
    Plan("short talks", talk=4, days=16),
    Plan("long talks", talk=30, advisors=3, days=40),
    replace(TWO_KINDS, name="two kinds, 1 advisor", advisors=1),
    replace(TWO_KINDS, name="two kinds, 3 advisors", advisors=3, days=24),
    Plan("breaks", advisors=3, breaks=True, load=0.8, days=24),
    Plan("bursts", advisors=2, burst=9, days=24),
    Plan("no-shows", advisors=2, no_shows=0.25, leave=0.12, away=0.2, load=1.15),
    Plan("slow day", advisors=2, days=8, slow=1.7, repeats=12),
    replace(
        TWO_KINDS, name="everything", advisors=3, burst=9, breaks=True, no_shows=0.15, load=0.8
    ),
)


@dataclass(slots=True)
class Found:
    truths: list[float] = field(default_factory=list)  # minutes
    told: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench estimate", description=__doc__)
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--no-keep", action="store_true", help="only print")
    options = parser.parse_args()
    plans = [plan for plan in PLANS if options.only in plan.name]
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_simulate, plans, [seeds] * len(plans)))
    rows = [_row(plan, one) for plan, one in zip(plans, found, strict=True)]
    title = f"estimate: simulated days, seeds {seeds.start} to {seeds.stop - 1}"
    legend = "Inside · median width in minutes · score in minutes (smaller is better)."
    head = ("scenario", "people", *found[0].told)
    keep(title, legend, table(head, rows), only_print=options.no_keep)
    print(f"{time.perf_counter() - begun:.0f} s")


def _row(plan: Plan, found: Found) -> tuple[str, ...]:
    cells = []
    for name in found.told:
        inside = fmean(_inside(*pair) for pair in _pairs(found, name))
        width = median(high - low for low, high in found.told[name])
        score = fmean(_score(*pair) for pair in _pairs(found, name))
        cells.append(f"{inside:.0%} · {width:.0f} · {score:.0f}")
    return plan.name, f"{len(found.truths)}", *cells


def _pairs(found: Found, name: str) -> list[tuple[float, tuple[float, float]]]:
    return list(zip(found.truths, found.told[name], strict=True))


def _inside(truth: float, told: tuple[float, float]) -> bool:
    return told[0] <= truth <= told[1]


def _score(truth: float, told: tuple[float, float]) -> float:
    outside = max(told[0] - truth, truth - told[1], 0)
    return told[1] - told[0] + outside * 2 / (1 - INSIDE)


# The days


def _simulate(plan: Plan, seeds: Sequence[int]) -> Found:
    found = Found()
    for seed in seeds:
        for repeat in range(plan.repeats):
            watcher = _Watcher(plan, found)
            Office(plan, 1000 * seed + repeat, watcher.knocked, watcher.called).run()
    return found


class _Watcher:
    def __init__(self, plan: Plan, found: Found) -> None:
        self.found = found
        self.counted_from = plan.days - 1 if plan.slow != 1 else WARM_UP_DAYS
        self.errors: list[Error] = []

    def knocked(self, office: Office, person: Person) -> None:
        reading = _reading(office, self.errors)
        if reading.free > person.ahead:
            return
        ahead = person.ahead + person.ahead_away
        seen = outlook(reading, ahead, office.moment())
        if seen is None:
            return
        person.notes["drawn"] = seen.drawn(person.ahead, person.ahead_away)
        if office.day >= self.counted_from:
            ours = seen.range(person.ahead, person.ahead_away)
            told = {"ours": _minutes(ours), **_simple(office, reading, ahead)}
            person.notes["told"] = told

    def called(self, office: Office, person: Person) -> None:
        took = office.now - person.since
        drawn, told = person.notes.get("drawn"), person.notes.get("told")
        if isinstance(drawn, Range):
            self.errors.append(Error(drawn, timedelta(seconds=took)))
        if isinstance(told, dict):
            self.found.truths.append(took / 60)
            for name, one in told.items():
                self.found.told.setdefault(name, []).append(one)


def _reading(office: Office, errors: Sequence[Error]) -> Reading:
    states = [advisor.state for advisor in office.advisors]
    running = [
        timedelta(seconds=office.now - advisor.since)
        for advisor in office.advisors
        if advisor.state == "taken"
    ]
    return Reading(
        turns=office.turns[-TURNS_READ:],
        running=running,
        free=states.count("free"),
        on_break=states.count("break"),
        errors=errors[-ERRORS_READ:],
    )


def _minutes(told: Range) -> tuple[float, float]:
    return told.low.total_seconds() / 60, told.high.total_seconds() / 60


# What others tell


def _simple(office: Office, reading: Reading, ahead: int) -> dict[str, tuple[float, float]]:
    turns = [turn.took.total_seconds() / 60 for turn in reading.turns]
    middle = fmean(turns) * (ahead + 1) / reading.on_duty
    longest = max((office.now - one.since for one in office.line), default=0) / 60
    return {
        "mean × people ÷ advisors": (middle / 2, middle * 2),
        "longest wait + 15 min": (0, longest + 15),
        "resampling": _resampled(turns, reading, ahead),
    }


def _resampled(turns: Sequence[float], reading: Reading, ahead: int) -> tuple[float, float]:
    chance = Random(len(reading.turns) + ahead)  # noqa: S311  # guards nothing
    waits = sorted(_one_sample(chance, turns, reading, ahead) for _ in range(RESAMPLES))
    return waits[RESAMPLES // 10], waits[RESAMPLES * 9 // 10]


def _one_sample(chance: Random, turns: Sequence[float], reading: Reading, ahead: int) -> float:
    ready = [0.0] * (reading.free + reading.on_break)
    for elapsed in reading.running:
        ready.append(max(0, chance.choice(turns) - elapsed.total_seconds() / 60))
    for _ in range(ahead):
        ready.sort()
        ready[0] += chance.choice(turns)
    return min(ready)


if __name__ == "__main__":
    main()
